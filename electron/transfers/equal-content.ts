import type { AccountId } from '../../shared/account.ts';
import type { UploadSource } from './upload-source.ts';

type Content = Pick<UploadSource, 'size' | 'sha256'>;

interface Entry {
  readonly content: Content;
  readonly left: Promise<void>;
}

/**
 * Keeps uploads of equal content to one server apart: servers keep equal bytes once, and two requests that bring them
 * at the same time have been seen to end in 500, or with the file gone at the next clean-up. Only files of one
 * size can be equal, so hardly any is hashed for it.
 */
export class EqualContent {
  readonly #inside = new Map<string, Set<Entry>>();

  /**
   * Waits until nobody else sends the same bytes to the account; answers the function that lets the next one in. Ends
   * early when `signal` is aborted.
   */
  async enter(accountId: AccountId, content: Content, signal: AbortSignal): Promise<() => void> {
    const key = `${content.size} ${accountId}`;
    const compared = new Set<Entry>();
    while (!signal.aborted) {
      const other = [...(this.#inside.get(key) ?? [])].find((entry) => !compared.has(entry));
      if (other === undefined) break;
      compared.add(other);
      if (await areEqual(content, other.content, signal)) await Promise.race([other.left, aborted(signal)]);
    }
    return this.#comeIn(key, content);
  }

  #comeIn(key: string, content: Content): () => void {
    const { promise, resolve } = Promise.withResolvers<void>();
    const entry = { content, left: promise };
    const inside = this.#inside.get(key) ?? new Set();
    this.#inside.set(key, inside.add(entry));
    return () => {
      inside.delete(entry);
      if (inside.size === 0 && this.#inside.get(key) === inside) this.#inside.delete(key);
      resolve();
    };
  }
}

/** A file that cannot be read is not sent either; its upload says so. */
async function areEqual(one: Content, other: Content, signal: AbortSignal): Promise<boolean> {
  const [mine, theirs] = await Promise.all([one.sha256(signal), other.sha256(signal)]);
  return mine.ok && theirs.ok && mine.value === theirs.value;
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });
}
