import type { AccountId } from '../../../shared/account.ts';
import type { VersionCoordinates } from '../../../shared/coordinates.ts';
import { concernsCredential, type Failure, isPassing } from '../../../shared/failure.ts';
import type { ListingState } from '../../../shared/listing.ts';
import { nameKey } from '../../../shared/names.ts';
import type { Outcome } from '../../../shared/outcome.ts';
import type { VersionFiles } from '../../../shared/package.ts';
import type { FoundFiles, StorageState, StorageSummary, UsedSpace } from '../../../shared/storage.ts';
import type { Clock } from '../../clock.ts';
import type { ListingCache, ListingId } from '../listing/listing-cache.ts';
import type { FileIndex, UnknownVersion } from './file-index.ts';
import { filesCsv } from './files-csv.ts';

/** What the index asks of a server; `RegistryClient` does it. */
export interface FilesClient {
  listFiles(version: VersionCoordinates, signal?: AbortSignal): Promise<Outcome<VersionFiles>>;
}

/** Whether the versions of a listing are still coming. */
export type ListingInReading = Pick<ListingState, 'accountId' | 'owner' | 'isReading'>;

export interface FileIndexerParts {
  readonly clientFor: (accountId: AccountId) => Promise<Outcome<FilesClient>>;
  /** Begins to read an owner's listing, in which the versions are. */
  readonly openListing: (accountId: AccountId, owner: string) => ListingInReading;
  readonly cache: ListingCache;
  readonly index: FileIndex;
  readonly clock: Clock;
  readonly changed: (state: StorageState) => void;
}

/** Versions that are listed at once. */
const atOnce = 4;
/** Versions that are taken from the listing in one go. */
const batch = 200;
/** Above all ids of versions. */
const newestFirst = Number.MAX_SAFE_INTEGER;
/** As many failures in a row are no longer about single versions. */
const failuresInARow = 8;
/** Milliseconds between two messages about one owner. */
const tellInterval = 300;

interface Watched {
  readonly accountId: AccountId;
  readonly owner: string;
  readonly id: ListingId;
  /** Whether somebody waits for what is not known yet: each version is a request, so that nobody else causes them. */
  isWanted: boolean;
  isListing: boolean;
  reading: AbortController | null;
  /** Versions that changed since the reading began: what was listed of them may be what they were before. */
  readonly changedMeanwhile: Set<number>;
  failure: Failure | null;
  revision: number;
  callOffTelling: (() => void) | null;
}

/** Looks into the versions of the owners whose storage somebody wants to see, and keeps what was found. */
export class FileIndexer {
  readonly #parts: FileIndexerParts;
  readonly #watched = new Map<string, Watched>();
  readonly #readings = new Set<Promise<void>>();

  constructor(parts: FileIndexerParts) {
    this.#parts = parts;
  }

  /** Begins to look into what is not known of an owner, newest first. */
  open(accountId: AccountId, owner: string): StorageState {
    const watched = this.#watch(accountId, owner);
    watched.isWanted = true;
    watched.isListing = this.#parts.openListing(accountId, owner).isReading;
    if (watched.reading === null) this.#read(watched);
    return this.#stateOf(watched);
  }

  /** Stops looking; what was found stays. */
  stopReading(accountId: AccountId, owner: string): void {
    const watched = this.#watched.get(keyOf(accountId, owner));
    if (watched === undefined) return;
    watched.isWanted = false;
    watched.reading?.abort();
  }

  /** Looks into everything anew: what others changed in a version does not show in the listing. */
  readAgain(accountId: AccountId, owner: string): StorageState {
    this.#parts.index.forgetAll(this.#watch(accountId, owner).id);
    return this.open(accountId, owner);
  }

  /** An owner's listing grew or shrank: what is new in it is looked into, where somebody waits for it. */
  listingChanged({ accountId, owner, isReading }: ListingInReading): void {
    const watched = this.#watched.get(keyOf(accountId, owner));
    if (watched === undefined) return;
    watched.isListing = isReading;
    this.#readOn(watched);
    this.#tellSoon(watched);
  }

  /** Files of versions were published or deleted from here. */
  changed(accountId: AccountId, versions: readonly VersionCoordinates[]): void {
    for (const [owner, ofOwner] of Map.groupBy(versions, (version) => version.owner)) {
      const watched = this.#watch(accountId, owner);
      const ids = this.#parts.index.idsOf(watched.id, ofOwner);
      this.#parts.index.forget(watched.id, ids);
      for (const id of ids) watched.changedMeanwhile.add(id);
      this.#readOn(watched);
      this.#tellSoon(watched);
    }
  }

  /** What a version was just found to be made of, whoever asked. */
  seen(accountId: AccountId, version: VersionCoordinates, files: VersionFiles): void {
    const watched = this.#watch(accountId, version.owner);
    const [versionId] = this.#parts.index.idsOf(watched.id, [version]);
    if (versionId === undefined) return;
    this.#parts.index.put(watched.id, versionId, files, this.#parts.clock.now());
    this.#tellSoon(watched);
  }

  summary(accountId: AccountId, owner: string): StorageSummary {
    return this.#parts.index.summary(this.#watch(accountId, owner).id);
  }

  packages(accountId: AccountId, owner: string): readonly UsedSpace[] {
    return this.#parts.index.packages(this.#watch(accountId, owner).id);
  }

