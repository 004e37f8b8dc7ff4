import { readPartName } from '../../shared/split-volumes.ts';
import type { Transfer } from '../../shared/transfer.ts';
import type { TransferRecord } from '../transfers/journal/transfer-record.ts';

/** A local file that was published in parts. */
export interface PublishedInParts {
  readonly kind: 'split';
  /** What the whole is called. */
  readonly name: string;
  /** How many parts it has. */
  readonly count: number;
  /** Bytes of the whole; null where only its parts are known. */
  readonly size: number | null;
  /** The parts of this batch and the manifest. */
  readonly members: readonly [Transfer, ...Transfer[]];
  readonly manifest: Transfer | null;
}

/** A row of a receipt. */
export type PublishedFile = { readonly kind: 'whole'; readonly transfer: Transfer } | PublishedInParts;

interface Gathered {
  count: number;
  size: number | null;
  manifest: Transfer | null;
  readonly members: [Transfer, ...Transfer[]];
}

/** The publishes of a batch with those put together that make one file, each where its first part stands. */
export function gatherParts(records: readonly TransferRecord[]): readonly PublishedFile[] {
  const sets = new Map<string, Gathered>();
  const rows: (PublishedFile | { readonly kind: 'set'; readonly name: string; readonly set: Gathered })[] =
    [];
  for (const record of records) {
    const { transfer } = record;
    const member = memberOf(record);
    if (member === null) {
      rows.push({ kind: 'whole', transfer });
      continue;
    }
    let set = sets.get(member.name);
    if (set === undefined) {
      set = { count: 1, size: null, manifest: null, members: [transfer] };
      sets.set(member.name, set);
      rows.push({ kind: 'set', name: member.name, set });
    } else set.members.push(transfer);
    if (member.count !== null) set.count = member.count;
    if (member.size !== null) {
      set.size = member.size;
      set.manifest = transfer;
    }
  }
  return rows.map((row) =>
    row.kind === 'set' ? { kind: 'split' as const, name: row.name, ...row.set } : row,
  );
}

interface Member {
  readonly name: string;
  /** Told by parts. */
  readonly count: number | null;
  /** Told by the manifest. */
  readonly size: number | null;
}

function memberOf({ transfer, work }: TransferRecord): Member | null {
  if (work.kind === 'publish' && work.range !== null) {
    const part = readPartName(transfer.coordinates.fileName);
    return part === null ? null : { name: part.name, count: part.count, size: null };
  }
  if (work.kind === 'generated' && work.content.kind === 'split-manifest') {
    const { name, file } = work.content;
    return { name, count: null, size: file.identity.size };
  }
  return null;
}
