import { describe, expect, it } from 'vitest';
import type { FileCoordinates } from '../../shared/coordinates.ts';
import { type Failure, failureReasons } from '../../shared/failure.ts';
import { type CopiedFrom, isSettled, type Transfer, type TransferId } from '../../shared/transfer.ts';
import { loggersTo } from '../log.ts';
import { ManualClock } from '../testing/clocks.ts';
import { newGeneratedWork } from './generated/generated-work.ts';
import { noMemory } from './journal/transfer-journal.ts';
import type { TransferWork } from './journal/transfer-record.ts';
import { retryRules } from './retry-rules.ts';
import type { TransferEnd, TransferJob, TransferReport } from './transfer-job.ts';
import type { TransferSummary } from './transfer-ledger.ts';
import { TransferQueue } from './transfer-queue.ts';

const version = { owner: 'crew', packageName: 'kettle', version: '1' };

/** A job that does what the test says, when it says so. */
class TestJob implements TransferJob {
  readonly direction: Transfer['direction'];
  readonly accountId: string;
  readonly coordinates: FileCoordinates;
  readonly localName: string;
  readonly size = 100;
  report: TransferReport | null = null;
  signal: AbortSignal | null = null;
  runs = 0;
  isWillingToRunAgain = true;
  startedOver = 0;
  discarded = 0;
  #end = Promise.withResolvers<TransferEnd>();

  constructor(
    name: string,
    options: { direction?: Transfer['direction']; accountId?: string; version?: string } = {},
  ) {
    this.direction = options.direction ?? 'publish';
    this.accountId = options.accountId ?? 'a';
    this.coordinates = { ...version, version: options.version ?? '1', fileName: name };
    this.localName = name;
  }

  get isRunning(): boolean {
    return this.report !== null;
  }

  run(report: TransferReport, signal: AbortSignal): Promise<TransferEnd> {
    this.runs += 1;
    this.report = report;
    this.signal = signal;
    this.#end = Promise.withResolvers();
    signal.addEventListener('abort', () => this.end({ reason: 'cancelled' }));
    return this.#end.promise.finally(() => {
      this.report = null;
    });
  }

  work(): TransferWork {
    return { kind: 'download', manifest: null, folder: '/files', safeName: this.localName, partHolder: 'a' };
  }

  mayRunAgain(): boolean {
    return this.isWillingToRunAgain;
  }

  startOver(): void {
    this.startedOver += 1;
  }

  async discard(): Promise<void> {
    this.discarded += 1;
  }

  renamed(fileName: string): TestJob {
    return new TestJob(fileName);
  }

  localPath(): string {
    return `/files/${this.localName}`;
  }

  end(failure: Failure | null = null): void {
    this.#end.resolve(failure === null ? { kind: 'done', sha256: 'ab' } : { kind: 'failed', failure });
  }

  crash(): void {
    this.#end.reject(new Error('a bug'));
  }
}

/** A copy from the account `b`, whose failures are that account's. */
class CopyJob extends TestJob {
  copiedFrom(): CopiedFrom {
    return { accountId: 'b', coordinates: this.coordinates, isAtFault: true };
  }
}

/** A list of checksums, which comes after all others. */
class ListJob extends TestJob {
  override work(): TransferWork {
    return newGeneratedWork({ kind: 'checksums' }, null);
  }
}

function newQueue(limits = { publish: 2, download: 2 }) {
  const clock = new ManualClock();
  const batches: Transfer[][] = [];
  const removed: TransferId[] = [];
  const settled: string[] = [];
  const summaries: TransferSummary[] = [];
  let id = 0;
  const queue = new TransferQueue({
    clock,
    newId: () => `t${(id += 1)}`,
    limits: () => limits,
    random: () => 0,
    patience: 3_600_000,
    memory: noMemory,
    log: loggersTo({ write: () => undefined })('queue'),
    listener: {
      changed: (snapshots) => batches.push(snapshots),
      removed: (ids) => removed.push(...ids),
      settled: (transfer) => settled.push(`${transfer.coordinates.fileName} ${transfer.state}`),
      ranDry: (summary) => summaries.push(summary),
    },
  });
  return { queue, clock, batches, removed, settled, summaries, limits };
}

