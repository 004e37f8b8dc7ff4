import assert from 'node:assert/strict';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { Transfer } from '../../../shared/transfer.ts';
import { sha256Of } from '../../registry-by-hand.ts';
import type { FaultWorld } from '../fault-case.ts';
import type { KillSubject } from './kill-chain.ts';
import { startProgram } from './program.ts';
import type { Witness } from './witness.ts';

const program = new URL('replace-program.ts', import.meta.url);

const Settled = z.object({
  step: z.literal('settled'),
  transfers: z.array(
    Transfer.pick({ id: true, state: true, failure: true, oldFile: true }).extend({
      version: z.string(),
      fileName: z.string(),
    }),
  ),
});

/** A file by its name: what is on the server at first, and what is to take its place. */
interface Replaced {
  readonly old: Buffer;
  readonly next: Buffer;
}

async function filesBelow(folder: string): Promise<Buffer[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []);
  return Promise.all(
    entries.filter((entry) => entry.isFile()).map((entry) => readFile(join(entry.parentPath, entry.name))),
  );
}

/**
 * The app replacing the only file of one version and one of two in another. `isRefused`: the server takes none of the
 * new ones.
 */
export function replacing(
  world: FaultWorld,
  witness: Witness,
  packageName: string,
  isRefused: boolean,
): KillSubject {
  const { owner, token } = world.server;
  const files: ReadonlyMap<string, Replaced> = new Map([
    ['kettle.bin', { old: world.random.bytes(400_000), next: world.random.bytes(1_400_000) }],
  ]);
  const lid = world.random.bytes(10_000);
  let number = 0;
  let profile = '';
  let versions: readonly string[] = [];

  /** Every file is the old one or the new one, or nowhere but in the profile. */
  async function checkAnyMoment(): Promise<void> {
    const kept = await filesBelow(join(profile, 'data', 'replaced'));
    for (const version of versions) {
      const listed = (await world.byHand.files(owner, packageName, version)) ?? new Map<string, string>();
      for (const [name, { old, next }] of files) {
        const sha256 = listed.get(name);
        if (sha256 === undefined) {
          assert.ok(
            kept.some((bytes) => bytes.equals(old)),
            `${name} of ${version} is neither on the server nor kept`,
          );
        } else {
          assert.ok(
            [old, next].some((bytes) => sha256Of(bytes) === sha256),
            `${name} of ${version} is neither the old nor the new one`,
          );
        }
      }
      if (version.startsWith('two')) assert.equal(listed.get('lid.bin'), sha256Of(lid));
    }
    assert.deepEqual(
      witness.sentAgain.map(({ path }) => path),
      [],
    );
  }

  return {
    begin: async () => {
      number += 1;
      profile = join(world.folder, `profile-${number}`);
      versions = [`one-${number}`, `two-${number}`];
      for (const [name, { next }] of files) await world.source(join('src', name), next);
      for (const version of versions) {
        for (const [name, { old }] of files) {
          await world.byHand.put(owner, packageName, version, name, old);
        }
        if (version.startsWith('two')) await world.byHand.put(owner, packageName, version, 'lid.bin', lid);
      }
    },
    start: (how) => {
      const words = [profile, witness.url, owner, packageName, join(world.folder, 'src'), ...versions];
      const environment = { TEA_CHEST_TOKEN: token, NODE_COMPILE_CACHE: join(world.folder, 'compiled') };
      const run = startProgram(program, words, { environment, ...how });
      const isUsable = new Promise<void>((resolve) => {
        run.child.stdout?.once('data', () => resolve());
      });
      return { run, isUsable };
    },
    checkAnyMoment,
    checkEnd: async (output) => {
      await checkAnyMoment();
      const last = output.split('\n').findLast((line) => line.endsWith('}')) ?? '';
      const { transfers } = Settled.parse(JSON.parse(last));
      assert.equal(transfers.length, versions.length * files.size);
      for (const { version, fileName, state, failure, oldFile } of transfers) {
        const isGood = isRefused
          ? state === 'failed' && (oldFile === 'back' || oldFile === 'there')
          : (state === 'done' && oldFile === 'replaced') || state === 'skipped';
        assert.ok(isGood, `${version} ${fileName}: ${state}, old ${oldFile}, ${JSON.stringify(failure)}`);
      }
      for (const version of versions) {
        const expected = new Map(
          [...files].map(([name, { old, next }]) => [name, sha256Of(isRefused ? old : next)]),
        );
        if (version.startsWith('two')) expected.set('lid.bin', sha256Of(lid));
        assert.deepEqual(await world.byHand.files(owner, packageName, version), expected);
      }
      assert.deepEqual(await filesBelow(join(profile, 'data', 'replaced')), []);
    },
  };
}
