import type { AccountId } from '../../../shared/account.ts';
import type { Failure } from '../../../shared/failure.ts';
import type { ListingChanges, ListingState } from '../../../shared/listing.ts';
import { nameKey } from '../../../shared/names.ts';
import type { Outcome } from '../../../shared/outcome.ts';
import type { VersionPage } from '../../../shared/package.ts';
import type { Clock } from '../../clock.ts';
import type { Logger } from '../../log.ts';
import type { ListingCache, ListingId } from './listing-cache.ts';
import { readListing } from './read-listing.ts';

/** What the listings ask of a server; `RegistryClient` does it. */
export interface ListingClient {
  listVersions(
    owner: string,
    page: number,
    options: { readonly signal: AbortSignal },
  ): Promise<Outcome<VersionPage>>;
}

export interface ListingServiceParts {
  readonly clientFor: (accountId: AccountId) => Promise<Outcome<ListingClient>>;
  readonly cache: ListingCache;
  readonly clock: Clock;
  readonly log: Logger;
  readonly changed: (state: ListingState) => void;
}

/** A listing that the window looked at in this run of the app. */
interface OpenListing {
  readonly accountId: AccountId;
  readonly owner: string;
  readonly id: ListingId;
  reading: AbortController | null;
  /** Monotonic milliseconds at which this run of the app last had all of it. */
  readAt: number;
  /** What was asked for while it was being read. */
  next: 'head' | 'all' | null;
  failure: Failure | null;
  callOffTelling: (() => void) | null;
}

/** Milliseconds between two messages about one listing. */
const tellInterval = 200;

/** Milliseconds for which a listing that was read whole needs no second look. */
const freshFor = 5000;

/** Rows in one answer: quick to show, and few answers for a long list. */
const changesAtOnce = 4000;

/** Rows in the first answer: somebody waits for something to look at. */
const firstAtOnce = 400;

/** How long the listing of an owner that nobody looks at is kept. */
const keptFor = 90 * 24 * 60 * 60 * 1000;

/**
 * Owners' listings as main keeps them: shown from the disk at once, read anew behind. The window asks for what changed
 * after the last change it knows of.
 */
export class ListingService {
  readonly #parts: ListingServiceParts;
  readonly #open = new Map<string, OpenListing>();
  readonly #readings = new Set<Promise<void>>();

  constructor(parts: ListingServiceParts) {
    this.#parts = parts;
    parts.cache.forgetUnopened(parts.clock.now() - keptFor);
  }

  /** Begins to look at an owner: reads the listing unless it was read just now. */
  open(accountId: AccountId, owner: string): ListingState {
    const listing = this.#openListing(accountId, owner);
    const isFresh = this.#parts.clock.monotonic() - listing.readAt < freshFor;
    if (!isFresh && listing.reading === null) this.#read(listing, 'head');
    return this.#stateOf(listing);
  }

  /** Reads an open listing again: `head` finds what was published and deleted, `all` also what changed otherwise. */
  refresh(accountId: AccountId, owner: string, what: 'head' | 'all'): void {
    const listing = this.#open.get(keyOf(accountId, owner));
    if (listing === undefined) return;
    if (listing.reading === null) this.#read(listing, what);
    else listing.next = listing.next === 'all' ? 'all' : what;
  }

  /** What changed after `after` in a listing; with 0 all of it. */
  changes(accountId: AccountId, owner: string, after: number): ListingChanges {
    const limit = after === 0 ? firstAtOnce : changesAtOnce;
    return this.#parts.cache.changes(this.#openListing(accountId, owner).id, after, limit);
  }

  /** Ends the reading; what was read stays. */
  cancel(accountId: AccountId, owner: string): void {
    const listing = this.#open.get(keyOf(accountId, owner));
    if (listing === undefined) return;
    listing.next = null;
    listing.reading?.abort();
  }

  /** Versions are gone: they are not shown any more, and the rest is looked at. */
  gone(accountId: AccountId, owner: string, versionIds: readonly number[]): void {
    const listing = this.#open.get(keyOf(accountId, owner));
    if (listing === undefined) return;
    if (versionIds.length > 0) {
      this.#parts.cache.remove(listing.id, versionIds);
      this.#parts.changed(this.#stateOf(listing));
    }
    this.refresh(accountId, owner, 'head');
  }

