import { randomBytes, randomUUID } from 'node:crypto';
import nodeDisk from 'node:fs/promises';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { systemClock } from '../../electron/clock.ts';
import { HashService } from '../../electron/local-files/hash-service.ts';
import { walk } from '../../electron/local-files/walk.ts';
import { RegistryClient } from '../../electron/registry/registry-client.ts';
import { Download } from '../../electron/transfers/download.ts';
import { EqualContent } from '../../electron/transfers/equal-content.ts';
import { noMemory } from '../../electron/transfers/journal/transfer-journal.ts';
import { SplitManifests } from '../../electron/transfers/split/split-manifests.ts';
import type { TransferJob } from '../../electron/transfers/transfer-job.ts';
import { TransferQueue } from '../../electron/transfers/transfer-queue.ts';
import { Upload } from '../../electron/transfers/upload.ts';
import { VersionListings } from '../../electron/transfers/version-listings.ts';
import type { VersionCoordinates } from '../../shared/coordinates.ts';
import { succeeded } from '../../shared/outcome.ts';
import { defaultSettings } from '../../shared/settings.ts';
import type { ServerUnderTest } from '../server-under-test.ts';

/** How one run went. */
export interface Measured {
  readonly seconds: number;
  /** Of the processors, in our threads and in the system for them. */
  readonly processorSeconds: number;
  /** The longest time for which nothing else could run on the thread that serves the window, in milliseconds. */
  readonly blocked: number;
  /** By how many bytes the process was larger at its largest than before. */
  readonly memory: number;
}

/** As many at once as the app does, unless told otherwise. */
export const engineLimits = {
  publish: defaultSettings.parallelUploads,
  download: defaultSettings.parallelDownloads,
};

const loopResolution = 1;
const memoryInterval = 20;

/** The app's own transfers, put together as the app does it, without a window. */
export class Engine {
  readonly #server: ServerUnderTest;

  constructor(server: ServerUnderTest) {
    this.#server = server;
  }

  /** Publishes the files at `paths` under their names. Throws unless every one was sent and verified. */
  async upload(version: VersionCoordinates, paths: readonly string[]): Promise<Measured> {
    const { files } = await walk(paths);
    const hashes = new HashService();
    const parts = {
      hashes,
      equalContent: new EqualContent(),
      clock: systemClock,
      listings: new VersionListings(systemClock),
    };
    return this.#run((client) =>
      files.map(
        ({ reference, name }) =>
          new Upload(
            { ...parts, clientFor: async () => succeeded(client) },
            { accountId: 'bench', coordinates: { ...version, fileName: name }, file: reference },
          ),
      ),
    );
  }

  /** Downloads files into a folder. Throws unless every one arrived and was verified. */
  async download(
    version: VersionCoordinates,
    fileNames: readonly string[],
    folder: string,
  ): Promise<Measured> {
    const parts = {
      disk: nodeDisk,
      clock: systemClock,
      hashes: new HashService(),
      listings: new VersionListings(systemClock),
      random: Math.random,
      manifests: new SplitManifests(),
    };
    return this.#run((client) =>
      fileNames.map(
        (fileName) =>
          new Download(
            {
              ...parts,
              clientFor: async () => succeeded(client),
            },
            {
              accountId: 'bench',
              coordinates: { ...version, fileName },
              folder,
              safeName: fileName,
              size: null,
              origin: client.serverUrl,
              partHolder: randomBytes(6).toString('hex'),
              takesWhatIsThere: false,
            },
          ),
      ),
    );
  }

  async #run(jobsFor: (client: RegistryClient) => TransferJob[]): Promise<Measured> {
    const { url, token } = this.#server;
    const client = new RegistryClient({ serverUrl: url, credential: { kind: 'token', token } });
    const jobs = jobsFor(client);
    const ranDry = Promise.withResolvers<void>();
    const queue = new TransferQueue({
      clock: systemClock,
      newId: () => randomUUID(),
      limits: () => engineLimits,
      random: Math.random,
      patience: 0,
      memory: noMemory,
      log: { info: () => undefined, warn: console.warn, error: console.error },
      listener: {
        changed: () => undefined,
        removed: () => undefined,
        settled: () => undefined,
        ranDry: () => ranDry.resolve(),
      },
    });
    const measured = await measure(async () => {
      queue.add(jobs);
      await ranDry.promise;
    });
    client.destroy();
    const failed = queue.snapshot().find(({ state }) => state !== 'done');
    if (failed !== undefined) {
      throw new Error(`${failed.localName}: ${failed.state} ${JSON.stringify(failed.failure)}`);
    }
    return measured;
  }
}

async function measure(work: () => Promise<void>): Promise<Measured> {
  const before = process.memoryUsage.rss();
  let largest = before;
  const sampling = setInterval(() => {
    largest = Math.max(largest, process.memoryUsage.rss());
  }, memoryInterval);
  const loop = monitorEventLoopDelay({ resolution: loopResolution });
  loop.enable();
  const start = performance.now();
  const processorStart = process.cpuUsage();
  await work();
  const { user, system } = process.cpuUsage(processorStart);
  const seconds = (performance.now() - start) / 1000;
  loop.disable();
  clearInterval(sampling);
  // What the histogram counts begins with its own waiting.
  const blocked = Math.max(0, loop.max / 1e6 - loopResolution);
  return { seconds, processorSeconds: (user + system) / 1e6, blocked, memory: largest - before };
}