/** Lets promises that are settled have their effect. */
function turn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

function running(jobs: readonly TestJob[]): string[] {
  return jobs.filter((job) => job.isRunning).map((job) => job.localName);
}

describe('the order', () => {
  it('sends the first file of a version alone, then as many at once as the limit says, in order', async () => {
    const { queue } = newQueue();
    const jobs = ['a', 'b', 'c', 'd'].map((name) => new TestJob(name));
    queue.add(jobs);
    expect(running(jobs)).toEqual(['a']);
    jobs[0]?.end();
    await turn();
    expect(running(jobs)).toEqual(['b', 'c']);
    jobs[2]?.end();
    await turn();
    expect(running(jobs)).toEqual(['b', 'd']);
  });

  it('tries the next file alone when the first failed to make the version', async () => {
    const { queue } = newQueue();
    const jobs = ['a', 'b', 'c'].map((name) => new TestJob(name));
    queue.add(jobs);
    jobs[0]?.end({ reason: 'invalid-file-name' });
    await turn();
    expect(running(jobs)).toEqual(['b']);
  });

  it('lets the others go on while a stored file waits for its proof', async () => {
    const { queue } = newQueue();
    const jobs = ['a', 'b', 'c', 'd'].map((name) => new TestJob(name));
    queue.add(jobs);
    jobs[0]?.report?.state('verifying');
    await turn();
    expect(running(jobs)).toEqual(['a', 'b', 'c']);
  });

  it('counts accounts and directions apart, and takes spellings of a version for one', async () => {
    const { queue } = newQueue({ publish: 2, download: 1 });
    const jobs = [
      new TestJob('a', { version: 'RC' }),
      new TestJob('b', { version: 'rc' }),
      new TestJob('c', { version: '2' }),
      new TestJob('d', { version: '3' }),
      new TestJob('e', { accountId: 'other', version: 'rc' }),
      new TestJob('f', { direction: 'download' }),
      new TestJob('g', { direction: 'download' }),
    ];
    queue.add(jobs);
    expect(running(jobs)).toEqual(['a', 'c', 'e', 'f']);
  });

  it('follows a limit that changes', async () => {
    const { queue, limits } = newQueue({ publish: 1, download: 1 });
    const jobs = ['1', '2', '3'].map((name) => new TestJob(name, { version: name }));
    queue.add(jobs);
    limits.publish = 3;
    jobs[0]?.end();
    await turn();
    expect(running(jobs)).toEqual(['2', '3']);
  });
});

describe('cancelling', () => {
  it('ends what waits at once and aborts what runs', async () => {
    const { queue, settled, summaries } = newQueue();
    const jobs = ['a', 'b'].map((name) => new TestJob(name));
    queue.cancel(queue.add(jobs));
    expect(settled).toEqual(['b cancelled']);
    expect(jobs[0]?.signal?.aborted).toBe(true);
    await turn();
    expect(settled).toEqual(['b cancelled', 'a cancelled']);
    expect(summaries).toEqual([{ done: 0, skipped: 0, failed: 0, cancelled: 2, held: 0 }]);
    expect(queue.snapshot().map(({ failure }) => failure)).toEqual([null, null]);
  });

  it('of an account leaves the others alone', async () => {
    const { queue } = newQueue();
    const jobs = [new TestJob('a'), new TestJob('b', { accountId: 'other' })];
    queue.add(jobs);
    queue.cancelAccount('a');
    await turn();
    expect(running(jobs)).toEqual(['b']);
  });

  it('is not what quitting does: that waits for the work to end, keeps it and starts nothing more', async () => {
    const { queue } = newQueue();
    const jobs = ['a', 'b'].map((name) => new TestJob(name));
    queue.add(jobs);
    await queue.stop();
    expect(running(jobs)).toEqual([]);
    queue.add([new TestJob('c')]);
    expect(queue.snapshot().map(({ state }) => state)).toEqual(['queued', 'queued', 'queued']);
  });
});

