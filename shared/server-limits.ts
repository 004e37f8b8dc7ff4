import { z } from 'zod';

const Bytes = z.number().nonnegative();

/** What uploads to a server have taught about what it, or a proxy before it, lets through. Null: nothing yet. */
export const ServerLimits = z.strictObject({
  /** Bytes of the largest file that was published. */
  largestPublished: Bytes.nullable(),
  /** The smallest file that was refused for its size, and who refused it, such as `nginx in front of git.example.org`. */
  refused: z.strictObject({ size: Bytes, culprit: z.string().max(300) }).nullable(),
  /** Seconds after which uploads were cut, several times, however much of them had been sent. */
  cutAfter: z.number().positive().nullable(),
  /** Bytes a second of the last upload that took long enough to tell. */
  speed: Bytes.nullable(),
});
export type ServerLimits = z.infer<typeof ServerLimits>;

/** Of a server to which nothing was uploaded yet. */
export const noLimitsKnown: ServerLimits = {
  largestPublished: null,
  refused: null,
  cutAfter: null,
  speed: null,
};

/** Why a publish may well fail, from what happened before. It is no reason not to try: limits get raised. */
export type PublishWarning =
  | {
      readonly kind: 'too-large';
      readonly culprit: string;
      /** Bytes that were refused, and the most that got through, if any did. */
      readonly refused: number;
      readonly published: number | null;
    }
  /** `expected` and `cutAfter` in seconds. */
  | { readonly kind: 'too-slow'; readonly expected: number; readonly cutAfter: number };

/** What speaks against a file of `size` bytes; null where nothing does. */
export function publishWarning(size: number, limits: ServerLimits): PublishWarning | null {
  const { largestPublished, refused, cutAfter, speed } = limits;
  if (refused !== null && size > (largestPublished ?? refused.size - 1)) {
    return {
      kind: 'too-large',
      culprit: refused.culprit,
      refused: refused.size,
      published: largestPublished,
    };
  }
  if (cutAfter === null || speed === null || speed === 0) return null;
  const expected = size / speed;
  return expected > cutAfter ? { kind: 'too-slow', expected, cutAfter } : null;
}
