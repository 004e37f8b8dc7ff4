import type { TransferRecord } from '../transfers/journal/transfer-record.ts';
import type { TransferEnd, TransferJob } from '../transfers/transfer-job.ts';

export interface WatchedRun {
  readonly end: TransferEnd;
  /** Each state once as it was entered. */
  readonly states: readonly string[];
  /** The most bytes that were told at any time. */
  readonly mostTransferred: number;
  readonly localName: string | null;
}

/** Runs a job by itself and notes what it reports. */
export async function runWatched(
  job: TransferJob,
  signal: AbortSignal = new AbortController().signal,
  onState: (state: string) => void = () => undefined,
  ahead: readonly TransferRecord[] = [],
): Promise<WatchedRun> {
  const states: string[] = [];
  let mostTransferred = 0;
  let localName: string | null = null;
  const end = await job.run(
    {
      state: (state) => {
        if (states.at(-1) !== state) states.push(state);
        onState(state);
      },
      transferred: (bytes) => {
        mostTransferred = Math.max(mostTransferred, bytes);
      },
      size: () => undefined,
      remember: async () => true,
      localName: (name) => {
        localName = name;
      },
    },
    signal,
    ahead,
  );
  return { end, states, mostTransferred, localName };
}
