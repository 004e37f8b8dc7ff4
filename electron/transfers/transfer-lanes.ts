import type { QueuedTransfer } from './queued-transfer.ts';

export interface TransferLimits {
  /** How many an account sends, and receives, at once. */
  readonly publish: number;
  readonly download: number;
}

/**
 * Who waits and who runs. Each account and direction has a lane with a limit, worked off in order; of a version
 * that may not be there yet one file runs by itself, because servers have been seen to fail when two requests
 * make one version.
 */
export class TransferLanes {
  /** In the order of coming, by lane. A lane without anyone is not there. */
  readonly #waiting = new Map<string, Set<QueuedTransfer>>();
  readonly #running = new Set<QueuedTransfer>();
  /** Versions that are known to be there, since a file of them was stored or found. */
  readonly #openVersions = new Set<string>();

  get isEmpty(): boolean {
    return this.#running.size === 0 && this.#waiting.size === 0;
  }

  get running(): Iterable<QueuedTransfer> {
    return this.#running;
  }

  get waiting(): QueuedTransfer[] {
    return [...this.#waiting.values()].flatMap((lane) => [...lane]);
  }

  get unsettled(): QueuedTransfer[] {
    return [...this.#running, ...this.waiting];
  }

  add(transfer: QueuedTransfer): void {
    const lane = this.#waiting.get(transfer.lane) ?? new Set();
    this.#waiting.set(transfer.lane, lane.add(transfer));
  }

  remove(transfer: QueuedTransfer): void {
    this.#running.delete(transfer);
    const lane = this.#waiting.get(transfer.lane);
    lane?.delete(transfer);
    if (lane?.size === 0) this.#waiting.delete(transfer.lane);
  }

  openVersionOf(transfer: QueuedTransfer): void {
    this.#openVersions.add(transfer.versionKey);
  }

  /** Versions may be deleted at any time; after a pause the first file goes alone again. */
  forgetVersions(): void {
    this.#openVersions.clear();
  }

  /** Those that may start now. They count as running from here on. */
  startable(limits: TransferLimits): QueuedTransfer[] {
    const starting = [...this.#waiting.keys()].flatMap((lane) => this.#startableIn(lane, limits));
    for (const transfer of starting) {
      this.remove(transfer);
      this.#running.add(transfer);
    }
    return starting;
  }

  #startableIn(lane: string, limits: TransferLimits): QueuedTransfer[] {
    const taking = [...this.#running].filter((transfer) => transfer.lane === lane && transfer.takesAPlace);
    const versions = new Set(taking.map(({ versionKey }) => versionKey));
    const starting: QueuedTransfer[] = [];
    for (const transfer of this.#waiting.get(lane) ?? []) {
      const { direction } = transfer.job;
      if (taking.length + starting.length >= limits[direction]) break;
      const isOpen = direction === 'download' || this.#openVersions.has(transfer.versionKey);
      if (!isOpen && versions.has(transfer.versionKey)) continue;
      versions.add(transfer.versionKey);
      starting.push(transfer);
    }
    return starting;
  }
}
