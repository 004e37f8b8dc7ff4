import assert from 'node:assert/strict';
import { mkdir, readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { VersionCoordinates } from '../../../shared/coordinates.ts';
import { sha256Of } from '../../registry-by-hand.ts';
import type { FaultWorld } from '../fault-case.ts';
import { startCommand } from './command-line.ts';
import type { KillSubject } from './kill-chain.ts';
import type { Witness } from './witness.ts';

/** Sizes at which the way changes: nothing, one piece, Expect, several pieces. */
const sizes: Readonly<Record<string, number>> = {
  'empty.txt': 0,
  'small.bin': 70_000,
  'large.bin': 1_500_000,
  'larger.bin': 5_000_000,
};

/** Files to be published, by name. */
export async function writeSources(world: FaultWorld): Promise<ReadonlyMap<string, Buffer>> {
  const files = new Map<string, Buffer>();
  for (const [name, size] of Object.entries(sizes)) {
    const bytes = world.random.bytes(size);
    await world.source(join('src', name), bytes);
    files.set(name, bytes);
  }
  return files;
}

function hashesOf(files: ReadonlyMap<string, Buffer>): Map<string, string> {
  return new Map([...files].map(([name, bytes]) => [name, sha256Of(bytes)]));
}

/** Every file that has its final name is whole, and no file is there twice. */
export async function checkFolder(
  folder: string,
  files: ReadonlyMap<string, Buffer>,
  isEnd: boolean,
): Promise<void> {
  const names = await readdir(folder).catch((): string[] => []);
  for (const name of names) {
    if (name.includes('.teapart') && !isEnd) continue;
    const bytes = files.get(name);
    assert.ok(bytes !== undefined, `${name} should not be there`);
    assert.ok((await readFile(join(folder, name))).equals(bytes), `${name} is not whole`);
  }
  if (isEnd) assert.deepEqual(names.sort(), [...files.keys()].sort());
}

/** What is listed is what was given; in the end all of it is listed. */
export async function checkListed(
  world: FaultWorld,
  { owner, packageName, version }: VersionCoordinates,
  files: ReadonlyMap<string, Buffer>,
  isEnd: boolean,
): Promise<void> {
  const listed = (await world.byHand.files(owner, packageName, version)) ?? new Map<string, string>();
  const hashes = hashesOf(files);
  for (const [name, sha256] of listed) assert.equal(sha256, hashes.get(name), `${name} is listed`);
  if (isEnd) assert.deepEqual([...listed.keys()].sort(), [...files.keys()].sort());
}

/** The command that publishes. */
export function publishing(
  world: FaultWorld,
  witness: Witness,
  files: ReadonlyMap<string, Buffer>,
): KillSubject {
  let version = world.newVersion();
  async function checkAnyMoment(): Promise<void> {
    await checkListed(world, version, files, false);
    assert.deepEqual(witness.sentAgain, [], 'an upload that had arrived was sent again');
  }
  return {
    begin: async () => {
      version = world.newVersion();
    },
    start: (how) => {
      const isUsable = witness.nextRequest();
      const source = join(world.folder, 'src');
      return { run: startCommand(world, 'publish', witness.url, version, [source], how), isUsable };
    },
    checkAnyMoment,
    checkEnd: async () => {
      await checkAnyMoment();
      await checkListed(world, version, files, true);
    },
  };
}

/** The command that downloads; the version is on the server already. */
export function downloading(
  world: FaultWorld,
  witness: Witness,
  version: VersionCoordinates,
  files: ReadonlyMap<string, Buffer>,
): KillSubject {
  let number = 0;
  let folder = '';
  return {
    begin: async () => {
      number += 1;
      folder = join(world.folder, `out-${number}`);
      await mkdir(folder);
    },
    start: (how) => {
      const isUsable = witness.nextRequest();
      return {
        run: startCommand(world, 'download', witness.url, version, ['--to', folder], how),
        isUsable,
      };
    },
    checkAnyMoment: () => checkFolder(folder, files, false),
    checkEnd: () => checkFolder(folder, files, true),
  };
}
