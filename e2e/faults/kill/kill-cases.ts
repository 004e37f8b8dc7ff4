import assert from 'node:assert/strict';
import type { FaultCase, FaultWorld } from '../fault-case.ts';
import { app } from './app-subject.ts';
import { downloading, publishing, writeSources } from './command-line-subjects.ts';
import { type KillPlan, type KillSubject, killAgainAndAgain } from './kill-chain.ts';
import { Witness } from './witness.ts';

/** Half a second a kill, on a computer that does something else as well. */
const secondsPerKill = 3;

/** Fewer than these are no figure. */
const fewKills = 50;

/** Milliseconds. */
const mostUntilUsable = 2000;

async function witnessed(world: FaultWorld): Promise<Witness> {
  const witness = await Witness.before(world.server.url);
  world.atEnd(() => witness.close());
  return witness;
}

async function kill(world: FaultWorld, what: string, subject: KillSubject, plan: KillPlan): Promise<void> {
  const { kills, points, usableAfter } = await killAgainAndAgain(
    subject,
    plan,
    world.random,
    `${world.folder}/points.txt`,
  );
  assert.ok(usableAfter.middle <= mostUntilUsable, `usable again after ${usableAfter.middle} ms`);
  world.tries(kills);
  if (plan.random < fewKills) return;
  world.figure(
    1,
    `kill, ${what}: ${kills} SIGKILLs, ${points.size} named points among them; 0 damaged files, 0 lost or doubled ` +
      'transfers, 0 uploads sent again that had arrived; usable again after ' +
      `${Math.round(usableAfter.middle)} ms, at most ${Math.round(usableAfter.slowest)} ms`,
  );
}

async function killPublishing(world: FaultWorld, plan: KillPlan): Promise<void> {
  const witness = await witnessed(world);
  const files = await writeSources(world);
  await kill(world, 'command line publishing', publishing(world, witness, files), plan);
}

async function killDownloading(world: FaultWorld, plan: KillPlan): Promise<void> {
  const witness = await witnessed(world);
  const files = await writeSources(world);
  const version = world.newVersion();
  for (const [name, bytes] of files) {
    await world.byHand.put(version.owner, version.packageName, version.version, name, bytes);
  }
  await kill(world, 'command line downloading', downloading(world, witness, version, files), plan);
}

async function killApp(world: FaultWorld, plan: KillPlan): Promise<void> {
  const witness = await witnessed(world);
  const files = await writeSources(world);
  const { owner, packageName, version } = world.newVersion();
  for (const [name, bytes] of files) await world.byHand.put(owner, packageName, version, name, bytes);
  await kill(world, 'the app', app(world, witness, version, packageName, files), plan);
}

const subjects = [
  ['the app publishing and downloading', killApp],
  ['the command line publishing', killPublishing],
  ['the command line downloading', killDownloading],
] as const;

/** Row 67: SIGKILL at any moment, and what is found when the same is done again. */
export const killCases: readonly FaultCase[] = subjects.flatMap(([what, run]): FaultCase[] => [
  {
    row: 67,
    name: `${what}, killed three times`,
    when: 'short',
    run: (world) => run(world, { random: 3, atEachPoint: false }),
  },
  {
    row: 67,
    name: `${what}, killed at each point and 50 times at random`,
    when: 'always',
    limit: 80 * secondsPerKill,
    run: (world) => run(world, { random: 50, atEachPoint: true }),
  },
  {
    row: 67,
    name: `${what}, killed 170 times at random`,
    when: 'long',
    limit: 170 * secondsPerKill,
    run: (world) => run(world, { random: 170, atEachPoint: false }),
  },
]);
