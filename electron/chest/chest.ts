import type { ChestEntryId, ChestPage, ChestState, KeepForecast, PutBackResult } from '../../shared/chest.ts';
import type { VersionCoordinates } from '../../shared/coordinates.ts';
import { failed, type Outcome } from '../../shared/outcome.ts';
import type { BeforeDeletion, DoomedFiles } from '../deletions/before-deletion.ts';
import { Exclusive } from '../exclusive.ts';
import type { HashService } from '../local-files/hash-service.ts';
import type { Logger } from '../log.ts';
import { EqualContent } from '../transfers/equal-content.ts';
import type { DiskCalls } from '../transfers/part-file.ts';
import { VersionListings } from '../transfers/version-listings.ts';
import { ChestContent } from './chest-content.ts';
import type { ChestIndex } from './chest-index.ts';
import { ChestStore } from './chest-store.ts';
import { Keeper, type KeeperParts } from './keeper.ts';
import { contentFolder } from './open-chest.ts';
import { PutBack } from './put-back.ts';

const hour = 60 * 60 * 1000;

/** Milliseconds between two words about what changed. */
const tellInterval = 100;

export interface ChestParts extends Omit<KeeperParts, 'listings'> {
  /** Where the bytes lie, beside the index. */
  readonly folder: string;
  readonly index: ChestIndex;
  readonly disk: DiskCalls;
  readonly hashes: HashService;
  readonly log: Logger;
  readonly changed: (state: ChestState) => void;
  /** Files were published to a version. */
  readonly published: (change: {
    readonly accountId: string;
    readonly owner: string;
    readonly version: VersionCoordinates;
  }) => void;
}

/** Keeps what is deleted for some days, so that it can be put back. */
export class Chest implements BeforeDeletion {
  readonly #parts: ChestParts;
  readonly #store: ChestStore;
  readonly #keeper: Keeper;
  readonly #listings: VersionListings;
  readonly #equalContent = new EqualContent();
  /** Versions are kept one after the other. */
  readonly #keeping = new Exclusive();
  readonly #puttingBack = new Map<ChestEntryId, ChestState['puttingBack'][number]>();
  readonly #running = new Set<Promise<unknown>>();
  readonly #stopping = new AbortController();
  #keepingStop = new AbortController();
  #putBackStop = new AbortController();
  #revision = 0;
  #callOffTelling: (() => void) | null = null;
  #callOffEmptying: (() => void) | null = null;

  constructor(parts: ChestParts) {
    this.#parts = parts;
    this.#listings = new VersionListings(parts.clock);
    const content = new ChestContent(contentFolder(parts.folder), parts);
    this.#store = new ChestStore(parts.index, content, parts.log, () => this.#listChanged());
    this.#keeper = new Keeper({ ...parts, listings: this.#listings }, this.#store, () => this.#tellSoon());
  }

  /** Removes what a crash left and what is over its time; the latter again every hour. */
  start(): void {
    this.#inBackground(this.#store.sweep());
    this.#emptyEnded();
  }

  /** Whether files would be kept if they were deleted now; `bytes` is null where nobody knows. */
  willKeep(bytes: number | null): Promise<KeepForecast> {
    return this.#keeper.forecast(bytes);
  }