describe('failing', () => {
  it('can be tried again, at the end of the queue and from the start', async () => {
    const { queue } = newQueue({ publish: 1, download: 1 });
    const jobs = ['a', 'b'].map((name) => new TestJob(name));
    const ids = queue.add(jobs);
    jobs[0]?.report?.transferred(50);
    jobs[0]?.end({ reason: 'not-stored' });
    await turn();
    queue.retry(ids);
    expect(queue.snapshot()[1]).toMatchObject({ id: ids[0], state: 'queued', transferred: 0, failure: null });
    expect(jobs[0]?.startedOver).toBe(1);
    jobs[1]?.end();
    await turn();
    expect(running(jobs)).toEqual(['a']);
    expect(jobs[1]?.runs).toBe(1);
  });

  it('by a refused login holds the account, until it is signed in again', async () => {
    const { queue, summaries } = newQueue();
    const jobs = [new TestJob('a'), new TestJob('b'), new TestJob('c', { accountId: 'other' })];
    queue.add(jobs);
    jobs[0]?.end({ reason: 'bad-login', status: 401 });
    await turn();
    expect(jobs[1]?.runs).toBe(0);
    expect(queue.snapshot().map(({ state, failure }) => [state, failure?.reason])).toEqual([
      ['paused', 'bad-login'],
      ['paused', 'bad-login'],
      ['checking', undefined],
    ]);
    jobs[2]?.end();
    await turn();
    expect(summaries).toEqual([{ done: 1, skipped: 0, failed: 0, cancelled: 0, held: 2 }]);
    queue.resumeAccount('a');
    expect(running(jobs)).toEqual(['a']);
    expect(queue.snapshot()[1]).toMatchObject({ state: 'queued', failure: null });
  });

  it('by a full quota holds what else is to be published to that owner, before it is sent in vain', async () => {
    const { queue } = newQueue();
    const jobs = [new TestJob('a'), new TestJob('b'), new TestJob('c', { direction: 'download' })];
    const [, b = ''] = queue.add(jobs);
    jobs[0]?.end({ reason: 'storage-quota-reached', status: 403 });
    await turn();
    expect(jobs[1]?.runs).toBe(0);
    expect(queue.snapshot().map(({ state, failure }) => [state, failure?.reason])).toEqual([
      ['failed', 'storage-quota-reached'],
      ['paused', 'storage-quota-reached'],
      ['checking', undefined],
    ]);
    queue.resume([b]);
    expect(running(jobs)).toEqual(['b', 'c']);
  });

  it('unexpectedly is told as `internal` and the queue goes on', async () => {
    const { queue } = newQueue();
    const jobs = ['a', 'b'].map((name) => new TestJob(name));
    queue.add(jobs);
    jobs[0]?.crash();
    await turn();
    expect(queue.snapshot()[0]).toMatchObject({ state: 'failed', failure: { reason: 'internal' } });
    expect(running(jobs)).toEqual(['b']);
  });
});

