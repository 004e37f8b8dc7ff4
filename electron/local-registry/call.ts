import type { Answer } from './answer.ts';
import type { Visitor } from './credentials.ts';
import type { Registry } from './registry.ts';
import type { RequestTarget } from './request-target.ts';

/** One request, as the routes see it. */
export interface Call {
  readonly registry: Registry;
  readonly method: string;
  readonly target: RequestTarget;
  readonly visitor: Visitor;
  /** The first header line of that name (lower case), or the empty text. */
  header(name: string): string;
  /** The decoded segment that stands for `{name}` in the route's path. Throws when the route has none. */
  parameter(name: string): string;
  /** The body; reading it asks for it first, where the client waits for that (Expect: 100-continue). */
  body(): AsyncIterable<Buffer>;
}

/** Answers a request. */
export type Handler = (call: Call) => Answer | Promise<Answer>;

/** Judges a request before its handler: an answer ends it, null lets it pass. */
export type Guard = (call: Call) => Answer | null;

/** A handler behind guards, asked in the order given. */
export function guarded(guards: readonly Guard[], handle: Handler): Handler {
  return (call) => {
    for (const guard of guards) {
      const refusal = guard(call);
      if (refusal !== null) return refusal;
    }
    return handle(call);
  };
}
