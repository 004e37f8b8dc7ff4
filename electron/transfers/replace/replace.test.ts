import { randomBytes } from 'node:crypto';
import nodeDisk, { rm, writeFile } from 'node:fs/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { failed } from '../../../shared/outcome.ts';
import { MemoryRegistry, type PublishFault } from '../../testing/memory-registry.ts';
import { Stop } from '../transfer-job.ts';
import { placeholderName } from './placeholder.ts';
import { beside, coordinates, newBytes, oldBytes, ReplaceBench, sha256Of } from './testing/replace-bench.ts';

const otherBytes = randomBytes(700_000);

let registry: MemoryRegistry;
let bench: ReplaceBench;
beforeEach(async () => {
  registry = new MemoryRegistry();
  registry.put(coordinates, oldBytes);
  registry.put(beside, randomBytes(10));
  bench = await ReplaceBench.with(registry);
});
afterEach(() => bench.dispose());

function expectOnServer(bytes: Buffer | null): void {
  expect(registry.get(coordinates)?.equals(bytes ?? Buffer.alloc(0)) ?? null).toBe(
    bytes === null ? null : true,
  );
}

const changed = { kind: 'needs-decision', failure: { reason: 'changed-on-server', subject: 'kettle.bin' } };

describe('replacing a file', () => {
  it('keeps the old bytes, deletes, sends, proves, and then lets the old bytes go', async () => {
    let keptBeforeDeletion = false;
    let stepBeforeDeletion: string | undefined;
    const job = bench.job(await bench.work());
    registry.deleteFault = () => {
      stepBeforeDeletion = bench.remembered?.step;
      return null;
    };
    const remove = registry.remove.bind(registry);
    registry.remove = (of) => {
      void bench.keepsOldBytes().then((keeps) => (keptBeforeDeletion = keeps));
      remove(of);
    };
    expect(await bench.run(job)).toEqual({ kind: 'done', sha256: sha256Of(newBytes) });
    expect(stepBeforeDeletion).toBe('deleting');
    expect(keptBeforeDeletion).toBe(true);
    expect(job.oldFile()).toBe('replaced');
    expectOnServer(newBytes);
    expect(await bench.kept()).toEqual([]);
    const asked = registry.asked.filter((request) => !request.startsWith('list'));
    expect(asked).toEqual([
      'get kettle.bin from 0',
      'delete kettle.bin',
      'put kettle.bin',
      `get kettle.bin from ${newBytes.length - 1}`,
    ]);
  });

  it('skips bytes that are there already', async () => {
    await writeFile(bench.newPath, oldBytes);
    expect(await bench.run(bench.job(await bench.work()))).toMatchObject({ kind: 'skipped' });
    expect(registry.asked.some((request) => request.startsWith('delete'))).toBe(false);
  });

  it('never takes the place of another file than the one that was seen', async () => {
    const work = await bench.work();
    registry.put(coordinates, oldBytes);
    expect(await bench.run(bench.job(work))).toEqual(changed);
    registry.put(coordinates, otherBytes);
    expect(await bench.run(bench.job(work))).toEqual(changed);
    registry.remove(coordinates);
    const job = bench.job(work);
    expect(await bench.run(job)).toEqual(changed);
    expect(job.oldFile()).toBe('there');
    expect(registry.asked.filter((request) => /^(?:put|delete)/.test(request))).toEqual([]);
  });

  it('looks once more after everything is prepared', async () => {
    registry.downloadFaults.push({
      during: { at: oldBytes.length - 70_000, act: async () => registry.put(coordinates, otherBytes) },
    });
    const job = bench.job(await bench.work());
    expect(await bench.run(job)).toEqual(changed);
    expectOnServer(otherBytes);
    expect(job.oldFile()).toBe('there');
    expect(await bench.kept()).toEqual([]);
  });

  it('looks once more after it was written down that the file is about to go', async () => {
    const job = bench.job(await bench.work());
    const end = await job.run(
      {
        state: () => undefined,
        transferred: () => undefined,
        size: () => undefined,
        localName: () => undefined,
        remember: async () => {
          if (job.work().step === 'deleting') registry.put(coordinates, otherBytes);
          return true;
        },
      },
      new AbortController().signal,
    );
    expect(end).toEqual(changed);
    expectOnServer(otherBytes);
  });

  it('leaves a file alone that somebody else deletes in the same moment', async () => {
    registry.deleteFault = () => {
      registry.remove(coordinates);
      return null;
    };
    expect(await bench.run(bench.job(await bench.work()))).toEqual(changed);
    expectOnServer(null);
  });

  it('deletes nothing while it cannot be written down', async () => {
    bench.canRemember = false;
    const job = bench.job(await bench.work());
    expect(await bench.run(job)).toMatchObject({ failure: { reason: 'journal-not-writable' } });
    expect(job.oldFile()).toBe('there');
    expectOnServer(oldBytes);
  });

  it('deletes nothing while there is no room for the old file', async () => {
    bench.disk = { ...nodeDisk, statfs: async () => ({ blocks: 10, bavail: 1, bsize: 1000 }) };
    expect(await bench.run(bench.job(await bench.work()))).toMatchObject({
      failure: { reason: 'disk-full' },
    });
    expectOnServer(oldBytes);
  });

  it('deletes nothing whose bytes the server cannot give back', async () => {
    registry.damage(coordinates, (stored) => Buffer.from(stored).fill(0, 5000, 6000));
    const end = await bench.run(bench.job(await bench.work()));
    expect(end).toMatchObject({ kind: 'failed', failure: { reason: 'damaged-on-server' } });
    expect(registry.asked).not.toContain('delete kettle.bin');
  });

  it('deletes nothing for a new file that changed or is gone', async () => {
    const work = await bench.work();
    await writeFile(bench.newPath, otherBytes);
    expect(await bench.run(bench.job(work))).toMatchObject({ failure: { reason: 'local-file-changed' } });
    await rm(bench.newPath);
    expect(await bench.run(bench.job(work))).toMatchObject({ failure: { reason: 'local-file-missing' } });
    expectOnServer(oldBytes);
  });

  it('is over when the server does not let the old file be deleted', async () => {
    registry.deleteFault = () => failed('not-allowed', { status: 403 });
    const job = bench.job(await bench.work());
    expect(await bench.run(job)).toMatchObject({ kind: 'failed', failure: { reason: 'not-allowed' } });
    expect(job.oldFile()).toBe('there');
    expectOnServer(oldBytes);
  });

  it('keeps the other spelling of the old name for the way back', async () => {
    registry.remove(coordinates);
    const spelled = { ...coordinates, fileName: 'Kettle.BIN' };
    registry.put(spelled, oldBytes);
    registry.publishFaults.push({
      answer: failed('storage-quota-reached', { status: 403 }),
      store: () => null,
    });
    expect(await bench.run(bench.job(await bench.work(await bench.seen(spelled))))).toMatchObject({
      kind: 'failed',
    });
    expect(registry.asked).toContain('put Kettle.BIN');
  });
});

