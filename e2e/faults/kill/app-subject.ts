import assert from 'node:assert/strict';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { checksumLines, usualChecksumsName } from '../../../shared/checksum-lines.ts';
import { Transfer } from '../../../shared/transfer.ts';
import { sha256Of } from '../../registry-by-hand.ts';
import type { FaultWorld } from '../fault-case.ts';
import { checkFolder, checkListed } from './command-line-subjects.ts';
import type { KillSubject } from './kill-chain.ts';
import { startProgram } from './program.ts';
import type { Witness } from './witness.ts';

const program = new URL('app-program.ts', import.meta.url);

const Step = z.object({
  step: z.enum(['started', 'acknowledged', 'settled']),
  transfers: z.array(
    Transfer.pick({ id: true, direction: true, state: true, failure: true }).extend({ fileName: z.string() }),
  ),
});
type Step = z.infer<typeof Step>;

/** The steps that a run told of; of a killed one the last line may be half there. */
function stepsOf(output: string): Step[] {
  return output
    .split('\n')
    .filter((line) => line.endsWith('}'))
    .map((line) => Step.parse(JSON.parse(line)));
}

/** Everything that was asked for is there once: what was acknowledged, and nothing twice. */
function checkEntries({ step, transfers }: Step, acknowledged: ReadonlySet<string>, files: number): void {
  const ids = new Set(transfers.map(({ id }) => id));
  assert.equal(ids.size, transfers.length, `${step}: an entry is there twice`);
  const names = transfers.map(({ direction, fileName }) => `${direction} ${fileName}`);
  assert.equal(new Set(names).size, names.length, `${step}: a transfer is there twice: ${names.join(', ')}`);
  const lost = [...acknowledged].filter((id) => !ids.has(id));
  assert.deepEqual(lost, [], `${step}: entries are lost`);
  for (const [direction, whole] of [
    ['publish', files + 1],
    ['download', files],
  ] as const) {
    const count = transfers.filter((transfer) => transfer.direction === direction).length;
    assert.ok(count === 0 || count === whole, `${step}: ${count} of ${whole} to ${direction} are there`);
  }
}

/** Files and the list of their checksums, as they have to be in the end. */
function withChecksums(files: ReadonlyMap<string, Buffer>): Map<string, Buffer> {
  const listed = [...files].map(([fileName, bytes]) => ({ fileName, sha256: sha256Of(bytes) }));
  return new Map([...files, [usualChecksumsName, Buffer.from(checksumLines(listed))]]);
}

/** The app publishing one version, its list of checksums last, and downloading another at the same time. */
export function app(
  world: FaultWorld,
  witness: Witness,
  down: string,
  packageName: string,
  files: ReadonlyMap<string, Buffer>,
): KillSubject {
  const published = withChecksums(files);
  let number = 0;
  let profile = '';
  let up = '';
  let acknowledged = new Set<string>();

  async function downloadFolders(): Promise<string[]> {
    const downloads = join(profile, 'downloads');
    const names = await readdir(downloads).catch((): string[] => []);
    return names.map((name) => join(downloads, name));
  }

  async function checkAnyMoment(output: string): Promise<void> {
    for (const step of stepsOf(output)) {
      if (step.step === 'acknowledged') for (const { id } of step.transfers) acknowledged.add(id);
      else checkEntries(step, acknowledged, files.size);
    }
    for (const folder of await downloadFolders()) await checkFolder(folder, files, false);
    const version = { owner: world.server.owner, packageName, version: up };
    await checkListed(world, version, published, false);
    const there = await world.byHand.files(version.owner, packageName, up);
    if (there?.has(usualChecksumsName) === true) {
      assert.equal(there.size, published.size, 'a list of checksums tells of files that are not there');
    }
    assert.deepEqual(witness.sentAgain, [], 'an upload that had arrived was sent again');
  }

  return {
    begin: async () => {
      number += 1;
      up = `up-${number}`;
      profile = join(world.folder, `profile-${number}`);
      acknowledged = new Set();
    },
    start: (how) => {
      const { owner, token } = world.server;
      const words = [profile, witness.url, owner, packageName, up, down, join(world.folder, 'src')];
      const environment = { TEA_CHEST_TOKEN: token, NODE_COMPILE_CACHE: join(world.folder, 'compiled') };
      const run = startProgram(program, words, { environment, ...how });
      const isUsable = new Promise<void>((resolve) => {
        run.child.stdout?.once('data', () => resolve());
      });
      return { run, isUsable };
    },
    checkAnyMoment,
    checkEnd: async (output) => {
      const settled = stepsOf(output).find(({ step }) => step === 'settled');
      assert.equal(settled?.transfers.length, published.size + files.size);
      for (const { direction, fileName, state, failure } of settled?.transfers ?? []) {
        const isGood = state === 'done' || state === 'skipped';
        assert.ok(isGood, `${direction} of ${fileName}: ${state} ${JSON.stringify(failure)}`);
      }
      await checkListed(world, { owner: world.server.owner, packageName, version: up }, published, true);
      const folders = [];
      for (const folder of await downloadFolders()) {
        if ((await readdir(folder)).length > 0) folders.push(folder);
      }
      assert.equal(folders.length, 1, `downloads are in ${folders.join(', ')}`);
      for (const folder of folders) await checkFolder(folder, files, true);
    },
  };
}
