import { randomBytes } from 'node:crypto';
import { basename } from 'node:path';
import type { LocalSelection, Ticket } from '../../shared/local-file.ts';
import { failed, type Outcome, succeeded } from '../../shared/outcome.ts';
import type { HashService } from './hash-service.ts';
import type { LocalFileReference } from './local-file-reference.ts';
import { walk } from './walk.ts';

interface Held {
  readonly reference: LocalFileReference;
  readonly released: AbortController;
}

/**
 * The files that the user gave in this run. The window knows them by tickets; a path that no user gave has none,
 * so that a compromised page cannot name `~/.ssh/id_ed25519`.
 */
export class LocalFiles {
  readonly #held = new Map<Ticket, Held>();
  readonly #hashes: HashService;

  constructor(hashes: HashService) {
    this.#hashes = hashes;
  }

  /** Walks what was dropped or picked and gives each plain file a ticket. */
  async accept(paths: readonly string[]): Promise<LocalSelection> {
    const { files, leftOut } = await walk(paths);
    return {
      files: files.map(({ reference, name, folder }) => {
        const ticket = randomBytes(16).toString('hex');
        this.#held.set(ticket, { reference, released: new AbortController() });
        const { size, modifiedAt } = reference.identity;
        return { ticket, name, folder, size, modifiedAt: Number(modifiedAt / 1_000_000n) };
      }),
      leftOut: [...leftOut],
    };
  }

  /** Takes in a file again under a ticket that it had: a draft brings it back. */
  hold(ticket: Ticket, reference: LocalFileReference): void {
    this.#held.set(ticket, { reference, released: new AbortController() });
  }

  /** The file behind a ticket; `local-file-missing` when the ticket was released or is of another run. */
  find(ticket: Ticket): Outcome<LocalFileReference> {
    const held = this.#held.get(ticket);
    return held === undefined ? failed('local-file-missing') : succeeded(held.reference);
  }

  /** Reads the whole file, unless its hash is known; releasing the ticket stops it with `cancelled`. */
  async hash(ticket: Ticket): Promise<Outcome<{ sha256: string }>> {
    const held = this.#held.get(ticket);
    if (held === undefined) return failed('local-file-missing');
    const hashed = await this.#hashes.sha256Of(held.reference, held.released.signal);
    return hashed.ok ? succeeded({ sha256: hashed.value }) : hashed;
  }

  /** Forgets tickets. Transfers hold the files themselves and go on. */
  release(tickets: readonly Ticket[]): void {
    for (const ticket of tickets) {
      this.#held.get(ticket)?.released.abort();
      this.#held.delete(ticket);
    }
  }
}

/** The name a local file has on disk. */
export function localNameOf(reference: LocalFileReference): string {
  return basename(reference.path);
}
