/**
 * Lets the replacements of one version go one by one, from the deletion to the proof: while one file is away, another
 * one keeps the version alive.
 */
export class ReplaceTurns {
  /** By version, when the last one that asked has left. A few bytes a version stay. */
  readonly #last = new Map<string, Promise<void>>();

  /**
   * Waits until no other replacement is at work in the version; answers the function that lets the next one in. Ends
   * early when `signal` is aborted.
   */
  async enter(versionKey: string, signal: AbortSignal): Promise<() => void> {
    const before = this.#last.get(versionKey) ?? Promise.resolve();
    const left = Promise.withResolvers<void>();
    this.#last.set(versionKey, passOn(before, left.promise));
    const aborted = Promise.withResolvers<void>();
    const stop = () => aborted.resolve();
    signal.addEventListener('abort', stop, { once: true });
    if (signal.aborted) stop();
    await Promise.race([before, aborted.promise]);
    signal.removeEventListener('abort', stop);
    return () => left.resolve();
  }
}

async function passOn(before: Promise<void>, left: Promise<void>): Promise<void> {
  await before;
  await left;
}
