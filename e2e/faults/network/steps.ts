import assert from 'node:assert/strict';
import { mkdir, readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { VersionCoordinates } from '../../../shared/coordinates.ts';
import type { Transfer } from '../../../shared/transfer.ts';
import type { FaultyProxy, ProxyFault } from '../../faulty-proxy.ts';
import { sha256Of } from '../../registry-by-hand.ts';
import type { Engine, EngineOptions } from '../engine.ts';
import type { FaultWorld } from '../fault-case.ts';

/** A file of a test: what is sent, or what is on the server. */
export interface Sample {
  readonly version: VersionCoordinates;
  readonly fileName: string;
  readonly bytes: Buffer;
  readonly sha256: string;
}

export const megabytes = 1_000_000;

export function sample(world: FaultWorld, size: number, fileName = 'kettle.bin'): Sample {
  const bytes = world.random.bytes(size);
  return { version: world.newVersion(), fileName, bytes, sha256: sha256Of(bytes) };
}

/** A file that the server has. */
export async function stored(world: FaultWorld, size: number, fileName = 'kettle.bin'): Promise<Sample> {
  const file = sample(world, size, fileName);
  await putByHand(world, file);
  return file;
}

export function putByHand(world: FaultWorld, { version, fileName, bytes }: Sample): Promise<void> {
  return world.byHand.put(version.owner, version.packageName, version.version, fileName, bytes);
}

/** One download through a proxy that has the faults. */
export interface ProxiedRun {
  readonly proxy: FaultyProxy;
  readonly engine: Engine;
  readonly id: string;
  readonly file: Sample;
}

export interface ProxiedDownload extends ProxiedRun {
  /** Where the file goes, a folder with nothing else. */
  readonly to: string;
}

export async function startDownload(
  world: FaultWorld,
  file: Sample,
  faults: readonly ProxyFault[],
  options: EngineOptions = {},
): Promise<ProxiedDownload> {
  const proxy = await world.proxy();
  proxy.faults = [...faults];
  const engine = world.engine({ url: proxy.url, ...options });
  const to = await folder(world);
  const [id = ''] = engine.download(file.version, [file.fileName], to);
  return { proxy, engine, id, to, file };
}

export async function startUpload(
  world: FaultWorld,
  file: Sample,
  faults: readonly ProxyFault[],
  options: EngineOptions = {},
): Promise<ProxiedRun> {
  const proxy = await world.proxy();
  proxy.faults = [...faults];
  const engine = world.engine({ url: proxy.url, ...options });
  const path = await world.source(join('from', new URL(proxy.url).port, file.fileName), file.bytes);
  const [id = ''] = await engine.publish(file.version, [path]);
  return { proxy, engine, id, file };
}

/** A new empty folder. */
export async function folder(world: FaultWorld, name = 'to'): Promise<string> {
  const path = join(world.folder, name);
  await mkdir(path);
  return path;
}

/** The download is done, verified, and the file alone is there. */
export async function expectDownloaded({ engine, id, file, to }: ProxiedDownload): Promise<void> {
  expectState(await engine.end(id), 'done');
  assert.equal(engine.transfer(id).sha256, file.sha256);
  await expectFile(to, file);
}

export async function expectFile(to: string, { fileName, bytes }: Sample): Promise<void> {
  assert.deepEqual(await readdir(to), [fileName]);
  assert.ok((await readFile(join(to, fileName))).equals(bytes), 'other bytes than were published');
}

/** The upload is done and the server has the very bytes. */
export async function expectUploaded(world: FaultWorld, { engine, id, file }: ProxiedRun): Promise<void> {
  expectState(await engine.end(id), 'done');
  assert.equal(engine.transfer(id).sha256, file.sha256);
  await expectStored(world, file);
}

export async function expectStored(
  world: FaultWorld,
  { version, fileName, sha256, bytes }: Sample,
): Promise<void> {
  const { owner, packageName } = version;
  const files = await world.byHand.files(owner, packageName, version.version);
  assert.deepEqual([...(files ?? [])], [[fileName, sha256]]);
  const there = await world.byHand.get(owner, packageName, version.version, fileName);
  assert.ok(there !== null && bytes.equals(there), 'other bytes on the server than were sent');
}

/** The server has no such version. */
export async function expectNothingStored(world: FaultWorld, { version }: Sample): Promise<void> {
  const { owner, packageName } = version;
  assert.equal(await world.byHand.files(owner, packageName, version.version), null);
}

/** It is in this state, for this reason. */
export function expectState(transfer: Transfer, state: Transfer['state'], reason?: string): void {
  const { state: was, failure } = transfer;
  const wanted = reason === undefined ? state : `${state} (${reason})`;
  const found = reason === undefined || failure === null ? was : `${was} (${failure.reason})`;
  assert.equal(found, wanted, `${was} ${JSON.stringify(failure)} instead of ${wanted}`);
}

/** Waits for the end and checks it. */
export async function expectFailed({ engine, id }: ProxiedRun, reason: string): Promise<Transfer> {
  const transfer = await engine.end(id);
  expectState(transfer, 'failed', reason);
  return transfer;
}

/** Nothing under the file's own name; what was left beside it is answered. */
export async function expectUnpublished(to: string, { fileName }: Sample): Promise<string[]> {
  const names = await readdir(to);
  assert.ok(!names.includes(fileName), `${fileName} is there`);
  return names;
}

/** That it waited for another try by itself, and why. */
export function expectWaited({ engine, id }: ProxiedRun, reason: string): void {
  const waited = engine.seen(id).filter(({ state }) => state === 'waiting');
  assert.ok(waited.length > 0, `never waited: ${describeSeen(engine, id)}`);
  assert.equal(waited[0]?.failure?.reason, reason, describeSeen(engine, id));
}

export function describeSeen(engine: Engine, id: string): string {
  return engine
    .seen(id)
    .map(({ state, failure }) => `${state}${failure === null ? '' : ` (${failure.reason})`}`)
    .join(', ');
}