describe('a new file that the server does not take', () => {
  it.each<[string, PublishFault]>([
    ['is refused', { answer: failed('storage-quota-reached', { status: 403 }), store: () => null }],
    ['is not stored', { store: () => null }],
    ['fails in the server', { answer: failed('server-error', { status: 500 }), store: () => null }],
  ])('that %s has the old one put back', async (_what, fault) => {
    const job = bench.job(await bench.work());
    registry.publishFaults.push(fault);
    const end = await bench.run(job);
    expect(end).toMatchObject({ kind: 'failed' });
    expect(job.oldFile()).toBe('back');
    expectOnServer(oldBytes);
    expect(await bench.kept()).toEqual([]);
  });

  it('can be tried again: the file that came back is the one to be replaced', async () => {
    registry.publishFaults.push({
      answer: failed('storage-quota-reached', { status: 403 }),
      store: () => null,
    });
    const job = bench.job(await bench.work());
    await bench.run(job);
    job.startOver();
    expect(job.oldFile()).toBe('there');
    expect(await bench.run(job)).toMatchObject({ kind: 'done' });
    expectOnServer(newBytes);
  });

  it('is waited for while the server cannot be had', async () => {
    registry.publishFaults.push({ cutAt: 100_000 });
    const job = bench.job(await bench.work());
    expect(await bench.run(job)).toMatchObject({ kind: 'failed', failure: { reason: 'interrupted' } });
    expect(job.oldFile()).toBe('away');
    expect(job.mayRunAgain()).toBe(true);
    expect(await bench.keepsOldBytes()).toBe(true);
    expect(await bench.run(job)).toMatchObject({ kind: 'done' });
    expectOnServer(newBytes);
  });

  it('gives way to the old one when it was sent twice in vain', async () => {
    registry.publishFaults.push({ cutAt: newBytes.length - 1000 }, { cutAt: newBytes.length - 1000 });
    const job = bench.job(await bench.work());
    expect(await bench.run(job)).toMatchObject({ kind: 'failed', failure: { reason: 'interrupted' } });
    expect(await bench.run(job)).toMatchObject({ kind: 'failed' });
    expect(job.oldFile()).toBe('back');
    expectOnServer(oldBytes);
  });

  it('leaves a name alone that somebody else took meanwhile, and keeps the old bytes', async () => {
    registry.publishFaults.push({
      during: { at: 1, act: async () => registry.put(coordinates, otherBytes) },
    });
    const job = bench.job(await bench.work());
    expect(await bench.run(job)).toEqual(changed);
    expectOnServer(otherBytes);
    expect(job.oldFile()).toBe('away');
    await job.discard();
    expect(await bench.keepsOldBytes()).toBe(true);
    expect(await bench.run(job)).toEqual(changed);
    expectOnServer(otherBytes);
  });

  it('that is stored and cannot be given back makes room for the old one', async () => {
    registry.publishFaults.push({});
    const job = bench.job(await bench.work());
    let isDamaged = false;
    const openDownload = registry.openDownload.bind(registry);
    registry.openDownload = async (request) => {
      if (!isDamaged && registry.asked.includes('put kettle.bin')) {
        isDamaged = true;
        registry.damage(coordinates, (stored) => stored.subarray(0, 10));
      }
      return openDownload(request);
    };
    expect(await bench.run(job)).toMatchObject({ kind: 'failed', failure: { reason: 'damaged-on-server' } });
    expect(job.oldFile()).toBe('back');
    expectOnServer(oldBytes);
  });

  it('keeps the old bytes when they cannot be put back either, and goes on from there', async () => {
    registry.publishFaults.push(
      { answer: failed('storage-quota-reached', { status: 403 }), store: () => null },
      { cutAt: 1000 },
    );
    const job = bench.job(await bench.work());
    expect(await bench.run(job)).toMatchObject({ kind: 'failed', failure: { reason: 'interrupted' } });
    expect(job.oldFile()).toBe('returning');
    expect(job.mayRunAgain()).toBe(true);
    await job.discard();
    expect(await bench.keepsOldBytes()).toBe(true);
    expect(job.localPath()).toContain(bench.keptFolder);
    expect(await bench.run(job)).toMatchObject({
      kind: 'failed',
      failure: { reason: 'storage-quota-reached' },
    });
    expectOnServer(oldBytes);
  });

  it('never has other bytes put back than were there', async () => {
    registry.publishFaults.push({ cutAt: 1000 });
    const job = bench.job(await bench.work());
    await bench.run(job);
    await writeFile(job.localPath(), otherBytes);
    expect(job.undo()).toBe(true);
    expect(await bench.run(job)).toMatchObject({ failure: { reason: 'local-file-changed' } });
    expectOnServer(null);
  });
});

