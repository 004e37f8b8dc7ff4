import { failed, type Outcome } from '../../shared/outcome.ts';

/** The answer, or `cancelled` as soon as `signal` is aborted; whoever answers goes on all the same. */
export async function unlessAborted<T>(
  answer: Promise<Outcome<T>>,
  signal: AbortSignal,
): Promise<Outcome<T>> {
  if (signal.aborted) return failed('cancelled');
  const cancelled = Promise.withResolvers<Outcome<T>>();
  function cancel(): void {
    cancelled.resolve(failed('cancelled'));
  }
  signal.addEventListener('abort', cancel, { once: true });
  try {
    return await Promise.race([answer, cancelled.promise]);
  } finally {
    signal.removeEventListener('abort', cancel);
  }
}