  versions(accountId: AccountId, owner: string, packageName: string | null): readonly UsedSpace[] {
    return this.#parts.index.versions(this.#watch(accountId, owner).id, packageName);
  }

  find(accountId: AccountId, owner: string, text: string): FoundFiles {
    return this.#parts.index.find(this.#watch(accountId, owner).id, text);
  }

  /** Every known file as CSV, a piece at a time. */
  filesCsv(accountId: AccountId, owner: string): AsyncIterable<string> {
    return filesCsv(this.#parts.index, this.#watch(accountId, owner).id);
  }

  /** The account is gone, and what was kept of it with it. */
  forgetAccount(accountId: AccountId): void {
    for (const [key, watched] of this.#watched) {
      if (watched.accountId !== accountId) continue;
      end(watched);
      this.#watched.delete(key);
    }
  }

  async stop(): Promise<void> {
    for (const watched of this.#watched.values()) end(watched);
    this.#watched.clear();
    await Promise.all(this.#readings);
  }

  #watch(accountId: AccountId, owner: string): Watched {
    const key = keyOf(accountId, owner);
    const known = this.#watched.get(key);
    if (known !== undefined) return known;
    const id = this.#parts.cache.idOf(accountId, owner);
    const watched = {
      accountId,
      owner,
      id,
      isWanted: false,
      isListing: false,
      reading: null,
      changedMeanwhile: new Set<number>(),
      failure: null,
      revision: 0,
      callOffTelling: null,
    };
    this.#watched.set(key, watched);
    return watched;
  }

  /** Reads what came up, unless nobody waits for it or it would meet what ended the last reading. */
  #readOn(watched: Watched): void {
    const { id, isWanted, reading, failure } = watched;
    if (!isWanted || reading !== null || failure !== null) return;
    if (this.#parts.index.unknown(id, newestFirst, 1).length > 0) this.#read(watched);
  }

  #read(watched: Watched): void {
    const reading = new AbortController();
    watched.reading = reading;
    watched.failure = null;
    watched.changedMeanwhile.clear();
    const ended = this.#readToTheEnd(watched, reading).finally(() => this.#readings.delete(ended));
    this.#readings.add(ended);
  }

  async #readToTheEnd(watched: Watched, reading: AbortController): Promise<void> {
    const failure = await this.#readAll(watched, reading.signal);
    if (watched.reading !== reading) return;
    watched.reading = null;
    watched.failure = failure;
    this.#readOn(watched);
    this.#tellSoon(watched);
  }

  async #readAll(watched: Watched, signal: AbortSignal): Promise<Failure | null> {
    const client = await this.#parts.clientFor(watched.accountId);
    if (!client.ok) return client.failure;
    const row = { failures: 0 };
    for (let below = newestFirst; ; ) {
      const versions = this.#parts.index.unknown(watched.id, below, batch);
      const last = versions.at(-1);
      if (last === undefined) return null;
      below = last.id;
      const failure = await this.#readBatch(watched, client.value, versions, row, signal);
      if (signal.aborted) return { reason: 'cancelled' };
      if (failure !== null) return failure;
    }
  }

  async #readBatch(
    watched: Watched,
    client: FilesClient,
    versions: readonly UnknownVersion[],
    row: { failures: number },
    signal: AbortSignal,
  ): Promise<Failure | null> {
    const { clock, index } = this.#parts;
    let stoppedBy: Failure | null = null;
    const waiting = versions.values();
    const worker = async () => {
      for (const { id, owner, packageName, version } of waiting) {
        if (signal.aborted || stoppedBy !== null) return;
        const listed = await client.listFiles({ owner, packageName, version }, signal);
        if (signal.aborted) return;
        const isGone = !listed.ok && listed.failure.reason === 'not-found';
        row.failures = listed.ok || isGone ? 0 : row.failures + 1;
        if (!listed.ok && (isAboutAll(listed.failure) || row.failures >= failuresInARow)) {
          stoppedBy = listed.failure;
          return;
        }
        if (watched.changedMeanwhile.delete(id)) continue;
        const files = listed.ok ? listed.value : isGone ? { files: [], damagedRows: 0 } : null;
        index.put(watched.id, id, files, clock.now());
        this.#tellSoon(watched);
      }
    };
    await Promise.all(Array.from({ length: atOnce }, worker));
    return stoppedBy;
  }

  #tellSoon(watched: Watched): void {
    watched.revision += 1;
    watched.callOffTelling ??= this.#parts.clock.after(tellInterval, () => {
      watched.callOffTelling = null;
      this.#parts.changed(this.#stateOf(watched));
    });
  }

  #stateOf(watched: Watched): StorageState {
    const { accountId, owner, id, isWanted, isListing, reading, failure, revision } = watched;
    const isReading = reading !== null || (isWanted && isListing);
    return { accountId, owner, ...this.#parts.index.state(id), isReading, failure, revision };
  }
}

function end(watched: Watched): void {
  watched.isWanted = false;
  watched.reading?.abort();
  watched.callOffTelling?.();
}

/** Whether the other versions would meet the same. A server's own error may well be about one version. */
function isAboutAll(failure: Failure): boolean {
  const isOfServer = isPassing(failure) && failure.reason !== 'server-error';
  return isOfServer || concernsCredential(failure) || failure.reason === 'missing-scope';
}

function keyOf(accountId: AccountId, owner: string): string {
  return JSON.stringify([accountId, nameKey(owner)]);
}
