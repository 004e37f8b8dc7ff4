import type { AccountId } from '../../shared/account.ts';
import type { VersionCoordinates } from '../../shared/coordinates.ts';
import type { Outcome } from '../../shared/outcome.ts';
import type { VersionFiles } from '../../shared/package.ts';
import { type Clock, pause } from '../clock.ts';
import { unlessAborted } from './stoppable.ts';
import type { TransferClient } from './transfer-client.ts';

type Answer = Outcome<VersionFiles>;

interface VersionListing {
  /** The one that is under way. */
  running: Promise<Answer> | null;
  /** The last one that came, and when it was asked for, in monotonic milliseconds. */
  last: { readonly answer: Answer; readonly askedAt: number; readonly endedAt: number } | null;
  /** Those who need one that starts after now share it. */
  next: Promise<Answer> | null;
}

/** Someone else may publish too, so what was listed is good for a moment only. */
const goodFor = 3000;

/** How many times as long as a listing took nothing is asked after it, so that the files get most of the time. */
const restShare = 4;

/**
 * The listings of versions, shared by the transfers of a batch. A server lists all files of a version or none,
 * so 10,000 files that each listed for themselves would make it read 50 million rows.
 */
export class VersionListings {
  readonly #clock: Clock;
  readonly #listings = new Map<string, VersionListing>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** A listing of the last seconds. */
  async recent(
    client: TransferClient,
    accountId: AccountId,
    version: VersionCoordinates,
    signal: AbortSignal,
  ): Promise<Answer> {
    const listing = this.#of(accountId, version);
    const { last } = listing;
    if (last?.answer.ok === true && this.#clock.monotonic() - last.askedAt < goodFor) return last.answer;
    return unlessAborted(listing.running ?? this.#ask(client, version, listing), signal);
  }

  /** A listing that is asked for after this call. */
  async fresh(
    client: TransferClient,
    accountId: AccountId,
    version: VersionCoordinates,
    signal: AbortSignal,
  ): Promise<Answer> {
    const listing = this.#of(accountId, version);
    listing.next ??= this.#askNext(client, version, listing);
    return unlessAborted(listing.next, signal);
  }

  /** Something was deleted from a version: what was listed before says nothing about what is there. */
  forget(accountId: AccountId, version: VersionCoordinates): void {
    this.#listings.delete(keyOf(accountId, version));
  }

  /** Forgets what was listed: nobody is transferring any more. */
  clear(): void {
    this.#listings.clear();
  }

  #of(accountId: AccountId, version: VersionCoordinates): VersionListing {
    const key = keyOf(accountId, version);
    const known = this.#listings.get(key);
    if (known !== undefined) return known;
    const listing: VersionListing = { running: null, last: null, next: null };
    this.#listings.set(key, listing);
    return listing;
  }

  /** Waits for the one under way, and then some times as long as it took: the longer the list, the fewer the questions. */
  async #askNext(
    client: TransferClient,
    version: VersionCoordinates,
    listing: VersionListing,
  ): Promise<Answer> {
    await listing.running;
    if (listing.last !== null) {
      const { askedAt, endedAt } = listing.last;
      const wait = endedAt + restShare * (endedAt - askedAt) - this.#clock.monotonic();
      if (wait > 1) await pause(this.#clock, wait, new AbortController().signal);
    }
    await listing.running;
    listing.next = null;
    return this.#ask(client, version, listing);
  }

  #ask(client: TransferClient, version: VersionCoordinates, listing: VersionListing): Promise<Answer> {
    const askedAt = this.#clock.monotonic();
    const running = client.listFiles(version).then(
      (answer) => {
        listing.last = { answer, askedAt, endedAt: this.#clock.monotonic() };
        listing.running = null;
        return answer;
      },
      (error: unknown) => {
        listing.running = null;
        throw error;
      },
    );
    listing.running = running;
    return running;
  }
}

function keyOf(accountId: AccountId, { owner, packageName, version }: VersionCoordinates): string {
  return JSON.stringify([accountId, owner, packageName, version]);
}
