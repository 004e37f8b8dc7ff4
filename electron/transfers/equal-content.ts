import type { AccountId } from '../../shared/account.ts';
import type { HashService } from '../local-files/hash-service.ts';
import type { LocalFileReference } from '../local-files/local-file-reference.ts';

interface Entry {
  readonly file: LocalFileReference;
  readonly left: Promise<void>;
}

/**
 * Keeps uploads of equal content to one server apart: servers keep equal bytes once, and two requests that bring them
 * at the same time have been seen to end in 500, or with the file gone at the next clean-up. Only files of one
 * size can be equal, so hardly any is hashed for it.
 */
export class EqualContent {
  readonly #hashes: HashService;
  readonly #inside = new Map<string, Set<Entry>>();

  constructor(hashes: HashService) {
    this.#hashes = hashes;
  }

  /**
   * Waits until nobody else sends the same bytes to the account; answers the function that lets the next one in. Ends
   * early when `signal` is aborted.
   */
  async enter(accountId: AccountId, file: LocalFileReference, signal: AbortSignal): Promise<() => void> {
    const key = `${file.identity.size} ${accountId}`;
    const compared = new Set<Entry>();
    while (!signal.aborted) {
      const other = [...(this.#inside.get(key) ?? [])].find((entry) => !compared.has(entry));
      if (other === undefined) break;
      compared.add(other);
      if (await this.#areEqual(file, other.file, signal)) await Promise.race([other.left, aborted(signal)]);
    }
    return this.#comeIn(key, file);
  }

  #comeIn(key: string, file: LocalFileReference): () => void {
    const { promise, resolve } = Promise.withResolvers<void>();
    const entry = { file, left: promise };
    const inside = this.#inside.get(key) ?? new Set();
    this.#inside.set(key, inside.add(entry));
    return () => {
      inside.delete(entry);
      if (inside.size === 0 && this.#inside.get(key) === inside) this.#inside.delete(key);
      resolve();
    };
  }

  /** A file that cannot be read is not sent either; its upload says so. */
  async #areEqual(one: LocalFileReference, other: LocalFileReference, signal: AbortSignal): Promise<boolean> {
    const [mine, theirs] = await Promise.all([
      this.#hashes.sha256Of(one, signal),
      this.#hashes.sha256Of(other, signal),
    ]);
    return mine.ok && theirs.ok && mine.value === theirs.value;
  }
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });
}
