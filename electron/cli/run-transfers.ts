import { randomUUID } from 'node:crypto';
import type { Failure } from '../../shared/failure.ts';
import { describeFailure } from '../../shared/failure-words.ts';
import { isOldFileKept, isSettled, type Transfer } from '../../shared/transfer.ts';
import { systemClock } from '../clock.ts';
import { ConnectionWatch } from '../connection-watch.ts';
import { describeError } from '../redact.ts';
import type { TransferMemory } from '../transfers/journal/transfer-journal.ts';
import type { TransferJob } from '../transfers/transfer-job.ts';
import { TransferQueue } from '../transfers/transfer-queue.ts';
import { failureFields, type Reporter } from './reporter.ts';
import type { Session } from './session.ts';

/** As many at once as the app's settings begin with. */
const limits = { publish: 3, download: 4 };

const millisecondsBetweenProgress = 500;

/** What came of all files. */
export interface TransfersEnd {
  readonly done: number;
  readonly skipped: number;
  readonly failed: number;
  readonly cancelled: number;
  readonly failures: readonly Failure[];
}

const done = { publish: 'published', download: 'downloaded', delete: 'deleted' } as const;

/** Tells about one file that has come to its end; `path` is where it is, or the old one that it was to replace. */
function reportFile(reporter: Reporter, transfer: Transfer, path: string | null): void {
  const { direction, coordinates, state, size, sha256, localName, failure, oldFile } = transfer;
  const { fileName } = coordinates;
  const words = failure === null ? null : describeFailure(failure);
  const failed = words === null ? '' : `${words.title}. ${words.nextStep}`;
  const sentence =
    state === 'done' ? done[direction] : state === 'skipped' ? 'already there' : `${state}: ${failed}`;
  const alias = direction === 'download' && localName !== fileName ? ` as ${localName}` : '';
  reporter.line(
    {
      kind: 'file',
      name: fileName,
      state,
      size,
      sha256,
      ...(direction === 'download' ? { localName } : {}),
      ...(failure === null ? {} : { failure: failureFields(failure) }),
      ...(oldFile === null ? {} : { oldFile }),
      ...(isOldFileKept(transfer) ? { oldFileKeptAt: path } : {}),
    },
    `${fileName}${alias}  ${sentence}${oldFileWords(transfer)}`,
  );
  if (isOldFileKept(transfer)) {
    reporter.note(
      `${fileName}: the old file is not on the server any more. It is kept as ${path}. The same command again goes on.`,
    );
  }
}

function oldFileWords({ oldFile, state }: Transfer): string {
  if (oldFile === 'replaced') return ', in the place of the old one';
  return oldFile === 'back' && state !== 'done' ? ' The old file is back on the server.' : '';
}

/** Runs transfers to their end on the app's queue. Aborting stops them cleanly and waits until they have. */
export async function runTransfers(
  jobs: readonly TransferJob[],
  { patience, reporter, signal }: Session,
  memory: TransferMemory,
): Promise<TransfersEnd> {
  if (jobs.length === 0) return { done: 0, skipped: 0, failed: 0, cancelled: 0, failures: [] };
  const { promise: ended, resolve: end } = Promise.withResolvers<unknown>();
  const queue = new TransferQueue({
    clock: systemClock,
    random: Math.random,
    newId: () => randomUUID(),
    limits: () => limits,
    patience,
    memory,
    log: {
      info: () => undefined,
      warn: (message, error) => reporter.note(`${message} ${describeError(error)}`),
      error: (message, error) => reporter.note(`${message} ${describeError(error)}`),
    },
    listener: {
      changed: (transfers) => noteWaiting(transfers, reporter),
      removed: () => undefined,
      settled: (transfer) => reportFile(reporter, transfer, queue.localPathOf(transfer.id)),
      ranDry: end,
    },
  });
  const ticker = setInterval(() => {
    const all = queue.snapshot();
    const unknown = all.some(({ size, waitsFor }) => size === null && waitsFor === 0);
    reporter.progress({
      transferred: all.reduce(
        (sum, { transferred, state, size }) => sum + (state === 'skipped' ? (size ?? 0) : transferred),
        0,
      ),
      size: unknown ? null : all.reduce((sum, { size }) => sum + (size ?? 0), 0),
      speed: Math.round(all.reduce((sum, { speed }) => sum + (speed ?? 0), 0)),
      filesLeft: all.filter(({ state }) => !isSettled(state)).length,
    });
  }, millisecondsBetweenProgress);
  const connections = new ConnectionWatch(systemClock, {
    lost: () => queue.reconnect(),
    found: () => queue.wake(),
  });
  signal.addEventListener('abort', end, { once: true });
  try {
    queue.add(jobs);
    await queue.kept();
    connections.start();
    if (!signal.aborted) await ended;
    await queue.stop();
    return endOf(queue, reporter);
  } finally {
    queue.clearSettled();
    clearInterval(ticker);
    connections.stop();
    signal.removeEventListener('abort', end);
    reporter.end();
  }
}

/** Told once for each wait. */
function noteWaiting(transfers: readonly Transfer[], reporter: Reporter): void {
  for (const { state, failure, retryAt, coordinates } of transfers) {
    if (state !== 'waiting' || failure === null || retryAt === null) continue;
    const title = `${coordinates.fileName}: ${describeFailure(failure).title}`;
    reporter.waiting(title, retryAt - systemClock.now());
  }
}

/** What came of all of them. Nobody is there to decide about what needs a decision, so that it failed. */
function endOf(queue: TransferQueue, reporter: Reporter): TransfersEnd {
  const counts = { done: 0, skipped: 0, failed: 0, cancelled: 0 };
  const failures: Failure[] = [];
  for (const transfer of queue.snapshot()) {
    const { state, failure } = transfer;
    if (failure !== null) failures.push(failure);
    if (state === 'done' || state === 'skipped' || state === 'failed' || state === 'cancelled') {
      counts[state] += 1;
      continue;
    }
    const ended = failure === null ? 'cancelled' : 'failed';
    counts[ended] += 1;
    reportFile(reporter, { ...transfer, state: ended }, queue.localPathOf(transfer.id));
  }
  return { ...counts, failures };
}
