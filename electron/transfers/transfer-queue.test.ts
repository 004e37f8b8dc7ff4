import { describe, expect, it } from 'vitest';
import type { FileCoordinates } from '../../shared/coordinates.ts';
import type { Failure } from '../../shared/failure.ts';
import type { Transfer, TransferId } from '../../shared/transfer.ts';
import { loggersTo } from '../log.ts';
import { ManualClock } from '../testing/clocks.ts';
import { noMemory } from './journal/transfer-journal.ts';
import type { TransferWork } from './journal/transfer-record.ts';
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
    return { kind: 'download', folder: '/files', safeName: this.localName, partHolder: 'a' };
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

  it('on stopping waits for the work to end and starts nothing more', async () => {
    const { queue } = newQueue();
    const jobs = ['a', 'b'].map((name) => new TestJob(name));
    queue.add(jobs);
    await queue.stop();
    expect(running(jobs)).toEqual([]);
    queue.add([new TestJob('c')]);
    expect(queue.snapshot().map(({ state }) => state)).toEqual(['cancelled', 'cancelled', 'queued']);
  });
});

describe('failing', () => {
  it('can be tried again, at the end of the queue and from the start', async () => {
    const { queue } = newQueue({ publish: 1, download: 1 });
    const jobs = ['a', 'b'].map((name) => new TestJob(name));
    const ids = queue.add(jobs);
    jobs[0]?.report?.transferred(50);
    jobs[0]?.end({ reason: 'interrupted' });
    await turn();
    queue.retry(ids);
    expect(queue.snapshot()[1]).toMatchObject({ id: ids[0], state: 'queued', transferred: 0, failure: null });
    jobs[1]?.end();
    await turn();
    expect(running(jobs)).toEqual(['a']);
    expect(jobs[1]?.runs).toBe(1);
  });

  it('by a refused login fails what waits for that account, so that nobody is locked out', async () => {
    const { queue } = newQueue();
    const jobs = [new TestJob('a'), new TestJob('b'), new TestJob('c', { accountId: 'other' })];
    queue.add(jobs);
    jobs[0]?.end({ reason: 'bad-login', status: 401 });
    await turn();
    expect(jobs[1]?.runs).toBe(0);
    expect(queue.snapshot().map(({ state, failure }) => failure?.reason ?? state)).toEqual([
      'bad-login',
      'bad-login',
      'checking',
    ]);
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
    queue.add(jobs);
    jobs[0]?.end();
    await turn();
    queue.clearSettled();
    expect(removed).toEqual(['t1']);
    expect(queue.snapshot().map(({ id }) => id)).toEqual(['t2']);
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
    jobs[1]?.end({ reason: 'disk-full' });
    await turn();
    expect(summaries).toEqual([{ done: 1, skipped: 0, failed: 1, cancelled: 0, held: 0 }]);
    expect(queue.progress()).toEqual({ unsettled: 0, fraction: null });
  });

  it('stays quick with 10,000 files', async () => {
    const { queue, clock } = newQueue({ publish: 4, download: 4 });
    const jobs = Array.from({ length: 10_000 }, (_, index) => new TestJob(`f${index}`));
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
