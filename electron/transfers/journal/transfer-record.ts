import { z } from 'zod';
import { AccountId } from '../../../shared/account.ts';
import { FileCoordinates, VersionCoordinates } from '../../../shared/coordinates.ts';
import { Failure } from '../../../shared/failure.ts';
import { SeenFile, Transfer } from '../../../shared/transfer.ts';

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
const Sent = z.object({
  /** Bytes of bodies that were sent since the user last asked for it. */
  sentBytes: z.int().nonnegative(),
  /** Whether the server may have been given a whole body without its answer being known. */
  mayHaveArrived: z.boolean(),
});
export type Sent = z.infer<typeof Sent>;

const PublishWork = z.object({
  kind: z.literal('publish'),
  file: GivenFile,
  /** The bytes of the file that are meant; null for all of them. */
  range: z.object({ start: z.int().nonnegative(), length: z.int().nonnegative() }).nullable().default(null),
  ...Sent.shape,
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

const DownloadWork = z.object({
  kind: z.literal('download'),
  /** The name of the manifest where the file is joined from parts. */
  manifest: z.string().min(1).nullable().default(null),
  folder: z.string().min(1),
  safeName: z.string().min(1),
  /** Whose part it is; see `part-names.ts`. */
  partHolder: z.string().regex(/^[0-9a-z]+$/),
});

const ReplaceWork = z.object({
  kind: z.literal('replace'),
  file: GivenFile,
  /** The one file that may be taken away, as the user saw it. */
  seen: SeenFile,
  /** Names the folder that keeps its bytes. */
  holder: z.string().regex(/^[0-9a-z]+$/),
  /**
   * `preparing`: nothing was deleted. `deleting`: the deletion may have been asked for. `sending`: the old file is
   * gone. `putting-back`: so it is, and is to return. `back`, `replaced`: only traces are to be removed.
   */
  step: z.enum(['preparing', 'deleting', 'sending', 'putting-back', 'back', 'replaced']),
  /** How the server spelled the old file's name; null before it was listed. */
  oldName: z.string().nullable(),
  /** Of the new file; null before it was read. */
  newSha256: z.string().nullable(),
  /** How far the new file and the old one on its way back were sent. */
  sent: Sent,
  sentBack: Sent,
  /** Why the old file is put back, or was; null while the new one is to be sent. */
  cause: Failure.nullable(),
  /** Whether a placeholder may stand in the version. */
  hasPlaceholder: z.boolean(),
});
export type ReplaceWork = z.infer<typeof ReplaceWork>;

/** A file that the app writes from what became of others of its batch, which it therefore comes after. */
const GeneratedWork = z.object({
  kind: z.literal('generated'),
  content: GeneratedContent,
  /** The one file whose place it may take, as the user saw it; null where it takes none. */
  replaces: SeenFile.nullable().default(null),
  /** How that went; null before it was begun. */
  replacement: ReplaceWork.nullable().default(null),
  ...Sent.shape,
});
export type GeneratedWork = z.infer<typeof GeneratedWork>;

/** A file of a registry as it was listed when the user asked for a copy of it. */
const CopiedFile = z.object({
  accountId: AccountId,
  coordinates: FileCoordinates,
  /** Bytes. */
  size: z.int().nonnegative(),
  sha256: SeenFile.shape.sha256,
});
export type CopiedFile = z.infer<typeof CopiedFile>;

const CopyWork = z.object({
  kind: z.literal('copy'),
  from: CopiedFile,
  /** Whether its last failure is of the server that it comes from. */
  isSourceAtFault: z.boolean(),
  /** The one file whose place it may take, as the user saw it, and what names the folder of its bytes meanwhile. */
  replaces: z.object({ ...SeenFile.shape, holder: ReplaceWork.shape.holder }).nullable(),
  /** How that went; null before the bytes are on this disk. */
  replacement: ReplaceWork.nullable(),
  ...Sent.shape,
});
export type CopyWork = z.infer<typeof CopyWork>;

/**
 * Deletes a version that was copied in the same batch, as the last thing of a move. It is the version of the transfer's
 * own coordinates, and no more of it than was seen.
 */
const DeleteMovedWork = z.object({
  kind: z.literal('delete-moved'),
  files: z.array(z.object({ fileName: FileCoordinates.shape.fileName, ...SeenFile.shape })),
  /** Where the copies are. */
  to: z.object({ accountId: AccountId, version: VersionCoordinates }),
});
export type DeleteMovedWork = z.infer<typeof DeleteMovedWork>;

/** What a transfer needs to be run again by another process, beside what everybody may see of it. */
export const TransferWork = z.discriminatedUnion('kind', [
  PublishWork,
  GeneratedWork,
  DownloadWork,
  ReplaceWork,
  CopyWork,
  DeleteMovedWork,
]);
export type TransferWork = z.infer<typeof TransferWork>;

/** One transfer as the journal keeps it. */
export const TransferRecord = z.object({ transfer: Transfer, work: TransferWork });
export type TransferRecord = z.infer<typeof TransferRecord>;
