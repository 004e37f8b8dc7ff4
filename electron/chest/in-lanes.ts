import { type Outcome, succeeded } from '../../shared/outcome.ts';

/** Does the same with each of many, so many at once. Begins nothing more after a failure, and answers it. */
export async function inLanes<T>(
  items: Iterable<T>,
  lanes: number,
  work: (item: T) => Promise<Outcome<undefined>>,
): Promise<Outcome<undefined>> {
  const waiting = [...items].values();
  let outcome: Outcome<undefined> = succeeded(undefined);
  async function lane(): Promise<void> {
    for (const item of waiting) {
      if (!outcome.ok) return;
      const done = await work(item);
      if (!done.ok) outcome = done;
    }
  }
  await Promise.all(Array.from({ length: lanes }, lane));
  return outcome;
}
