import assert from 'node:assert/strict';
import type { FaultCase, FaultWorld } from '../fault-case.ts';
import { app } from './app-subject.ts';
import { downloading, publishing, writeSources } from './command-line-subjects.ts';
import { type KillPlan, type KillSubject, killAgainAndAgain } from './kill-chain.ts';
import { replacing } from './replace-subject.ts';
import { Witness } from './witness.ts';

/** Half a second a kill, on a computer that does something else as well. */
const secondsPerKill = 6;

/** Fewer than these are no figure. */
const fewKills = 50;

/** Milliseconds. */
const mostUntilUsable = 2000;

async function witnessed(world: FaultWorld): Promise<Witness> {
  const witness = await Witness.before(world.server.url);
  world.atEnd(() => witness.close());
  return witness;
}

async function killIn(world: FaultWorld, what: string, subject: KillSubject, plan: KillPlan): Promise<void> {
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
  await killIn(world, 'command line publishing', publishing(world, witness, files), plan);
}

async function killDownloading(world: FaultWorld, plan: KillPlan): Promise<void> {
  const witness = await witnessed(world);
  const files = await writeSources(world);
  const version = world.newVersion();
  for (const [name, bytes] of files) {
    await world.byHand.put(version.owner, version.packageName, version.version, name, bytes);
  }
  await killIn(world, 'command line downloading', downloading(world, witness, version, files), plan);
}

async function killApp(world: FaultWorld, plan: KillPlan): Promise<void> {
  const witness = await witnessed(world);
  const files = await writeSources(world);
  const { owner, packageName, version } = world.newVersion();
  for (const [name, bytes] of files) await world.byHand.put(owner, packageName, version, name, bytes);
  await killIn(world, 'the app', app(world, witness, version, packageName, files), plan);
}

/** Each of these is a step of a replacement, or stands beside one. */
const replaceSteps = /^(?:network end of request|network answer|database run) /;

async function killReplacing(world: FaultWorld, isRefused: boolean, plan: KillPlan): Promise<void> {
  const witness = await witnessed(world);
  if (isRefused) witness.mostBytes = 1_000_000;
  const { packageName } = world.newVersion();
  const what = isRefused ? 'the app replacing in vain' : 'the app replacing';
  await killIn(world, what, replacing(world, witness, packageName, isRefused), plan);
}

/** What is killed, how often at random in a run of usual length, and how often more in a long one. */
const subjects = [
  { what: 'the app', kill: killApp, usual: 100, more: 150 },
  { what: 'the command line publishing', kill: killPublishing, usual: 50, more: 75 },
  { what: 'the command line downloading', kill: killDownloading, usual: 50, more: 75 },
] as const;

/** Named points of one subject; each is a kill as well. */
const mostPoints = 50;

/** Calls of a replacement that are a step each; each is a kill as well. */
const replaceCalls = 200;

/** Rows 67 and 86: SIGKILL at any moment, and what is found when the same is done again. */
export const killCases: readonly FaultCase[] = [
  {
    row: 67,
    name: 'the app, killed once',
    when: 'short',
    run: (world) => killApp(world, { random: 1, atEachPoint: false }),
  },
  ...subjects.flatMap(({ what, kill, usual, more }): FaultCase[] => [
    {
      row: 67,
      name: `${what}, killed at each of its points and ${usual} times at random`,
      when: 'always',
      limit: (usual + mostPoints) * secondsPerKill,
      run: (world) => kill(world, { random: usual, atEachPoint: true }),
    },
    {
      row: 67,
      name: `${what}, killed ${more} times more at random`,
      when: 'long',
      limit: more * secondsPerKill,
      run: (world) => kill(world, { random: more, atEachPoint: false }),
    },
  ]),
  {
    row: 86,
    name: 'the app, killed once while it replaces',
    when: 'short',
    run: (world) => killReplacing(world, false, { random: 1, atEachPoint: false }),
  },
  ...[false, true].flatMap((isRefused): FaultCase[] => {
    const what = isRefused ? 'the app, replacing in vain' : 'the app, replacing';
    return [
      {
        row: 86,
        name: `${what}, killed at each of its steps and 50 times at random`,
        when: 'always',
        limit: (replaceCalls + 50) * secondsPerKill,
        run: (world) =>
          killReplacing(world, isRefused, { random: 50, atEachPoint: true, atEveryCallOf: replaceSteps }),
      },
      {
        row: 86,
        name: `${what}, killed 75 times more at random`,
        when: 'long',
        limit: 75 * secondsPerKill,
        run: (world) => killReplacing(world, isRefused, { random: 75, atEachPoint: false }),
      },
    ];
  }),
];
