import type { Account, AccountId } from '../../shared/account.ts';
import type {
  ChestEntryId,
  ChestPage,
  ChestState,
  KeepForecast,
  PutBackResult,
  PuttingBack,
} from '../../shared/chest.ts';
import type { Failure, FailureReason } from '../../shared/failure.ts';
import { describeFailure } from '../../shared/failure-words.ts';
import { failed, type Outcome, succeeded } from '../../shared/outcome.ts';
import type { PackageFile } from '../../shared/package.ts';
import type { Clock } from '../clock.ts';
import type { BeforeDeletion, DoomedFiles } from '../deletions/before-deletion.ts';
import { Exclusive } from '../exclusive.ts';
import type { HashService } from '../local-files/hash-service.ts';
import type { Logger } from '../log.ts';
import { EqualContent } from '../transfers/equal-content.ts';
import { FileFetch } from '../transfers/file-fetch.ts';
import type { DiskCalls } from '../transfers/part-file.ts';
import type { TransferClient } from '../transfers/transfer-client.ts';
import { VersionListings } from '../transfers/version-listings.ts';
import { bytesReport, SumOfBytes } from './bytes-report.ts';
import { ChestContent } from './chest-content.ts';
import type { ChestIndex } from './chest-index.ts';
import { inLanes } from './in-lanes.ts';
import { contentFolder } from './open-chest.ts';
import { PutBack } from './put-back.ts';

const hour = 60 * 60 * 1000;
const day = 24 * hour;

/** Entries that are emptied in one go; between two goes other work has its turn. */
const emptiedAtOnce = 200;

/** Milliseconds between two words about what changed. */
const tellInterval = 100;

/** Files of a version that are fetched at once. */
const fetchedAtOnce = 3;

/** Why no copy can be had of what the server lists: nobody's account or network is to blame. */
const aboutCopy: ReadonlySet<FailureReason> = new Set<FailureReason>([
  'damaged-on-server',
  'damaged-in-transit',
  'disk-full',
  'folder-not-writable',
]);

export interface ChestParts {
  /** Where the bytes lie, beside the index. */
  readonly folder: string;
  readonly index: ChestIndex;
  readonly accountOf: (accountId: AccountId) => Account | null;
  readonly clientFor: (accountId: AccountId) => Promise<Outcome<TransferClient>>;
  /** Bytes in all, and days; 0 bytes keeps nothing. */
  readonly limits: () => { readonly chestSize: number; readonly chestDays: number };
  readonly disk: DiskCalls;
  readonly hashes: HashService;
  readonly clock: Clock;
  /** 0 to 1. */
  readonly random: () => number;
  readonly log: Logger;
  readonly changed: (state: ChestState) => void;
  /** Files were published to an owner. */
  readonly published: (change: { readonly accountId: AccountId; readonly owner: string }) => void;
}

/**
 * Keeps what is deleted for some days, so that it can be put back. What is kept is fetched one version after the other,
 * and what goes from the disk goes one after the other too.
 */
export class Chest implements BeforeDeletion {
  readonly #parts: ChestParts;
  readonly #index: ChestIndex;
  readonly #content: ChestContent;
  readonly #keeping = new Exclusive();
  readonly #removing = new Exclusive();
  /** Content that is being fetched, or was found to be here for an entry that is still to be written. */
  #wanted: ReadonlySet<string> = new Set();
  readonly #listings: VersionListings;
  readonly #equalContent = new EqualContent();
  readonly #puttingBack = new Map<ChestEntryId, PuttingBack>();
  readonly #running = new Set<Promise<unknown>>();
  readonly #stopping = new AbortController();
  #putBackStop = new AbortController();
  #keepingStop = new AbortController();
  #fetched: ChestState['keeping'] = null;
  #revision = 0;
  #callOffTelling: (() => void) | null = null;
  #callOffEmptying: (() => void) | null = null;

  constructor(parts: ChestParts) {
    this.#parts = parts;
    this.#index = parts.index;
    this.#content = new ChestContent(contentFolder(parts.folder), parts);
    this.#listings = new VersionListings(parts.clock);
  }

