import { z } from 'zod';
import { Failure } from './failure.ts';

/** How something of a version and something of a folder are to each other. */
export const FolderEntry = z.strictObject({
  /** What the server calls it; for `extra` the path in the folder. */
  name: z.string(),
  /** Path in the folder, with `/` between. */
  localName: z.string(),
  state: z.enum([
    'same',
    'differs',
    'missing',
    'extra',
    /** The list of the other files' checksums: not in the folder, but what it says is right. */
    'lists-others',
    /** What it is made of could not be read. */
    'unreadable',
  ]),
  failure: Failure.nullable(),
});
export type FolderEntry = z.infer<typeof FolderEntry>;

/** How far a comparison is. */
export const VerificationProgress = z.strictObject({
  /** Files of the version that were looked at, of all. */
  files: z.int().nonnegative(),
  ofFiles: z.int().nonnegative(),
  /** Their bytes as listed, and what was read of the file that is being looked at. */
  bytes: z.int().nonnegative(),
  ofBytes: z.int().nonnegative(),
});
export type VerificationProgress = z.infer<typeof VerificationProgress>;

/** A folder beside a version. */
export const VerifiedFolder = z.strictObject({
  /** The folder's own name. */
  folderName: z.string(),
  entries: z.array(FolderEntry),
  /** Rows of the server's listing that could not be read. */
  damagedRows: z.int().nonnegative(),
});
export type VerifiedFolder = z.infer<typeof VerifiedFolder>;

/** Whether the folder holds the whole version and nothing else. */
export function isWhole({ entries, damagedRows }: VerifiedFolder): boolean {
  return damagedRows === 0 && entries.every(({ state }) => state === 'same' || state === 'lists-others');
}