describe('trying again by itself', () => {
  it('happens after 1, 2 and 4 seconds, then every 4', async () => {
    const { queue, clock } = newQueue();
    const job = new TestJob('a');
    queue.add([job]);
    for (const [runs, wait] of [1000, 2000, 4000, 4000].entries()) {
      job.end({ reason: 'interrupted' });
      await turn();
      expect(queue.snapshot()[0]).toMatchObject({
        state: 'waiting',
        failure: { reason: 'interrupted' },
        retryAt: clock.now() + wait,
      });
      clock.advance(wait - 1);
      expect(job.runs).toBe(runs + 1);
      clock.advance(1);
      expect(job.runs).toBe(runs + 2);
    }
    job.end();
    await turn();
    expect(queue.snapshot()[0]).toMatchObject({ state: 'done', failure: null, retryAt: null });
  });

  it('happens also when its moment comes while it is looked what may start', async () => {
    const { queue, clock } = newQueue();
    const job = new TestJob('a');
    queue.add([job]);
    job.end({ reason: 'interrupted' });
    await turn();
    clock.advance(900);
    // Timers come a little early, and time goes on between any two looks at the clock.
    let looks = 0;
    clock.monotonic = () => {
      looks += 1;
      return clock.now() + (looks === 1 ? -0.1 : 0.2);
    };
    clock.advance(100);
    clock.advance(1);
    expect(job.runs).toBe(2);
  });

  it('counts from the start again when bytes came', async () => {
    const { queue, clock } = newQueue();
    const job = new TestJob('a');
    queue.add([job]);
    for (let time = 1; time <= 3; time += 1) {
      job.report?.transferred(time * 10);
      job.end({ reason: 'interrupted' });
      await turn();
      clock.advance(1000);
      expect(job.runs).toBe(time + 1);
    }
  });

  it('ends when patience does, and then for everything that waits for the same server', async () => {
    const { queue, clock, summaries } = newQueue();
    const jobs = ['a', 'b', 'c'].map((name) => new TestJob(name));
    queue.add(jobs);
    for (let tries = 0; jobs[0]?.isRunning === true; tries += 1) {
      expect(tries).toBeLessThan(1000);
      jobs[0].end({ reason: 'unreachable' });
      await turn();
      clock.advance(60_000);
    }
    expect(summaries).toEqual([{ done: 0, skipped: 0, failed: 3, cancelled: 0, held: 0 }]);
    expect(jobs.map(({ runs }) => runs).slice(1)).toEqual([0, 0]);
  });

  it('holds copies from a server that cannot be had, and nothing else that goes where they go', async () => {
    const { queue, clock } = newQueue({ publish: 1, download: 2 });
    const copies = ['a', 'b', 'c'].map((name) => new CopyJob(name));
    const other = new TestJob('other', { version: '2' });
    queue.add([...copies, other]);
    expect(running([...copies, other])).toEqual(['a']);
    copies[0]?.end({ reason: 'unreachable' });
    await turn();
    expect(running([...copies, other])).toEqual(['other']);
    other.end();
    await turn();
    expect(running(copies)).toEqual([]);
    clock.advance(5000);
    expect(running(copies)).toEqual(['a']);
    copies[0]?.report?.transferred(1);
    copies[0]?.end();
    await turn();
    expect(running(copies)).toEqual(['b']);
  });

  it('sends one at a time to a server that failed under several, until nothing is left to do', async () => {
    const { queue, clock } = newQueue();
    const jobs = ['a', 'b', 'c'].map((name) => new TestJob(name, { version: name }));
    queue.add(jobs);
    jobs[1]?.end({ reason: 'server-error' });
    await turn();
    jobs[0]?.end();
    await turn();
    for (const name of ['c', 'b']) {
      expect(running(jobs)).toEqual([name]);
      const job = jobs.find(({ localName }) => localName === name);
      job?.report?.transferred(1);
      await turn();
      clock.advance(5000);
      expect(running(jobs)).toEqual([name]);
      job?.end();
      await turn();
    }
    const more = ['d', 'e'].map((name) => new TestJob(name, { version: name }));
    queue.add(more);
    expect(running(more)).toEqual(['d', 'e']);
  });

  it('holds everything of a server that is not there, sends one ahead, and lets the others follow it', async () => {
    const { queue, clock } = newQueue();
    const jobs = ['a', 'b', 'c'].map((name) => new TestJob(name, { version: name }));
    queue.add(jobs);
    for (const job of jobs.slice(0, 2)) job.end({ reason: 'server-unavailable' });
    await turn();
    expect(running(jobs)).toEqual([]);
    clock.advance(1000);
    expect(running(jobs)).toEqual(['a']);
    jobs[0]?.report?.transferred(1);
    await turn();
    expect(running(jobs)).toEqual(['a', 'b']);
    jobs[0]?.end();
    await turn();
    expect(running(jobs)).toEqual(['b', 'c']);
  });

  it('waits as long as the server says, and asks when that is too long', async () => {
    const { queue, clock } = newQueue();
    const job = new TestJob('a');
    queue.add([job]);
    job.end({ reason: 'too-many-requests', retryAfter: 30 });
    await turn();
    clock.advance(29_999);
    expect(job.runs).toBe(1);
    clock.advance(1);
    expect(job.runs).toBe(2);
    job.end({ reason: 'too-many-requests', retryAfter: 31_536_000 });
    await turn();
    expect(queue.snapshot()[0]).toMatchObject({ state: 'paused', failure: { retryAfter: 31_536_000 } });
  });

  it.each(failureReasons.filter((reason) => retryRules[reason].kind === 'never'))(
    'never happens after %s',
    async (reason) => {
      const { queue } = newQueue();
      const job = new TestJob('a');
      queue.add([job]);
      job.end({ reason });
      await turn();
      expect(isSettled(queue.snapshot()[0]?.state ?? 'queued')).toBe(true);
    },
  );

  it('never happens without the consent of the job', async () => {
    const { queue } = newQueue();
    const job = new TestJob('a');
    job.isWillingToRunAgain = false;
    queue.add([job]);
    job.end({ reason: 'interrupted' });
    await turn();
    expect(queue.snapshot()[0]).toMatchObject({ state: 'failed' });
  });

  it('comes at once when the user wants it, or the machine woke up', async () => {
    const { queue } = newQueue();
    const job = new TestJob('a');
    const ids = queue.add([job]);
    job.end({ reason: 'unreachable' });
    await turn();
    queue.resume(ids);
    expect(job.runs).toBe(2);
    job.end({ reason: 'unreachable' });
    await turn();
    queue.reconnect();
    expect(job.runs).toBe(3);
    queue.reconnect();
    await turn();
    expect(job.runs).toBe(4);
  });
});

