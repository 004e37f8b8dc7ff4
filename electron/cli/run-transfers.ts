import { randomUUID } from 'node:crypto';
import type { Failure } from '../../shared/failure.ts';
import { describeFailure } from '../../shared/failure-words.ts';
import { isSettled, type Transfer } from '../../shared/transfer.ts';
import { systemClock } from '../clock.ts';
import { describeError } from '../redact.ts';
import type { TransferJob } from '../transfers/transfer-job.ts';
import { TransferQueue, type TransferSummary } from '../transfers/transfer-queue.ts';
import { failureFields, type Reporter } from './reporter.ts';

/** As many at once as the app's settings begin with. */
const limits = { publish: 3, download: 4 };

const millisecondsBetweenProgress = 500;

/** What came of all files. */
export interface TransfersEnd extends TransferSummary {
  readonly failures: readonly Failure[];
}

const done = { publish: 'published', download: 'downloaded' } as const;

/** Tells about one file that has come to its end. `localName` is what a download is called here. */
export function reportFile(
  reporter: Reporter,
  file: Pick<Transfer, 'direction' | 'state' | 'size' | 'sha256' | 'localName' | 'failure'> & {
    readonly fileName: string;
  },
): void {
  const { direction, fileName, state, size, sha256, localName, failure } = file;
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
    },
    `${fileName}${alias}  ${sentence}`,
  );
}

/** Runs transfers to their end on the app's queue. Aborting stops them cleanly and waits until they have. */
export async function runTransfers(
  jobs: readonly TransferJob[],
  reporter: Reporter,
  signal: AbortSignal,
): Promise<TransfersEnd> {
  const failures: Failure[] = [];
  if (jobs.length === 0) return { done: 0, skipped: 0, failed: 0, cancelled: 0, failures };
  const { promise: ended, resolve: end } = Promise.withResolvers<TransferSummary>();
  const queue = new TransferQueue({
    clock: systemClock,
    newId: () => randomUUID(),
    limits: () => limits,
    log: {
      info: () => undefined,
      warn: (message, error) => reporter.note(`${message} ${describeError(error)}`),
      error: (message, error) => reporter.note(`${message} ${describeError(error)}`),
    },
    listener: {
      changed: () => undefined,
      removed: () => undefined,
      settled: (transfer) => {
        if (transfer.failure !== null) failures.push(transfer.failure);
        reportFile(reporter, { ...transfer, fileName: transfer.coordinates.fileName });
      },
      ranDry: end,
    },
  });
  const ticker = setInterval(() => {
    const all = queue.snapshot();
    const unknown = all.some(({ size }) => size === null);
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
  function stop(): void {
    queue.stop().catch((error: unknown) => reporter.note(describeError(error)));
  }
  signal.addEventListener('abort', stop, { once: true });
  try {
    queue.add(jobs);
    if (signal.aborted) stop();
    const summary = await ended;
    await queue.stop();
    return { ...summary, failures };
  } finally {
    clearInterval(ticker);
    signal.removeEventListener('abort', stop);
    reporter.end();
  }
}
