import { z } from 'zod';
import { Transfer } from '../../../shared/transfer.ts';

const WholeNumber = z.codec(z.string().regex(/^-?\d{1,20}$/), z.bigint(), {
  decode: (text) => BigInt(text),
  encode: (number) => number.toString(),
});

/** A local file as it was when the user gave it. */
const GivenFile = z.object({
  path: z.string().min(1),
  identity: z.object({
    device: WholeNumber,
    inode: WholeNumber,
    size: z.int().nonnegative(),
    modifiedAt: WholeNumber,
  }),
});

/** What is known to have been sent of a file. */
const sending = {
  /** Bytes of bodies that were sent since the user last asked for it. */
  sentBytes: z.int().nonnegative(),
  /** Whether the server may have been given a whole body without its answer being known. */
  mayHaveArrived: z.boolean(),
};

const PublishWork = z.object({
  kind: z.literal('publish'),
  file: GivenFile,
  /** The bytes of the file that are meant; null for all of them. */
  range: z.object({ start: z.int().nonnegative(), length: z.int().nonnegative() }).nullable().default(null),
  ...sending,
});
export type PublishWork = z.infer<typeof PublishWork>;

/**
 * What a file says that the app writes by itself: `checksums` lists the whole version for `sha256sum -c`; `split-manifest`
 * tells how the parts of a local file are joined.
 */
const GeneratedContent = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('checksums') }),
  z.object({
    kind: z.literal('split-manifest'),
    file: GivenFile,
    /** What the whole is called on the server. */
    name: z.string().min(1),
    partSize: z.int().positive(),
  }),
]);
export type GeneratedContent = z.infer<typeof GeneratedContent>;

/** A file that the app writes from what became of others of its batch, which it therefore comes after. */
const GeneratedWork = z.object({ kind: z.literal('generated'), content: GeneratedContent, ...sending });
export type GeneratedWork = z.infer<typeof GeneratedWork>;

const DownloadWork = z.object({
  kind: z.literal('download'),
  /** The name of the manifest where the file is joined from parts. */
  manifest: z.string().min(1).nullable().default(null),
  folder: z.string().min(1),
  safeName: z.string().min(1),
  /** Whose part it is; see `part-names.ts`. */
  partHolder: z.string().regex(/^[0-9a-z]+$/),
});

/** What a transfer needs to be run again by another process, beside what everybody may see of it. */
export const TransferWork = z.discriminatedUnion('kind', [PublishWork, GeneratedWork, DownloadWork]);
export type TransferWork = z.infer<typeof TransferWork>;

/** One transfer as the journal keeps it. */
export const TransferRecord = z.object({ transfer: Transfer, work: TransferWork });
export type TransferRecord = z.infer<typeof TransferRecord>;