describe('pausing', () => {
  it('stops what runs and holds what waits, until they are resumed', async () => {
    const { queue, summaries } = newQueue();
    const jobs = ['a', 'b'].map((name) => new TestJob(name));
    const ids = queue.add(jobs);
    queue.pause(ids);
    await turn();
    expect(queue.snapshot().map(({ state, failure }) => [state, failure])).toEqual([
      ['paused', null],
      ['paused', null],
    ]);
    expect(queue.progress().unsettled).toBe(0);
    expect(summaries).toEqual([{ done: 0, skipped: 0, failed: 0, cancelled: 0, held: 0 }]);
    queue.resume(ids);
    expect(running(jobs)).toEqual(['a']);
    expect(jobs[0]?.startedOver).toBe(1);
  });

  it('brings to its end what the server has whole already', async () => {
    const { queue } = newQueue();
    const job = new TestJob('a');
    const ids = queue.add([job]);
    job.report?.state('storing');
    queue.pause(ids);
    expect(job.signal?.aborted).toBe(false);
  });

  it('leaves a transfer that can be cancelled, with what it left on the disk', async () => {
    const { queue, settled } = newQueue();
    const job = new TestJob('a');
    const ids = queue.add([job]);
    queue.pause(ids);
    await turn();
    queue.cancel(ids);
    expect(settled).toEqual(['a cancelled']);
    expect(job.discarded).toBe(1);
  });
});

describe('the order', () => {
  it('can be changed', async () => {
    const { queue } = newQueue({ publish: 1, download: 1 });
    const jobs = ['a', 'b', 'c', 'd'].map((name) => new TestJob(name));
    const [, b = '', c = '', d = ''] = queue.add(jobs);
    queue.move([d, c], b);
    for (const name of ['a', 'd', 'c', 'b']) {
      expect(running(jobs)).toEqual([name]);
      jobs.find((job) => job.localName === name)?.end();
      await turn();
    }
  });
});

describe('a name that is taken by other bytes', () => {
  it('waits for a decision: theirs is kept, or another name is taken', async () => {
    const { queue } = newQueue();
    const jobs = ['a', 'b'].map((name) => new TestJob(name, { version: name }));
    const [a = '', b = ''] = queue.add(jobs);
    for (const job of jobs) job.end({ reason: 'already-exists' });
    await turn();
    expect(queue.snapshot().map(({ state }) => state)).toEqual(['needs-decision', 'needs-decision']);
    queue.cancel([a]);
    queue.goOnAs(b, (job) => job.renamed('b-2'));
    expect(queue.snapshot()).toMatchObject([
      { state: 'cancelled' },
      { state: 'checking', coordinates: { fileName: 'b-2' }, failure: null },
    ]);
  });
});

