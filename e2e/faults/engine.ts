import { randomBytes, randomUUID } from 'node:crypto';
import nodeDisk from 'node:fs/promises';
import type { Clock } from '../../electron/clock.ts';
import { HashService } from '../../electron/local-files/hash-service.ts';
import { walk } from '../../electron/local-files/walk.ts';
import type { Agents } from '../../electron/registry/agents.ts';
import { RegistryClient } from '../../electron/registry/registry-client.ts';
import { defaultLimits, type RequestLimits } from '../../electron/registry/request-limits.ts';
import { fastClock } from '../../electron/testing/clocks.ts';
import { Download } from '../../electron/transfers/download.ts';
import { EqualContent } from '../../electron/transfers/equal-content.ts';
import { noMemory } from '../../electron/transfers/journal/transfer-journal.ts';
import type { DiskCalls } from '../../electron/transfers/part-file.ts';
import { SplitManifests } from '../../electron/transfers/split/split-manifests.ts';
import type { TransferJob } from '../../electron/transfers/transfer-job.ts';
import { TransferQueue } from '../../electron/transfers/transfer-queue.ts';
import { Upload } from '../../electron/transfers/upload.ts';
import { VersionListings } from '../../electron/transfers/version-listings.ts';
import type { VersionCoordinates } from '../../shared/coordinates.ts';
import type { Failure } from '../../shared/failure.ts';
import { succeeded } from '../../shared/outcome.ts';
import { distinctFileNames, safeFileName } from '../../shared/safe-file-name.ts';
import { isSettled, type Transfer } from '../../shared/transfer.ts';

/** How many times as fast the engine's clock goes: a minute of patience takes 0.3 s. */
const hurry = 200;

/** Milliseconds. */
const aDay = 24 * 60 * 60 * 1000;

/** Patience that suits this computer, also while it is busy, in milliseconds; cases that wait for its end shorten it. */
export const shortLimits: RequestLimits = {
  ...defaultLimits,
  connect: 5000,
  secureConnect: 5000,
  json: 10_000,
  retryDelays: [5, 20],
  untilContinue: 200,
  uploadStall: 5000,
  downloadStall: 5000,
  downloadAnswer: 10_000,
  storing: 10_000,
};

export interface EngineOptions {
  readonly url?: string;
  readonly token?: string;
  readonly limits?: Partial<RequestLimits>;
  readonly clock?: Clock;
  readonly agents?: Agents;
  readonly disk?: DiskCalls;
  readonly parallel?: { readonly publish: number; readonly download: number };
  /** Whose parts it makes; an engine with the same holder goes on from them. */
  readonly partHolder?: string;
  /** Milliseconds without progress that are borne; a day if left out. */
  readonly patience?: number;
}

/** A state that a transfer was seen in, with its failure where it had one. */
export interface Seen {
  readonly state: Transfer['state'];
  readonly failure: Failure | null;
  /** Milliseconds until the next try, where it waits for one. */
  readonly waits: number | null;
}

/** Whether it stays as it is unless somebody does something. */
function isAtRest({ state }: Transfer): boolean {
  return isSettled(state) || state === 'paused' || state === 'needs-decision';
}

/** The app's own transfers, put together as the app does it, with a fast clock and little patience. */
export class Engine {
  readonly client: RegistryClient;
  readonly queue: TransferQueue;
  readonly log: string[] = [];
  readonly #clock: Clock;
  readonly #listings: VersionListings;
  readonly #hashes = new HashService();
  readonly #equalContent = new EqualContent();
  readonly #options: EngineOptions;
  readonly #seen = new Map<string, Seen[]>();
  readonly #watchers = new Set<() => void>();

  constructor(options: EngineOptions & { readonly url: string; readonly token: string }) {
    this.#options = options;
    this.#clock = options.clock ?? fastClock(hurry);
    this.#listings = new VersionListings(this.#clock);
    this.client = new RegistryClient({
      serverUrl: options.url,
      credential: { kind: 'token', token: options.token },
      limits: { ...shortLimits, ...options.limits },
      ...(options.agents === undefined ? {} : { agents: options.agents }),
    });
    const note = (message: string, error?: unknown) =>
      void this.log.push(`${message} ${error instanceof Error ? error.stack : ''}`);
    this.queue = new TransferQueue({
      clock: this.#clock,
      newId: () => randomUUID(),
      limits: () => options.parallel ?? { publish: 3, download: 4 },
      random: Math.random,
      patience: options.patience ?? aDay,
      // Each turn of a transfer is kept at once, while pushes pass over what lasts a moment only.
      memory: {
        ...noMemory,
        save: async (records) => {
          this.#note(records.map(({ transfer }) => transfer));
          return true;
        },
      },
      log: { info: note, warn: note, error: note },
      listener: {
        changed: (snapshots) => this.#note(snapshots),
        removed: () => undefined,
        settled: (transfer) => this.#note([transfer]),
        ranDry: () => this.#listings.clear(),
      },
    });
  }

