import { z } from 'zod';

/** Stands for a file on disk whose path only main knows. Good for this run of the app, and with a draft for the next ones. */
export const Ticket = z.string().regex(/^[0-9a-f]{32}$/);
export type Ticket = z.infer<typeof Ticket>;

/** A plain file that the user dropped or picked. */
export const LocalFile = z.strictObject({
  ticket: Ticket,
  /** Its base name on disk. */
  name: z.string(),
  /** The dropped folder and those between it and the file, joined by `/`; empty for a file dropped by itself. */
  folder: z.string(),
  /** Bytes, when it was dropped. */
  size: z.int().nonnegative(),
  /** When it was last changed then, in milliseconds since 1970; left out where nobody looked. */
  modifiedAt: z.number().optional(),
});
export type LocalFile = z.infer<typeof LocalFile>;

/** Something that a pattern of the exclude list kept out. */
export const ExcludedItem = z.strictObject({
  /** Good for taking it in all the same. */
  ticket: Ticket,
  /** A folder was not looked into. */
  kind: z.enum(['file', 'folder']),
  /** Its name after the folders it was found in, joined by `/`. */
  name: z.string(),
  pattern: z.string(),
});
export type ExcludedItem = z.infer<typeof ExcludedItem>;

/** What a drop or a file dialog brought. */
export const LocalSelection = z.strictObject({
  files: z.array(LocalFile),
  excluded: z.array(ExcludedItem),
  /** What was left out and why: links, devices, unreadable files. */
  leftOut: z.array(
    z.strictObject({
      name: z.string(),
      why: z.enum(['link', 'special-file', 'unreadable', 'missing', 'too-many']),
    }),
  ),
  /** How much more was left out than is told one by one. */
  unlisted: z.int().nonnegative(),
});
export type LocalSelection = z.infer<typeof LocalSelection>;

/** What main does with local files at this moment that may take long; can be stopped. */
export const LocalWork = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('reading'),
    files: z.int().nonnegative(),
    bytes: z.int().nonnegative(),
  }),
  z.strictObject({
    kind: z.literal('packing'),
    /** What the archive will be called. */
    name: z.string(),
    bytes: z.int().nonnegative(),
    totalBytes: z.int().nonnegative(),
  }),
]);
export type LocalWork = z.infer<typeof LocalWork>;

export const LocalWorkKind = z.enum(['reading', 'packing'] satisfies LocalWork['kind'][]);
export type LocalWorkKind = z.infer<typeof LocalWorkKind>;