  keep(doomed: DoomedFiles, signal: AbortSignal): Promise<Outcome<'kept' | 'skipped'>> {
    const stop = AbortSignal.any([signal, this.#keepingStop.signal, this.#stopping.signal]);
    return this.#tracked(
      this.#keeping.run(async () => {
        const kept = await this.#keeper.keep(doomed, stop);
        this.#listChanged();
        return kept;
      }),
    );
  }

  /** Calls off the keeping of what is about to be deleted now. */
  cancelKeeping(): void {
    this.#keepingStop.abort();
    this.#keepingStop = new AbortController();
  }

  list(before: { readonly keptAt: number; readonly id: ChestEntryId } | null, limit: number): ChestPage {
    const found = this.#store.index.list(before, limit + 1);
    return { entries: found.slice(0, limit), hasMore: found.length > limit };
  }

  state(): ChestState {
    return {
      ...this.#store.index.totals(),
      revision: this.#revision,
      puttingBack: [...this.#puttingBack.values()],
      keeping: this.#keeper.progress,
    };
  }

  /** Publishes entries where they were, one after the other; each leaves the chest when all of its files are back. */
  putBack(ids: readonly ChestEntryId[]): Promise<PutBackResult[]> {
    return this.#tracked(this.#putBackAll(ids));
  }

  /** Ends all that is being put back; the entries stay. */
  cancelPutBack(): void {
    this.#putBackStop.abort();
    this.#putBackStop = new AbortController();
  }

  /** Deletes entries for good; those that are being put back stay. */
  remove(ids: readonly ChestEntryId[]): Promise<void> {
    return this.#tracked(this.#store.remove(ids));
  }

  /** Deletes everything for good that is not being put back. */
  empty(): Promise<void> {
    return this.#tracked(this.#store.removeEnded(Number.MAX_SAFE_INTEGER, this.#stopping.signal));
  }

  /** Stops all work and closes the index. */
  async stop(): Promise<void> {
    this.#stopping.abort();
    this.#callOffEmptying?.();
    while (this.#running.size > 0) await Promise.allSettled(this.#running);
    this.#callOffTelling?.();
    this.#store.index.close();
  }

  async #putBackAll(ids: readonly ChestEntryId[]): Promise<PutBackResult[]> {
    const stop = AbortSignal.any([this.#putBackStop.signal, this.#stopping.signal]);
    const asked = [...new Set(ids)].filter((id) => !this.#puttingBack.has(id));
    for (const id of asked) {
      this.#store.hold(id);
      this.#puttingBack.set(id, { id, bytes: 0, size: this.#store.index.find(id)?.size ?? 0 });
    }
    this.#tellSoon();
    const results: PutBackResult[] = [];
    for (const id of asked) {
      const outcome = await this.#putBackOne(id, stop);
      this.#puttingBack.delete(id);
      this.#store.free(id);
      if (outcome.ok) await this.#store.remove([id]);
      this.#tellSoon();
      results.push({ id, failure: outcome.ok ? null : outcome.failure });
    }
    return results;
  }

  async #putBackOne(id: ChestEntryId, signal: AbortSignal): Promise<Outcome<undefined>> {
    const { index, content } = this.#store;
    const entry = index.find(id);
    if (entry === null) return failed('not-found');
    if (signal.aborted) return failed('cancelled');
    const { accountId, accountLabel, owner, packageName, version, size } = entry;
    if (this.#parts.accountOf(accountId) === null) {
      return failed('account-missing', { subject: accountLabel.slice(0, 300) });
    }
    let sent = 0;
    const parts = { ...this.#parts, listings: this.#listings, equalContent: this.#equalContent };
    const way = new PutBack(parts, content, (bytes) => {
      sent = Math.min(bytes, size);
      this.#puttingBack.set(id, { id, bytes: sent, size });
      this.#tellSoon();
    });
    const place = { accountId, version: { owner, packageName, version } };
    const outcome = await way.run({ ...place, files: index.files(id) }, signal);
    // Also after a failure: some of it may have arrived.
    if (outcome.ok || sent > 0) this.#parts.published({ accountId, owner, version: place.version });
    return !outcome.ok && signal.aborted ? failed('cancelled') : outcome;
  }

  /** Now, and every hour from now on. */
  #emptyEnded(): void {
    this.#inBackground(this.#store.removeEnded(this.#parts.clock.now(), this.#stopping.signal));
    this.#callOffEmptying = this.#parts.clock.after(hour, () => this.#emptyEnded());
  }

  #inBackground(work: Promise<void>): void {
    this.#tracked(work).catch((error: unknown) => this.#parts.log.error('the trash', error));
  }

  async #tracked<T>(work: Promise<T>): Promise<T> {
    this.#running.add(work);
    try {
      return await work;
    } finally {
      this.#running.delete(work);
    }
  }

  #listChanged(): void {
    this.#revision += 1;
    this.#tellSoon();
  }

  #tellSoon(): void {
    this.#callOffTelling ??= this.#parts.clock.after(tellInterval, () => {
      this.#callOffTelling = null;
      this.#parts.changed(this.state());
    });
  }
}