  /** Queues files to be published under their names; answers the transfers' ids. */
  async publish(version: VersionCoordinates, paths: readonly string[]): Promise<string[]> {
    const { files } = await walk(paths);
    return this.add(
      files.map(
        ({ reference, name }) =>
          new Upload(
            {
              clientFor: async () => succeeded(this.client),
              listings: this.#listings,
              hashes: this.#hashes,
              equalContent: this.#equalContent,
              clock: this.#clock,
            },
            { accountId: 'faults', coordinates: { ...version, fileName: name }, file: reference },
          ),
      ),
    );
  }

  /** Queues downloads into a folder; answers the transfers' ids. */
  download(version: VersionCoordinates, fileNames: readonly string[], folder: string): string[] {
    const safeNames = distinctFileNames(fileNames);
    return this.add(
      fileNames.map(
        (fileName, index) =>
          new Download(
            {
              clientFor: async () => succeeded(this.client),
              listings: this.#listings,
              disk: this.#options.disk ?? nodeDisk,
              clock: this.#clock,
              hashes: this.#hashes,
              random: Math.random,
              manifests: new SplitManifests(),
            },
            {
              accountId: 'faults',
              coordinates: { ...version, fileName },
              folder,
              safeName: safeNames[index] ?? safeFileName(fileName),
              size: null,
              origin: this.client.serverUrl,
              partHolder: this.#options.partHolder ?? randomBytes(6).toString('hex'),
              takesWhatIsThere: false,
            },
          ),
      ),
    );
  }

  add(jobs: readonly TransferJob[]): string[] {
    return this.queue.add(jobs);
  }

  transfer(id: string): Transfer {
    const transfer = this.queue.snapshot().find((transfer) => transfer.id === id);
    if (transfer === undefined) throw new Error('There is no such transfer.');
    return transfer;
  }

  /** Each state that was kept or pushed, once as it was entered; short ones may have been passed over. */
  seen(id: string): readonly Seen[] {
    return this.#seen.get(id) ?? [];
  }

  /** Milliseconds that it was to wait for each of its next tries. */
  waits(id: string): readonly number[] {
    return this.seen(id).flatMap(({ waits }) => (waits === null ? [] : [waits]));
  }

  /** Waits until one transfer is as wanted. The case's time limit is the only one. */
  async until(id: string, isWanted: (transfer: Transfer) => boolean): Promise<Transfer> {
    for (;;) {
      const transfer = this.transfer(id);
      if (isWanted(transfer)) return transfer;
      await new Promise<void>((resolve) => {
        const watcher = () => {
          this.#watchers.delete(watcher);
          resolve();
        };
        this.#watchers.add(watcher);
      });
    }
  }

  /** The transfer when nothing more happens to it by itself. */
  end(id: string): Promise<Transfer> {
    return this.until(id, isAtRest);
  }

  async ends(ids: readonly string[]): Promise<Transfer[]> {
    return Promise.all(ids.map((id) => this.end(id)));
  }

  /** The transfer when it has come to its end, or waits for its next try after a failure. */
  endOrWaiting(id: string): Promise<Transfer> {
    return this.until(id, (transfer) => isAtRest(transfer) || transfer.state === 'waiting');
  }

  async stop(): Promise<void> {
    await this.queue.stop();
    this.client.destroy();
  }

  #note(snapshots: readonly Transfer[]): void {
    for (const { id, state, failure, retryAt } of snapshots) {
      const seen = this.#seen.get(id) ?? [];
      this.#seen.set(id, seen);
      if (seen.at(-1)?.state === state) continue;
      seen.push({ state, failure, waits: retryAt === null ? null : retryAt - this.#clock.now() });
    }
    for (const watcher of this.#watchers) watcher();
  }
}
