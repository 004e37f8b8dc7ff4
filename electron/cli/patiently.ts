import { describeFailure } from '../../shared/failure-words.ts';
import type { Outcome } from '../../shared/outcome.ts';
import { pause, systemClock } from '../clock.ts';
import { afterFailure } from '../transfers/retry-rules.ts';
import type { Session } from './session.ts';

/** Asks again, by the same rules as transfers, as long as the failure may pass and the user's patience lasts. */
export async function patiently<T>(
  { patience, reporter, signal }: Session,
  ask: () => Promise<Outcome<T>>,
): Promise<Outcome<T>> {
  const since = systemClock.monotonic();
  for (let count = 1; ; count += 1) {
    const outcome = await ask();
    if (outcome.ok || signal.aborted) return outcome;
    const { failure } = outcome;
    const next = afterFailure({
      failure,
      tries: { count, elapsed: systemClock.monotonic() - since },
      mayRunAgain: true,
      patience,
      random: Math.random(),
    });
    if (next.kind !== 'wait') return outcome;
    reporter.waiting(describeFailure(failure).title, next.milliseconds);
    await pause(systemClock, next.milliseconds, signal);
  }
}
