import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import type { SeededRandom } from '../seeded-random.ts';
import type { Kill, ProgramRun } from './program.ts';

/** Work that a program is killed in, and goes on with when it is started again. */
export interface KillSubject {
  /** Lays out fresh work. */
  begin(): Promise<void>;
  /** Starts the program on what is left of it; `isUsable` resolves when it is at work again. */
  start(how: { readonly fault: Kill | null; readonly tracePath?: string }): {
    readonly run: ProgramRun;
    readonly isUsable: Promise<unknown>;
  };
  /** What must hold at any moment, also of what the last run printed. */
  checkAnyMoment(output: string): Promise<void>;
  /** What must hold when the program has come to its end by itself. */
  checkEnd(output: string): Promise<void>;
}

/** What a number of kills came to. */
export interface KillTally {
  readonly kills: number;
  /** Kinds of calls, each before and after, at which the program was killed. */
  readonly points: ReadonlySet<string>;
  /** From the start after a kill until it was at work again, in milliseconds: the middle one and the slowest. */
  readonly usableAfter: { readonly middle: number; readonly slowest: number };
}

/** The points that a run passes which nobody disturbs, and how long it takes in milliseconds. */
interface Course {
  readonly points: readonly string[];
  readonly milliseconds: number;
}

/** Of a chain; then it comes to its end and is looked at, and the next one begins. */
const mostKillsOfOneChain = 4;

/** Points that are passed hundreds of times would leave none for the others. */
function nameOf(point: string): string {
  return point.replace(/ \d+$/, '');
}

async function courseOf(subject: KillSubject, tracePath: string): Promise<Course> {
  await subject.begin();
  const start = performance.now();
  const end = await subject.start({ fault: null, tracePath }).run.ended;
  assert.equal(end.code, 0, `undisturbed it ended with ${end.code}: ${end.errors}${end.output}`);
  await subject.checkEnd(end.output);
  const points = (await readFile(tracePath, 'utf8')).split('\n').filter((line) => line !== '');
  return { points, milliseconds: performance.now() - start };
}

export interface KillPlan {
  /** How many at random points and times. */
  readonly random: number;
  /** Whether the program is killed at each kind of call as well. */
  readonly atEachPoint: boolean;
  /** Kinds of which the program is killed at each single call; left out, at one of each kind. */
  readonly atEveryCallOf?: RegExp;
}

/**
 * Kills a program at each of its points, then at random ones and random times, and starts it again each time until its
 * work is done.
 */
export async function killAgainAndAgain(
  subject: KillSubject,
  plan: KillPlan,
  random: SeededRandom,
  tracePath: string,
): Promise<KillTally> {
  const course = await courseOf(subject, tracePath);
  const single = course.points.filter((point) => plan.atEveryCallOf?.test(point) === true);
  const untried = new Set([
    ...(plan.atEachPoint ? course.points.map((point) => nameOf(point)) : []),
    ...single,
  ]);
  const kills = plan.random + untried.size;
  const tried = new Set<string>();
  const waits: number[] = [];
  let killed = 0;

  function nextKill(): Kill {
    if (random.below(5) === 0) return { kind: 'after', milliseconds: random.below(course.milliseconds) };
    const [name] = untried.size > 0 ? untried : [nameOf(random.pick(course.points))];
    if (name !== undefined && /\d$/.test(name)) return { kind: 'point', point: name };
    const points = course.points.filter((point) => nameOf(point) === name);
    const point = random.pick(points);
    // A run that goes on from the middle passes fewer points, so the early ones are taken more often.
    const number = 1 + random.below(Number(/\d+$/.exec(point)?.[0] ?? 1));
    return { kind: 'point', point: `${name} ${number}` };
  }

  while (killed < kills || untried.size > 0) {
    await subject.begin();
    const history: string[] = [];
    for (let ofChain = 0; ; ofChain += 1) {
      const isLeft = killed < kills || untried.size > 0;
      const kill = ofChain < mostKillsOfOneChain && isLeft ? nextKill() : null;
      const start = performance.now();
      const { run, isUsable } = subject.start({ fault: kill });
      isUsable.then(
        () => ofChain > 0 && waits.push(performance.now() - start),
        () => undefined,
      );
      const end = await run.ended;
      const what =
        kill === null ? 'to its end' : kill.kind === 'point' ? kill.point : `${kill.milliseconds} ms`;
      history.push(what);
      try {
        if (kill?.kind === 'point' && (end.wasKilled || ofChain === 0)) {
          untried.delete(nameOf(kill.point));
          untried.delete(kill.point);
        }
        await subject.checkAnyMoment(end.output);
        if (end.wasKilled) {
          killed += 1;
          if (kill?.kind === 'point') tried.add(nameOf(kill.point));
          continue;
        }
        assert.equal(end.code, 0, `ended with ${end.code}: ${end.errors}${end.output}`);
        await subject.checkEnd(end.output);
        break;
      } catch (error) {
        const reason = error instanceof Error ? error.message : String(error);
        throw new assert.AssertionError({ message: `killed at: ${history.join('; ')}\n${reason}` });
      }
    }
  }
  waits.sort((one, other) => one - other);
  const usableAfter = { middle: waits[Math.floor(waits.length / 2)] ?? 0, slowest: waits.at(-1) ?? 0 };
  return { kills: killed, points: tried, usableAfter };
}
