import type { Account } from '../../shared/account.ts';
import { isThere, type Receipt, type ReceiptFile } from '../../shared/receipt.ts';
import type { BatchId, Transfer } from '../../shared/transfer.ts';
import { fileUrl } from '../registry/endpoints.ts';

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
  transfers: readonly Transfer[],
  { account, serverUrl }: ReceiptPlace,
): Receipt | null {
  const published = transfers.filter(({ direction }) => direction === 'publish');
  const [first] = published;
  if (first === undefined) return null;
  const { owner, packageName, version } = first.coordinates;
  const files = published.map((transfer) => receiptFile(transfer, serverUrl));
  return {
    batch,
    accountId: first.accountId,
    accountLabel: account?.label ?? null,
    serverUrl,
    version: { owner, packageName, version },
    files,
    totals: totalsOf(files),
  };
}

function receiptFile(transfer: Transfer, serverUrl: string | null): ReceiptFile {
  const { id, coordinates, size, sha256, state, failure, startedAt, settledAt } = transfer;
  const url = serverUrl === null ? null : fileUrl(serverUrl, coordinates, 'read');
  return {
    id,
    fileName: coordinates.fileName,
    url: url?.ok === true ? url.value : null,
    size,
    sha256: isThere(transfer) ? sha256 : null,
    state,
    failure,
    startedAt,
    settledAt,
    speed:
      state === 'done' && size !== null && startedAt !== null && settledAt !== null
        ? perSecond(size, settledAt - startedAt)
        : null,
  };
}

function totalsOf(files: readonly ReceiptFile[]): Receipt['totals'] {
  const present = files.filter(isThere);
  const sent = bytesOf(files.filter(({ state }) => state === 'done'));
  let begin = Number.POSITIVE_INFINITY;
  let end = Number.NEGATIVE_INFINITY;
  for (const { startedAt, settledAt } of files) {
    if (startedAt !== null) begin = Math.min(begin, startedAt);
    if (settledAt !== null) end = Math.max(end, settledAt);
  }
  const milliseconds = begin <= end ? end - begin : null;
  return {
    there: present.length,
    skipped: present.filter(({ state }) => state === 'skipped').length,
    bytes: bytesOf(present),
    seconds: milliseconds === null ? null : milliseconds / 1000,
    speed: sent > 0 && milliseconds !== null ? perSecond(sent, milliseconds) : null,
  };
}

function bytesOf(files: readonly ReceiptFile[]): number {
  return files.reduce((sum, { size }) => sum + (size ?? 0), 0);
}

/** What ends within a millisecond took one. */
function perSecond(bytes: number, milliseconds: number): number {
  return (bytes * 1000) / Math.max(1, milliseconds);
}