  /** Removes what a crash left and what is over its time; the latter again every hour. */
  start(): void {
    void this.#inBackground(async () => {
      const prepared = await this.#content.prepare();
      if (prepared.ok)
        await this.#removing.run(() => this.#content.sweep((sha256) => this.#isNeeded(sha256)));
      await this.#emptyEnded();
    });
    this.#emptyInAnHour();
  }

  /** Whether files would be kept if they were deleted now; `bytes` is null where nobody knows. */
  async willKeep(bytes: number | null): Promise<KeepForecast> {
    const { chestSize, chestDays: days } = this.#parts.limits();
    if (chestSize === 0) return { kind: 'off' };
    const room = Math.max(0, chestSize - this.#index.totals().used);
    if (bytes === null) return { kind: 'as-room-allows', days, room };
    if (bytes > room) return { kind: 'too-large', room };
    const prepared = await this.#content.prepare();
    const fits = prepared.ok && (await this.#content.hasRoomFor(bytes));
    return fits ? { kind: 'kept', days } : { kind: 'disk-full' };
  }

  keep(doomed: DoomedFiles, signal: AbortSignal): Promise<Outcome<'kept' | 'skipped'>> {
    const stop = AbortSignal.any([signal, this.#keepingStop.signal, this.#stopping.signal]);
    return this.#tracked(this.#keeping.run(() => this.#keep(doomed, stop)));
  }

  /** Calls off the keeping of what is about to be deleted now. */
  cancelKeeping(): void {
    this.#keepingStop.abort();
    this.#keepingStop = new AbortController();
  }

  list(before: { readonly keptAt: number; readonly id: ChestEntryId } | null, limit: number): ChestPage {
    const found = this.#index.list(before, limit + 1);
    return { entries: found.slice(0, limit), hasMore: found.length > limit };
  }

  state(): ChestState {
    return {
      ...this.#index.totals(),
      revision: this.#revision,
      puttingBack: [...this.#puttingBack.values()],
      keeping: this.#fetched,
    };
  }

  /** Publishes entries where they were, one after the other; each leaves the chest when all of its files are back. */
  async putBack(ids: readonly ChestEntryId[]): Promise<PutBackResult[]> {
    const stop = AbortSignal.any([this.#putBackStop.signal, this.#stopping.signal]);
    const asked = [...new Set(ids)].filter((id) => !this.#puttingBack.has(id));
    for (const id of asked) {
      this.#puttingBack.set(id, { id, bytes: 0, size: this.#index.find(id)?.size ?? 0 });
    }
    this.#tellSoon();
    const results: PutBackResult[] = [];
    for (const id of asked) {
      const outcome = await this.#tracked(this.#putBackOne(id, stop));
      this.#puttingBack.delete(id);
      if (outcome.ok) await this.remove([id]);
      this.#tellSoon();
      results.push({ id, failure: outcome.ok ? null : outcome.failure });
    }
    return results;
  }

  /** Ends all that is being put back; the entries stay. */
  cancelPutBack(): void {
    this.#putBackStop.abort();
    this.#putBackStop = new AbortController();
  }

  /** Deletes entries for good; those that are being put back stay. */
  remove(ids: readonly ChestEntryId[]): Promise<void> {
    return this.#tracked(this.#removing.run(() => this.#remove(ids)));
  }

  /** Deletes everything for good that is not being put back. */
  empty(): Promise<void> {
    return this.#removeAllBy(Number.MAX_SAFE_INTEGER);
  }

  /** Stops all work and closes the index. */
  async stop(): Promise<void> {
    this.#stopping.abort();
    this.#callOffEmptying?.();
    while (this.#running.size > 0) await Promise.allSettled(this.#running);
    this.#callOffTelling?.();
    this.#index.close();
  }

  async #keep(doomed: DoomedFiles, signal: AbortSignal): Promise<Outcome<'kept' | 'skipped'>> {
    if (signal.aborted) return failed('cancelled');
    const { accountId, version, files, isWholeVersion } = doomed;
    const { chestSize, chestDays } = this.#parts.limits();
    const account = this.#parts.accountOf(accountId);
    if (chestSize === 0 || files.length === 0 || account === null) return succeeded('skipped');
    const distinct = [...new Map(files.map((file) => [file.sha256, file])).values()];
    this.#wanted = new Set(distinct.map(({ sha256 }) => sha256));
    try {
      const prepared = await this.#content.prepare();
      if (!prepared.ok) return notKept(prepared.failure);
      await this.#emptyEnded();
      const missing = distinct.filter(({ sha256 }) => !this.#index.holds(sha256));
      const bytes = missing.reduce((sum, { size }) => sum + size, 0);
      if (this.#index.totals().used + bytes > chestSize) return succeeded('skipped');
      if (!(await this.#content.hasRoomFor(bytes))) return succeeded('skipped');
      const taken = await this.#takeAll(doomed, distinct, signal);
      if (!taken.ok) return signal.aborted ? failed('cancelled') : notKept(taken.failure);
      const now = this.#parts.clock.now();
      this.#index.add({
        accountId,
        accountLabel: account.label,
        serverUrl: account.serverUrl,
        ...version,
        isWholeVersion,
        files,
        keptAt: now,
        keptUntil: now + chestDays * day,
      });
      this.#listChanged();
      return succeeded('kept');
    } finally {
      const left = this.#wanted;
      this.#wanted = new Set();
      this.#fetched = null;
      this.#tellSoon();
      await this.#removeContent(left);
    }
  }

  async #takeAll(
    { accountId, version }: DoomedFiles,
    files: readonly PackageFile[],
    signal: AbortSignal,
  ): Promise<Outcome<undefined>> {
    const client = await this.#parts.clientFor(accountId);
    if (!client.ok) return client;
    const size = files.reduce((sum, file) => sum + file.size, 0);
    const sum = new SumOfBytes((bytes) => {
      this.#fetched = { bytes: Math.min(bytes, size), size };
      this.#tellSoon();
    });
    return inLanes(files, fetchedAtOnce, async (file) => {
      const coordinates = { ...version, fileName: file.fileName };
      const from = { client: client.value, accountId, coordinates, file };
      const report = bytesReport((bytes) => sum.tell(file.sha256, bytes));
      const fetch = new FileFetch({ ...this.#parts, listings: this.#listings }, from, report, signal);
      const taken = await this.#content.take(file, (part) => fetch.into(part, 0), signal);
      if (taken.ok) sum.tell(file.sha256, file.size);
      return taken;
    });
  }

  async #putBackOne(id: ChestEntryId, signal: AbortSignal): Promise<Outcome<undefined>> {
    const entry = this.#index.find(id);
    if (entry === null) return failed('not-found');
    const { accountId, accountLabel, owner, packageName, version, size } = entry;
    if (this.#parts.accountOf(accountId) === null) {
      return failed('account-missing', { subject: accountLabel.slice(0, 300) });
    }
    let sent = 0;
    const way = new PutBack(
      { ...this.#parts, listings: this.#listings, equalContent: this.#equalContent },
      this.#content,
      (bytes) => {
        sent = Math.min(bytes, size);
        this.#puttingBack.set(id, { id, bytes: sent, size });
        this.#tellSoon();
      },
    );
    const files = this.#index.files(id);
    const outcome = await way.run({ accountId, version: { owner, packageName, version }, files }, signal);
    // Also after a failure: some of it may have arrived.
    if (outcome.ok || sent > 0) this.#parts.published({ accountId, owner });
    return !outcome.ok && signal.aborted ? failed('cancelled') : outcome;
  }

  async #remove(ids: readonly ChestEntryId[]): Promise<void> {
    const unneeded = this.#index.remove(ids.filter((id) => !this.#puttingBack.has(id)));
    this.#listChanged();
    await this.#removeUnneeded(unneeded);
  }

  #removeContent(sha256s: ReadonlySet<string>): Promise<void> {
    return this.#removing.run(() => this.#removeUnneeded(sha256s));
  }

  async #removeUnneeded(sha256s: Iterable<string>): Promise<void> {
    for (const sha256 of sha256s) {
      if (this.#isNeeded(sha256)) continue;
      // What cannot be removed now, because another program holds it, is swept at the next start.
      await this.#content
        .remove(sha256)
        .catch((error: unknown) => this.#parts.log.warn('what was kept could not be removed', error));
    }
  }

  #isNeeded(sha256: string): boolean {
    return this.#wanted.has(sha256) || this.#index.holds(sha256);
  }

  /** Also waits for what is being removed already, which then may have been looked at before it was wanted. */
  #emptyEnded(): Promise<void> {
    return this.#removeAllBy(this.#parts.clock.now());
  }

  async #removeAllBy(time: number): Promise<void> {
    for (;;) {
      const ended = this.#index.endedBy(time, this.#puttingBack.size + emptiedAtOnce);
      const ids = ended.filter((id) => !this.#puttingBack.has(id));
      await this.remove(ids);
      if (ids.length === 0 || this.#stopping.signal.aborted) return;
    }
  }

  #emptyInAnHour(): void {
    this.#callOffEmptying = this.#parts.clock.after(hour, () => {
      void this.#inBackground(() => this.#emptyEnded());
      this.#emptyInAnHour();
    });
  }

  async #inBackground(work: () => Promise<void>): Promise<void> {
    await this.#tracked(work()).catch((error: unknown) => this.#parts.log.error('the trash', error));
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

/** Of what stands in the way of a copy alone; the rest is said as it is. */
function notKept(failure: Failure): Outcome<never> {
  if (!aboutCopy.has(failure.reason)) return { ok: false, failure };
  const { title } = describeFailure({ reason: failure.reason });
  return failed('no-copy-kept', { subject: title.slice(0, 300) });
}
