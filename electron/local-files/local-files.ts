import { randomBytes } from 'node:crypto';
import { basename } from 'node:path';
import { patternFinder } from '../../shared/exclude-list.ts';
import type { LocalFile, LocalSelection, LocalWorkKind, Ticket } from '../../shared/local-file.ts';
import type { ArchiveFormat } from '../../shared/naming-rule.ts';
import { failed, type Outcome, succeeded } from '../../shared/outcome.ts';
import type { HashService } from './hash-service.ts';
import type { LocalFileReference } from './local-file-reference.ts';
import type { LocalWorkshop } from './local-work.ts';
import type { PackedFiles } from './packing/packed-files.ts';
import {
  type ExcludedFind,
  type FoundItem,
  shownPath,
  type WalkedFile,
  type WalkOptions,
  type WalkResult,
  walk,
  walkItems,
} from './walk.ts';

interface Held extends WalkedFile {
  readonly released: AbortController;
}

export interface LocalFilesParts {
  readonly hashes: HashService;
  readonly workshop: LocalWorkshop;
  readonly packed: Pick<PackedFiles, 'pack' | 'release'>;
  /** The patterns of the exclude list, the usual ones and the user's own. */
  readonly excludes: () => readonly string[];
}

/**
 * The files that the user gave in this run. The window knows them by tickets; a path that no user gave has none,
 * so that a compromised page cannot name `~/.ssh/id_ed25519`.
 */
export class LocalFiles {
  readonly #parts: LocalFilesParts;
  readonly #held = new Map<Ticket, Held>();
  readonly #excluded = new Map<Ticket, FoundItem>();

  constructor(parts: LocalFilesParts) {
    this.#parts = parts;
  }

  /** Walks what was dropped or picked and gives each plain file a ticket; `cancelled` when it was stopped. */
  accept(paths: readonly string[]): Promise<Outcome<LocalSelection>> {
    return this.#walk((options) => walk(paths, { ...options, siftsGiven: true }));
  }

  /** Walks what the exclude list had kept out. Unknown tickets are left out; `cancelled` when it was stopped. */
  async takeIn(tickets: readonly Ticket[]): Promise<Outcome<LocalSelection>> {
    const items = tickets.flatMap((ticket) => this.#excluded.get(ticket) ?? []);
    const selection = await this.#walk((options) => walkItems(items, options));
    if (selection.ok) this.release(tickets);
    return selection;
  }

  /**
   * Packs each given folder of these files as one archive, which has a ticket of its own. Fails as `PackedFiles`
   * does, and with `local-file-missing` for a ticket that is not good any more.
   */
  async pack(tickets: readonly Ticket[], format: ArchiveFormat): Promise<Outcome<LocalFile[]>> {
    const files = tickets.flatMap((ticket) => this.#held.get(ticket) ?? []);
    if (files.length < tickets.length) return failed('local-file-missing');
    const work = this.#parts.workshop.begin('packing');
    try {
      const packed = await this.#parts.packed.pack(files, format, work);
      if (!packed.ok) return packed;
      return succeeded(
        packed.value.map((file) => {
          const ticket = newTicket();
          this.hold(ticket, file);
          return localFileOf(ticket, file);
        }),
      );
    } finally {
      work.end();
    }
  }

  /** Stops every work of a kind. */
  stop(kind: LocalWorkKind): void {
    this.#parts.workshop.stop(kind);
  }

  /** Takes in a file again under a ticket that it had: a draft brings it back. */
  hold(ticket: Ticket, file: WalkedFile): void {
    this.#held.set(ticket, { ...file, released: new AbortController() });
  }

  /** The file behind a ticket; `local-file-missing` when the ticket was released or is of another run. */
  find(ticket: Ticket): Outcome<LocalFileReference> {
    const held = this.#held.get(ticket);
    return held === undefined ? failed('local-file-missing') : succeeded(held.reference);
  }

  /** The same with the name and the folders that it was found under; null when the ticket is not good any more. */
  walked(ticket: Ticket): WalkedFile | null {
    return this.#held.get(ticket) ?? null;
  }

  /** Reads the whole file, unless its hash is known; releasing the ticket stops it with `cancelled`. */
  async hash(ticket: Ticket): Promise<Outcome<{ sha256: string }>> {
    const held = this.#held.get(ticket);
    if (held === undefined) return failed('local-file-missing');
    const hashed = await this.#parts.hashes.sha256Of(held.reference, held.released.signal);
    return hashed.ok ? succeeded({ sha256: hashed.value }) : hashed;
  }

  /** Forgets tickets. Transfers hold the files themselves and go on. */
  release(tickets: readonly Ticket[]): void {
    for (const ticket of tickets) {
      const held = this.#held.get(ticket);
      held?.released.abort();
      if (held !== undefined) void this.#parts.packed.release(held.reference.path);
      this.#held.delete(ticket);
      this.#excluded.delete(ticket);
    }
  }

  async #walk(walking: (options: WalkOptions) => Promise<WalkResult>): Promise<Outcome<LocalSelection>> {
    const work = this.#parts.workshop.begin('reading');
    try {
      const found = await walking({
        findPattern: patternFinder(this.#parts.excludes()),
        signal: work.signal,
        onFound: (soFar) => work.tell({ kind: 'reading', ...soFar }),
      });
      return work.signal.aborted ? failed('cancelled') : succeeded(this.#hold(found));
    } finally {
      work.end();
    }
  }

  #hold({ files, excluded, leftOut, unlisted }: WalkResult): LocalSelection {
    return {
      files: files.map((file) => {
        const ticket = newTicket();
        this.#held.set(ticket, { ...file, released: new AbortController() });
        return localFileOf(ticket, file);
      }),
      excluded: excluded.map((find) => this.#holdExcluded(find)),
      leftOut: [...leftOut],
      unlisted,
    };
  }

  #holdExcluded(find: ExcludedFind): LocalSelection['excluded'][number] {
    const ticket = newTicket();
    this.#excluded.set(ticket, find);
    return { ticket, kind: find.kind, name: shownPath(find), pattern: find.pattern };
  }
}

function newTicket(): Ticket {
  return randomBytes(16).toString('hex');
}

/** What the window may know of a file. */
export function localFileOf(ticket: Ticket, { reference, name, folder }: WalkedFile): LocalFile {
  const { size, modifiedAt } = reference.identity;
  return { ticket, name, folder, size, modifiedAt: Number(modifiedAt / 1_000_000n) };
}

/** The name a local file has on disk. */
export function localNameOf(reference: LocalFileReference): string {
  return basename(reference.path);
}