  /** A package was linked to a repository (`owner/name`), or with null unlinked: its versions show that at once. */
  linked(accountId: AccountId, owner: string, packageName: string, repository: string | null): void {
    const listing = this.#open.get(keyOf(accountId, owner));
    if (listing === undefined) return;
    const { cache } = this.#parts;
    cache.setRepository(listing.id, cache.find(listing.id, packageName, null), repository);
    this.#parts.changed(this.#stateOf(listing));
    this.refresh(accountId, owner, 'head');
  }

  forgetAccount(accountId: AccountId): void {
    for (const [key, listing] of this.#open) {
      if (listing.accountId !== accountId) continue;
      this.#open.delete(key);
      listing.next = null;
      listing.reading?.abort();
      listing.callOffTelling?.();
    }
    this.#parts.cache.forgetAccount(accountId);
  }

  /** Ends all reading and waits for that. */
  async stop(): Promise<void> {
    for (const listing of this.#open.values()) {
      listing.next = null;
      listing.reading?.abort();
      listing.callOffTelling?.();
    }
    this.#open.clear();
    await Promise.all(this.#readings);
  }

  #openListing(accountId: AccountId, owner: string): OpenListing {
    const key = keyOf(accountId, owner);
    const open = this.#open.get(key);
    if (open !== undefined) return open;
    const id = this.#parts.cache.open(accountId, owner, this.#parts.clock.now());
    const listing = {
      accountId,
      owner,
      id,
      reading: null,
      readAt: Number.NEGATIVE_INFINITY,
      next: null,
      failure: null,
      callOffTelling: null,
    };
    this.#open.set(key, listing);
    return listing;
  }

  #read(listing: OpenListing, what: 'head' | 'all'): void {
    const reading = new AbortController();
    listing.reading = reading;
    listing.failure = null;
    this.#tellSoon(listing);
    const ended = this.#readOnce(listing, what, reading.signal)
      .catch((error: unknown): Failure => {
        this.#parts.log.error('a listing', error);
        return { reason: 'internal' };
      })
      .then((failure) => this.#ended(listing, failure))
      .finally(() => this.#readings.delete(ended));
    this.#readings.add(ended);
  }

  async #readOnce(listing: OpenListing, what: 'head' | 'all', signal: AbortSignal): Promise<Failure | null> {
    const { cache, clientFor, clock } = this.#parts;
    const { accountId, owner, id } = listing;
    const client = await clientFor(accountId);
    if (!client.ok) return client.failure;
    const read = await readListing({
      fetchPage: (page, pageSignal) => client.value.listVersions(owner, page, { signal: pageSignal }),
      known: {
        isComplete: cache.read(id).completeAt !== null,
        knows: (versionId) => cache.knows(id, versionId),
        count: () => {
          const { loaded, unreadable } = cache.read(id);
          return loaded + unreadable;
        },
      },
      readsAll: what === 'all',
      take: (versions, total) => {
        if (signal.aborted) return;
        cache.put(id, versions, total);
        this.#tellSoon(listing);
      },
      signal,
    });
    if (signal.aborted) return { reason: 'cancelled' };
    if (!read.ok) return read.failure;
    cache.complete(id, read.value, clock.now());
    listing.readAt = clock.monotonic();
    return null;
  }

  #ended(listing: OpenListing, failure: Failure | null): void {
    if (this.#open.get(keyOf(listing.accountId, listing.owner)) !== listing) return;
    const { next } = listing;
    listing.reading = null;
    listing.next = null;
    listing.failure = failure;
    if (next !== null) this.#read(listing, next);
    else this.#tellSoon(listing);
  }

  #tellSoon(listing: OpenListing): void {
    listing.callOffTelling ??= this.#parts.clock.after(tellInterval, () => {
      listing.callOffTelling = null;
      this.#parts.changed(this.#stateOf(listing));
    });
  }

  #stateOf({ accountId, owner, id, reading, failure }: OpenListing): ListingState {
    const { unreadable: _, ...kept } = this.#parts.cache.read(id);
    return { accountId, owner, ...kept, isReading: reading !== null, failure };
  }
}

function keyOf(accountId: AccountId, owner: string): string {
  return JSON.stringify([accountId, nameKey(owner)]);
}
