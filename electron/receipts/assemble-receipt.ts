import type { Account } from '../../shared/account.ts';
import { isThere, type Receipt, type ReceiptFile } from '../../shared/receipt.ts';
import type { BatchId, Transfer, TransferId } from '../../shared/transfer.ts';
import { fileUrl } from '../registry/endpoints.ts';
import type { TransferRecord } from '../transfers/journal/transfer-record.ts';
import { gatherParts, type PublishedInParts } from './gather-parts.ts';
import { stateOfAll } from './state-of-all.ts';
import { perSecond, secondsUnderWay } from './under-way.ts';

/** Where the files of a receipt are. */
export interface ReceiptPlace {
  /** Null for an account that was removed. */
  readonly account: Account | null;
  /** Null where it is not known. */
  readonly serverUrl: string | null;
}

/** What came of the publishes of a batch, from their records in the order of the queue. Null without any publish. */
export function assembleReceipt(
  batch: BatchId,
  records: readonly TransferRecord[],
  { account, serverUrl }: ReceiptPlace,
): Receipt | null {
  const published = records.filter(({ transfer }) => transfer.direction === 'publish');
  const first = published[0]?.transfer;
  if (first === undefined) return null;
  const { owner, packageName, version } = first.coordinates;
  const files = gatherParts(published).map((row) =>
    row.kind === 'whole' ? wholeFile(row.transfer, serverUrl) : splitFile(row, serverUrl),
  );
  const transfers = published.map(({ transfer }) => transfer);
  return {
    batch,
    accountId: first.accountId,
    accountLabel: account?.label ?? null,
    serverUrl,
    version: { owner, packageName, version },
    isCopy: published.every(({ work }) => work.kind === 'copy'),
    files,
    totals: { ...countsOf(files), ...effortOf(transfers) },
  };
}

function wholeFile(transfer: Transfer, serverUrl: string | null): ReceiptFile {
  const { id, coordinates, size, sha256, state, failure, startedAt, settledAt } = transfer;
  return {
    id,
    fileName: coordinates.fileName,
    url: urlOf(transfer, serverUrl),
    size,
    sha256: isThere(transfer) ? sha256 : null,
    split: null,
    failedIds: failedAmong([transfer]),
    state,
    failure,
    startedAt,
    settledAt,
    speed: effortOf([transfer]).speed,
  };
}

function splitFile({ name, count, size, members, manifest }: PublishedInParts, serverUrl: string | null) {
  const { state, failure } = stateOfAll(members);
  const starts = members.flatMap(({ startedAt }) => startedAt ?? []);
  const ends = members.flatMap(({ settledAt }) => settledAt ?? []);
  return {
    id: manifest?.id ?? members[0].id,
    fileName: name,
    url: manifest === null ? null : urlOf(manifest, serverUrl),
    size,
    sha256: null,
    split: { parts: count, manifest: manifest === null ? null : manifestThere(manifest) },
    failedIds: failedAmong(members),
    state,
    failure,
    startedAt: least(starts),
    settledAt: ends.length < members.length ? null : (least(ends.map((end) => -end)) ?? 0) * -1,
    speed: effortOf(members).speed,
  } satisfies ReceiptFile;
}

function manifestThere(manifest: Transfer) {
  const { coordinates, size, sha256 } = manifest;
  if (!isThere(manifest) || size === null || sha256 === null) return null;
  return { fileName: coordinates.fileName, size, sha256 };
}

function failedAmong(transfers: readonly Transfer[]): TransferId[] {
  return transfers.filter(({ state }) => state === 'failed').map(({ id }) => id);
}

function urlOf({ coordinates }: Transfer, serverUrl: string | null): string | null {
  const url = serverUrl === null ? null : fileUrl(serverUrl, coordinates, 'read');
  return url?.ok === true ? url.value : null;
}

function countsOf(files: readonly ReceiptFile[]) {
  const present = files.filter(isThere);
  return {
    there: present.length,
    skipped: present.filter(({ state }) => state === 'skipped').length,
    bytes: present.reduce((sum, { size }) => sum + (size ?? 0), 0),
  };
}

/** How long it took, and how fast it was: what was there already costs time and brings no bytes. */
function effortOf(transfers: readonly Transfer[]): Pick<Receipt['totals'], 'seconds' | 'speed'> {
  const sent = transfers.filter(({ state }) => state === 'done');
  const bytes = sent.reduce((sum, { size }) => sum + (size ?? 0), 0);
  const sending = secondsUnderWay(sent);
  return {
    seconds: secondsUnderWay(transfers),
    speed: sending === null || bytes === 0 ? null : perSecond(bytes, sending),
  };
}

function least(times: readonly number[]): number | null {
  return times.reduce<number | null>((low, time) => (low === null ? time : Math.min(low, time)), null);
}
