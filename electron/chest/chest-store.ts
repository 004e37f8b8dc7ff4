import type { ChestEntryId } from '../../shared/chest.ts';
import type { Outcome } from '../../shared/outcome.ts';
import { Exclusive } from '../exclusive.ts';
import type { Logger } from '../log.ts';
import type { ChestContent } from './chest-content.ts';
import type { ChestIndex } from './chest-index.ts';

/** Entries that go at once; between two goes other work has its turn. */
const removedAtOnce = 200;

/**
 * Index and bytes together: what goes from the index takes the bytes along that nothing needs any more. What goes from
 * the disk goes one after the other.
 */
export class ChestStore {
  readonly index: ChestIndex;
  readonly content: ChestContent;
  readonly #log: Logger;
  readonly #onChanged: () => void;
  readonly #removing = new Exclusive();
  /** Content that is being fetched, or was found to be here, for an entry that is still to be written. */
  #wanted: ReadonlySet<string> = new Set();
  readonly #busy = new Set<ChestEntryId>();

  /** `onChanged` hears of entries that went. */
  constructor(index: ChestIndex, content: ChestContent, log: Logger, onChanged: () => void) {
    this.index = index;
    this.content = content;
    this.#log = log;
    this.#onChanged = onChanged;
  }

  /** Removes what a crash left between bytes and index. */
  sweep(): Promise<void> {
    return this.#removing.run(async () => {
      const prepared = await this.content.prepare();
      if (prepared.ok) await this.content.sweep((sha256) => this.#isNeeded(sha256));
    });
  }

  /**
   * While `work` runs its content is not removed. What is left of it then, and in no entry, goes. One at a time.
   */
  async wanting<T>(sha256s: ReadonlySet<string>, work: () => Promise<Outcome<T>>): Promise<Outcome<T>> {
    this.#wanted = sha256s;
    try {
      // What is being removed may have been looked at before it was wanted.
      await this.#removing.run(async () => undefined);
      return await work();
    } finally {
      this.#wanted = new Set();
      await this.#removing.run(() => this.#removeUnneeded(sha256s));
    }
  }

  /** Entries that stay until `free`, whatever is asked. */
  hold(id: ChestEntryId): void {
    this.#busy.add(id);
  }

  free(id: ChestEntryId): void {
    this.#busy.delete(id);
  }

  remove(ids: readonly ChestEntryId[]): Promise<void> {
    return this.#removing.run(async () => {
      const unneeded = this.index.remove(ids.filter((id) => !this.#busy.has(id)));
      this.#onChanged();
      await this.#removeUnneeded(unneeded);
    });
  }

  /** Removes the entries whose time has come by `time`; stops early when `signal` is aborted. */
  async removeEnded(time: number, signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      const ended = this.index.endedBy(time, this.#busy.size + removedAtOnce);
      const ids = ended.filter((id) => !this.#busy.has(id));
      if (ids.length === 0) return;
      await this.remove(ids);
    }
  }

  async #removeUnneeded(sha256s: Iterable<string>): Promise<void> {
    for (const sha256 of sha256s) {
      if (this.#isNeeded(sha256)) continue;
      // What cannot be removed now, because another program holds it, is swept at the next start.
      await this.content
        .remove(sha256)
        .catch((error: unknown) => this.#log.warn('what was kept could not be removed', error));
    }
  }

  #isNeeded(sha256: string): boolean {
    return this.#wanted.has(sha256) || this.index.holds(sha256);
  }
}
