import { createHash, randomBytes } from 'node:crypto';
import nodeDisk, { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { FileCoordinates } from '../../../../shared/coordinates.ts';
import { succeeded } from '../../../../shared/outcome.ts';
import type { SeenFile } from '../../../../shared/transfer.ts';
import { HashService } from '../../../local-files/hash-service.ts';
import { referenceTo } from '../../../local-files/local-file-reference.ts';
import { quickClock } from '../../../testing/clocks.ts';
import type { MemoryRegistry } from '../../../testing/memory-registry.ts';
import { EqualContent } from '../../equal-content.ts';
import type { ReplaceWork } from '../../journal/transfer-record.ts';
import type { DiskCalls } from '../../part-file.ts';
import { SplitManifests } from '../../split/split-manifests.ts';
import type { TransferEnd } from '../../transfer-job.ts';
import { VersionListings } from '../../version-listings.ts';
import { Replace } from '../replace.ts';
import { newReplaceWork } from '../replace-state.ts';
import { ReplaceTurns } from '../replace-turns.ts';

export const coordinates: FileCoordinates = {
  owner: 'crew',
  packageName: 'kettle',
  version: '1.4.2',
  fileName: 'kettle.bin',
};
export const beside: FileCoordinates = { ...coordinates, fileName: 'lid.bin' };
export const oldBytes = randomBytes(1_300_000);
export const newBytes = randomBytes(900_000);

export function sha256Of(bytes: Buffer): string {
  return createHash('sha256').update(bytes).digest('hex');
}

/** A folder with a new file, a registry with an old one, and what a journal would keep. */
export class ReplaceBench {
  readonly folder: string;
  readonly registry: MemoryRegistry;
  readonly newPath: string;
  /** What was written down last; null before anything was. */
  remembered: ReplaceWork | null = null;
  /** Whether the journal takes what is to be written down. */
  canRemember = true;
  disk: DiskCalls = nodeDisk;
  readonly #turns = new ReplaceTurns();

  private constructor(folder: string, registry: MemoryRegistry) {
    this.folder = folder;
    this.registry = registry;
    this.newPath = join(folder, 'kettle.bin');
  }

  static async with(registry: MemoryRegistry): Promise<ReplaceBench> {
    const bench = new ReplaceBench(await mkdtemp(join(tmpdir(), 'tea-chest-replace-')), registry);
    await writeFile(bench.newPath, newBytes);
    return bench;
  }

  async dispose(): Promise<void> {
    await rm(this.folder, { recursive: true, force: true });
  }

  get keptFolder(): string {
    return join(this.folder, 'replaced');
  }

  /** The file as it is listed now. */
  async seen(of = coordinates): Promise<SeenFile> {
    const listed = await this.registry.listFiles(of);
    const file = listed.ok ? listed.value.files.find(({ fileName }) => fileName === of.fileName) : undefined;
    if (file === undefined) throw new Error('nothing to be replaced');
    return { id: file.id, sha256: file.sha256 };
  }

  async work(seen?: SeenFile): Promise<ReplaceWork> {
    const file = await referenceTo(this.newPath);
    if (!file.ok) throw new Error('no new file');
    return newReplaceWork(file.value, seen ?? (await this.seen()), 'holder');
  }

  /** A job in a process of its own: nothing but the work is known. */
  job(work: ReplaceWork, of = coordinates): Replace {
    const clock = quickClock();
    const hashes = new HashService();
    return new Replace(
      {
        clientFor: async () => succeeded(this.registry),
        listings: new VersionListings(clock),
        hashes,
        equalContent: new EqualContent(),
        manifests: new SplitManifests(),
        disk: this.disk,
        clock,
        random: () => 0,
        keptFolder: this.keptFolder,
        turns: this.#turns,
      },
      { accountId: 'a', coordinates: of, work },
    );
  }

  /** Runs a job; what it has written down is kept as a journal would. */
  run(job: Replace, signal: AbortSignal = new AbortController().signal): Promise<TransferEnd> {
    return job.run(
      {
        state: () => undefined,
        transferred: () => undefined,
        size: () => undefined,
        localName: () => undefined,
        remember: async () => {
          if (this.canRemember) this.remembered = job.work();
          return this.canRemember;
        },
      },
      signal,
    );
  }

  /** Every file in the folder of old ones. */
  async kept(): Promise<Buffer[]> {
    const files: Buffer[] = [];
    for (const holder of await readdir(this.keptFolder).catch((): string[] => [])) {
      const folder = join(this.keptFolder, holder);
      for (const name of await readdir(folder)) files.push(await readFile(join(folder, name)));
    }
    return files;
  }

  async keepsOldBytes(): Promise<boolean> {
    return (await this.kept()).some((bytes) => bytes.equals(oldBytes));
  }
}