async function stoppedWhile(act: 'sending' | 'receiving') {
  const abort = new AbortController();
  const stop = { at: 1, act: async () => abort.abort(new Stop('cancelled')) };
  if (act === 'sending') registry.publishFaults.push({ during: stop });
  else registry.downloadFaults.push({ during: stop });
  const job = bench.job(await bench.work());
  expect(await bench.run(job, abort.signal)).toEqual({ kind: 'failed', failure: { reason: 'cancelled' } });
  return job;
}

describe('cancelling', () => {
  it('before anything is deleted is all there is to it', async () => {
    const job = await stoppedWhile('receiving');
    expect(job.undo()).toBe(false);
    expectOnServer(oldBytes);
    expect(await bench.kept()).toEqual([]);
  });

  it('while the old file is away puts it back', async () => {
    const job = await stoppedWhile('sending');
    expect(job.oldFile()).toBe('away');
    expect(job.undo()).toBe(true);
    expect(await bench.run(job)).toEqual({ kind: 'failed', failure: { reason: 'cancelled' } });
    expect(job.oldFile()).toBe('back');
    expectOnServer(oldBytes);
  });

  it('puts it back also where the new one arrives after all, behind the back of who called it off', async () => {
    const job = await stoppedWhile('sending');
    job.undo();
    registry.publishFaults.push({
      during: { at: 1, act: async () => registry.put(coordinates, newBytes) },
    });
    expect(await bench.run(job)).toEqual({ kind: 'failed', failure: { reason: 'cancelled' } });
    expect(job.oldFile()).toBe('back');
    expectOnServer(oldBytes);
  });

  it('leaves no doubt behind: tried again, the new one is sent at once', async () => {
    const job = await stoppedWhile('sending');
    job.undo();
    await bench.run(job);
    job.startOver();
    expect(job.work()).toMatchObject({ step: 'preparing', sent: { sentBytes: 0, mayHaveArrived: false } });
    expect(await bench.run(job)).toMatchObject({ kind: 'done' });
    expectOnServer(newBytes);
  });

  it('between writing down and deleting touches nothing', async () => {
    const abort = new AbortController();
    const job = bench.job(await bench.work());
    const end = await job.run(
      {
        state: () => undefined,
        transferred: () => undefined,
        size: () => undefined,
        localName: () => undefined,
        remember: async () => {
          abort.abort(new Stop('cancelled'));
          return true;
        },
      },
      abort.signal,
    );
    expect(end).toEqual({ kind: 'failed', failure: { reason: 'cancelled' } });
    expect(job.oldFile()).toBe('there');
    expect(job.undo()).toBe(false);
    expectOnServer(oldBytes);
  });
});

