import type { AccountHolds } from './account-holds.ts';
import type { QueuedTransfer } from './queued-transfer.ts';
import { accountsOf } from './transfer-job.ts';

export interface TransferLimits {
  /** How many an account sends, and receives, at once. */
  readonly publish: number;
  readonly download: number;
}

interface Lane {
  members: Set<QueuedTransfer>;
  /** Whether the members stand in the order of their positions. */
  isInOrder: boolean;
}

/** What keeps a transfer from starting although there is a place for it. */
export interface StartRules {
  readonly limits: TransferLimits;
  /** Monotonic milliseconds. */
  readonly now: number;
  readonly holds: AccountHolds;
}

/**
 * Who waits and who runs. Each account and direction has a lane with a limit, worked off in order; of a version
 * that may not be there yet one file runs by itself, because servers have been seen to fail when two requests
 * make one version.
 */
export class TransferLanes {
  /** By lane. A lane without anyone is not there. */
  readonly #waiting = new Map<string, Lane>();
  /** Those of the waiting that have a moment of their own to wait for. */
  readonly #delayed = new Set<QueuedTransfer>();
  readonly #running = new Set<QueuedTransfer>();
  /** Versions that are known to be there, since a file of them was stored or found. */
  readonly #openVersions = new Set<string>();

  get isEmpty(): boolean {
    return this.#running.size === 0 && this.#waiting.size === 0;
  }

  get running(): Iterable<QueuedTransfer> {
    return this.#running;
  }

  /** In order within each lane. */
  get waiting(): QueuedTransfer[] {
    return [...this.#waiting.values()].flatMap((lane) => [...inOrder(lane)]);
  }

  get unsettled(): QueuedTransfer[] {
    return [...this.#running, ...this.waiting];
  }

  add(transfer: QueuedTransfer): void {
    const lane = this.#waiting.get(transfer.lane) ?? { members: new Set(), isInOrder: true };
    this.#waiting.set(transfer.lane, lane);
    lane.members.add(transfer);
    lane.isInOrder = false;
    if (transfer.due !== null) this.#delayed.add(transfer);
  }

  remove(transfer: QueuedTransfer): void {
    this.#running.delete(transfer);
    this.#delayed.delete(transfer);
    const lane = this.#waiting.get(transfer.lane);
    lane?.members.delete(transfer);
    if (lane?.members.size === 0) this.#waiting.delete(transfer.lane);
  }

  /** Positions changed. */
  reorder(): void {
    for (const lane of this.#waiting.values()) lane.isInOrder = false;
  }

  openVersionOf(transfer: QueuedTransfer): void {
    this.#openVersions.add(transfer.versionKey);
  }

  /** Versions may be deleted at any time; after a pause the first file goes alone again. */
  forgetVersions(): void {
    this.#openVersions.clear();
  }

  /** Those that may start now. They count as running from here on. */
  startable(rules: StartRules): QueuedTransfer[] {
    const starting: QueuedTransfer[] = [];
    for (const lane of this.#waiting.values()) {
      for (const transfer of this.#startableIn(lane, rules)) {
        this.remove(transfer);
        this.#running.add(transfer);
        starting.push(transfer);
      }
    }
    return starting;
  }

  /** When something that waits for its moment may start, in monotonic milliseconds; null when nothing does. */
  nextDue({ now, holds }: Pick<StartRules, 'now' | 'holds'>): number | null {
    const moments: number[] = [];
    for (const { due } of this.#delayed) if (due !== null) moments.push(due);
    for (const { members } of this.#waiting.values()) {
      const [first] = members;
      if (first !== undefined) moments.push(heldUntil(first, holds) ?? 0);
    }
    const coming = moments.filter((moment) => moment > now);
    return coming.length === 0 ? null : coming.reduce((one, other) => Math.min(one, other));
  }

  #startableIn(lane: Lane, { limits, now, holds }: StartRules): QueuedTransfer[] {
    const [first] = inOrder(lane);
    if (first === undefined) return [];
    const { accountId, direction } = first.job;
    const until = holds.heldUntil(accountId);
    if (until !== null && until > now) return [];
    const taking = [...this.#running].filter(
      (transfer) => transfer.job.accountId === accountId && transfer.takesAPlace,
    );
    const goesAlone = holds.goesAlone(accountId);
    // Whatever its direction.
    if (goesAlone && taking.length > 0) return [];
    const inLane = taking.filter((transfer) => transfer.job.direction === direction);
    const most = goesAlone || direction === 'delete' ? 1 : limits[direction];
    const versions = new Set(inLane.map(({ versionKey }) => versionKey));
    const starting: QueuedTransfer[] = [];
    for (const transfer of lane.members) {
      if (inLane.length + starting.length >= most) break;
      if (transfer.waitsFor > 0 || (transfer.due !== null && transfer.due > now)) continue;
      // A copy needs the server that it comes from as well.
      if ((heldUntil(transfer, holds) ?? now) > now) continue;
      const { versionKey } = transfer;
      const isOpen = direction === 'download' || this.#openVersions.has(versionKey);
      if (!isOpen && versions.has(versionKey)) continue;
      versions.add(versionKey);
      starting.push(transfer);
    }
    return starting;
  }
}

/** When none of the servers that a transfer needs is held any more; null where none is. */
function heldUntil({ job }: QueuedTransfer, holds: AccountHolds): number | null {
  return accountsOf(job).reduce<number | null>((latest, accountId) => {
    const until = holds.heldUntil(accountId);
    return until === null ? latest : Math.max(latest ?? until, until);
  }, null);
}

/** Sorting what is nearly in order costs next to nothing, so it is done when somebody looks. */
function inOrder(lane: Lane): Set<QueuedTransfer> {
  if (!lane.isInOrder) {
    lane.members = new Set([...lane.members].sort((one, other) => one.position - other.position));
    lane.isInOrder = true;
  }
  return lane.members;
}