describe('snapshots', () => {
  it('are pushed at most ten times a second while bytes move, in one batch for all', async () => {
    const { queue, clock, batches } = newQueue();
    const jobs = [new TestJob('a', { version: '1' }), new TestJob('b', { version: '2' })];
    queue.add(jobs);
    clock.advance(0);
    batches.length = 0;
    for (const job of jobs) job.report?.state('sending');
    for (let step = 1; step <= 1000; step += 1) {
      for (const job of jobs) job.report?.transferred(step / 10);
      clock.advance(1);
    }
    expect(batches.length).toBeGreaterThanOrEqual(9);
    expect(batches.length).toBeLessThanOrEqual(11);
    expect(batches.at(-1)?.map(({ localName }) => localName)).toEqual(['a', 'b']);
  });

  it('go out at once when something settles', async () => {
    const { queue, clock, batches } = newQueue();
    const job = new TestJob('a');
    queue.add([job]);
    clock.advance(0);
    job.report?.state('sending');
    job.report?.transferred(100);
    job.end();
    await turn();
    clock.advance(0);
    expect(batches.at(-1)).toMatchObject([{ state: 'done', transferred: 100, sha256: 'ab', settledAt: 0 }]);
  });

  it('tell the speed, and that it went down when nothing moves', () => {
    const { queue, clock, batches } = newQueue();
    const job = new TestJob('a');
    queue.add([job]);
    job.report?.state('sending');
    for (let second = 0; second <= 4; second += 1) {
      job.report?.transferred(second * 20);
      clock.advance(1000);
    }
    expect(batches.at(-1)?.[0]?.speed).toBeGreaterThan(10);
    clock.advance(10_000);
    expect(batches.at(-1)?.[0]?.speed).toBe(0);
  });

  it('no longer change by what a cancelled run still reports', async () => {
    const { queue } = newQueue();
    const job = new TestJob('a');
    const ids = queue.add([job]);
    const late = job.report;
    queue.cancel(ids);
    await turn();
    late?.state('verifying');
    late?.transferred(99);
    expect(queue.snapshot()[0]).toMatchObject({ state: 'cancelled', transferred: 0 });
  });

  it('of settled transfers can be taken off', async () => {
    const { queue, removed } = newQueue({ publish: 1, download: 1 });
    const jobs = ['a', 'b'].map((name) => new TestJob(name));
    const [first, second] = queue.add(jobs);
    jobs[0]?.end();
    await turn();
    queue.clearSettled();
    expect(removed).toEqual([first]);
    expect(queue.snapshot().map(({ id }) => id)).toEqual([second]);
  });
});

describe('the whole', () => {
  it('is told as one fraction and one summary', async () => {
    const { queue, summaries } = newQueue();
    const jobs = ['a', 'b'].map((name) => new TestJob(name, { version: name }));
    queue.add(jobs);
    jobs[0]?.report?.transferred(50);
    expect(queue.progress()).toEqual({ unsettled: 2, fraction: 0.25 });
    jobs[0]?.end();
    jobs[1]?.end({ reason: 'not-allowed' });
    await turn();
    expect(summaries).toEqual([{ done: 1, skipped: 0, failed: 1, cancelled: 0, held: 0 }]);
    expect(queue.progress()).toEqual({ unsettled: 0, fraction: null });
  });

  it('stays quick with 10,000 files and a list of them', async () => {
    const { queue, clock } = newQueue({ publish: 4, download: 4 });
    const jobs = Array.from({ length: 10_000 }, (_, index) => new TestJob(`f${index}`));
    jobs.push(new ListJob('SHA256SUMS'));
    const started = performance.now();
    queue.add(jobs);
    for (const job of jobs) {
      job.end();
      await turn();
      clock.advance(5);
    }
    expect(queue.progress().unsettled).toBe(0);
    expect(performance.now() - started).toBeLessThan(10_000);
  });
});