describe('the only file of a version', () => {
  beforeEach(() => registry.remove(beside));

  it('is replaced while a placeholder keeps the version alive, which goes in the end', async () => {
    let besideWhileAway = false;
    registry.publishFaults.push(
      {},
      {
        during: {
          at: 1,
          act: async () => {
            besideWhileAway = registry.get({ ...coordinates, fileName: placeholderName }) !== null;
          },
        },
      },
    );
    expect(await bench.run(bench.job(await bench.work()))).toMatchObject({ kind: 'done' });
    expect(besideWhileAway).toBe(true);
    expect(registry.get({ ...coordinates, fileName: placeholderName })).toBeNull();
    expectOnServer(newBytes);
  });

  it('keeps no placeholder when the new one is refused, or it is cancelled before', async () => {
    registry.publishFaults.push({}, { answer: failed('file-too-large', { status: 403 }), store: () => null });
    expect(await bench.run(bench.job(await bench.work()))).toMatchObject({
      failure: { reason: 'file-too-large' },
    });
    expectOnServer(oldBytes);
    expect(registry.get({ ...coordinates, fileName: placeholderName })).toBeNull();

    const abort = new AbortController();
    registry.publishFaults.push({ during: { at: 1, act: async () => abort.abort(new Stop('cancelled')) } });
    const job = bench.job(await bench.work());
    await bench.run(job, abort.signal);
    expect(job.undo()).toBe(true);
    expect(await bench.run(job)).toMatchObject({ failure: { reason: 'cancelled' } });
    expectOnServer(oldBytes);
    expect(registry.get({ ...coordinates, fileName: placeholderName })).toBeNull();
  });
});
