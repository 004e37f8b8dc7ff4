import { createHash, randomBytes } from 'node:crypto';
import { mkdir, open, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { VersionCoordinates } from '../../shared/coordinates.ts';
import type { RegistryByHand } from '../registry-by-hand.ts';
import type { ServerUnderTest } from '../server-under-test.ts';
import { type Curl, checkSum } from './curl.ts';
import { type Engine, engineLimits, type Measured } from './engine.ts';

export interface Sizes {
  /** Bytes of the large file; whole MiB. */
  readonly large: number;
  readonly smallFiles: number;
  /** Bytes of each small file. */
  readonly small: number;
}

/** One round of one kind of work: seconds of curl, by what it was made to do, and ours. */
export interface Round {
  readonly curl: Readonly<Record<string, number>>;
  readonly ours: Measured;
}

export interface Work {
  readonly name: string;
  /** The ratio to reach beside each thing that curl is made to do. */
  readonly goals: Readonly<Record<string, number>>;
  /** What all rounds share. */
  prepare(): Promise<void>;
  round(): Promise<Round>;
}

export interface WorkParts {
  readonly server: ServerUnderTest;
  readonly registry: RegistryByHand;
  readonly engine: Engine;
  readonly curl: Curl;
  /** A folder to throw away. */
  readonly folder: string;
  readonly packageName: string;
  readonly sizes: Sizes;
}

const mebibyte = 1024 * 1024;

/** What is measured. Each round has content of its own, because servers store what they know already in no time. */
export function allWork(parts: WorkParts): Work[] {
  return [largeUp(parts), largeDown(parts), smallUp(parts), smallDown(parts)];
}

function largeUp(parts: WorkParts): Work {
  const path = join(parts.folder, 'large.bin');
  const version = versionOf(parts, 'large-up');
  return {
    name: `${describeBytes(parts.sizes.large)} up`,
    goals: { 'curl -T': parts.server.isReal ? 1.05 : 1.3 },
    async prepare() {
      await writeLarge(path, parts.sizes.large);
    },
    async round() {
      await stamp(path);
      const curl = await seconds(() =>
        parts.curl.upload([{ path, url: urlOf(parts, version, 'large.bin') }], 1),
      );
      await forget(parts, version);
      await stamp(path);
      const ours = await parts.engine.upload(version, [path]);
      await forget(parts, version);
      return { curl: { 'curl -T': curl }, ours };
    },
  };
}

function largeDown(parts: WorkParts): Work {
  const path = join(parts.folder, 'large.bin');
  const version = versionOf(parts, 'large-down');
  const folder = join(parts.folder, 'large-down');
  const transfer = { path: join(folder, 'by-curl.bin'), url: urlOf(parts, version, 'large.bin') };
  let sha256 = '';
  return {
    name: `${describeBytes(parts.sizes.large)} down`,
    goals: { 'curl -o': 1.3, 'curl -o, sha256sum -c': 0.6 },
    async prepare() {
      sha256 = await writeLarge(path, parts.sizes.large);
      await parts.curl.upload([{ path, url: transfer.url }], 1);
    },
    async round() {
      await emptyFolder(folder);
      const plain = await seconds(() => parts.curl.download([transfer], 1));
      await emptyFolder(folder);
      const checked = await seconds(async () => {
        await parts.curl.download([transfer], 1);
        await checkSum(transfer.path, sha256);
      });
      await emptyFolder(folder);
      const ours = await parts.engine.download(version, ['large.bin'], folder);
      await rm(folder, { recursive: true });
      return { curl: { 'curl -o': plain, 'curl -o, sha256sum -c': checked }, ours };
    },
  };
}

function smallUp(parts: WorkParts): Work {
  const version = versionOf(parts, 'small-up');
  const folder = join(parts.folder, 'small-up');
  return {
    name: `${describeSmall(parts.sizes)} up`,
    goals: { 'curl --parallel -T': 1 },
    prepare: () => Promise.resolve(),
    async round() {
      const first = await writeSmall(folder, parts.sizes);
      const transfers = first.map((name) => ({ path: join(folder, name), url: urlOf(parts, version, name) }));
      const curl = await seconds(() => parts.curl.upload(transfers, engineLimits.publish));
      await forget(parts, version);
      await writeSmall(folder, parts.sizes);
      const ours = await parts.engine.upload(version, [folder]);
      await forget(parts, version);
      return { curl: { 'curl --parallel -T': curl }, ours };
    },
  };
}

function smallDown(parts: WorkParts): Work {
  const version = versionOf(parts, 'small-down');
  const folder = join(parts.folder, 'small-down');
  let names: string[] = [];
  return {
    name: `${describeSmall(parts.sizes)} down`,
    goals: { 'curl --parallel -o': 1 },
    async prepare() {
      names = await writeSmall(folder, parts.sizes);
      const transfers = names.map((name) => ({ path: join(folder, name), url: urlOf(parts, version, name) }));
      await parts.curl.upload(transfers.slice(0, 1), 1);
      await parts.curl.upload(transfers.slice(1), engineLimits.publish);
    },
    async round() {
      await emptyFolder(folder);
      const transfers = names.map((name) => ({ path: join(folder, name), url: urlOf(parts, version, name) }));
      const curl = await seconds(() => parts.curl.download(transfers, engineLimits.download));
      await emptyFolder(folder);
      const ours = await parts.engine.download(version, names, folder);
      return { curl: { 'curl --parallel -o': curl }, ours };
    },
  };
}

function versionOf({ server, packageName }: WorkParts, version: string): VersionCoordinates {
  return { owner: server.owner, packageName, version };
}

function urlOf({ server }: WorkParts, version: VersionCoordinates, fileName: string): string {
  return `${server.url}/api/packages/${version.owner}/generic/${version.packageName}/${version.version}/${fileName}`;
}

async function forget({ registry }: WorkParts, version: VersionCoordinates): Promise<void> {
  await registry.deleteVersion(version.owner, version.packageName, version.version);
}

async function seconds(work: () => Promise<void>): Promise<number> {
  const start = performance.now();
  await work();
  return (performance.now() - start) / 1000;
}

/** Random bytes, and their sha256. */
async function writeLarge(path: string, size: number): Promise<string> {
  const hash = createHash('sha256');
  const block = randomBytes(mebibyte);
  await using file = await open(path, 'w');
  for (let at = 0; at < size; at += mebibyte) {
    block.writeDoubleLE(at);
    hash.update(block);
    await file.write(block);
  }
  await file.sync();
  return hash.digest('hex');
}

/** Makes a file's content new without writing it all again. */
async function stamp(path: string): Promise<void> {
  await using file = await open(path, 'r+');
  await file.write(randomBytes(16), 0, 16, 0);
  await file.sync();
}

async function writeSmall(folder: string, { smallFiles, small }: Sizes): Promise<string[]> {
  await emptyFolder(folder);
  const names = Array.from(
    { length: smallFiles },
    (_, number) => `file-${String(number).padStart(5, '0')}.bin`,
  );
  for (const name of names) await writeFile(join(folder, name), randomBytes(small));
  return names;
}

async function emptyFolder(folder: string): Promise<void> {
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder);
}

function describeBytes(bytes: number): string {
  if (bytes % (1024 * mebibyte) === 0) return `${bytes / 1024 / mebibyte} GiB`;
  return bytes % mebibyte === 0 ? `${bytes / mebibyte} MiB` : `${bytes / 1024} KiB`;
}

function describeSmall({ smallFiles, small }: Sizes): string {
  return `${smallFiles} × ${describeBytes(small)}`;
}
