import { randomBytes, randomUUID } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Transfer } from '../../../shared/transfer.ts';
import { quickClock } from '../../testing/clocks.ts';
import { MemoryRegistry } from '../../testing/memory-registry.ts';
import type { TransferRecord } from '../journal/transfer-record.ts';
import { TransferQueue } from '../transfer-queue.ts';
import { placeholderName } from './placeholder.ts';
import { beside, coordinates, newBytes, oldBytes, ReplaceBench } from './testing/replace-bench.ts';

const silent = () => undefined;

let registry: MemoryRegistry;
let bench: ReplaceBench;
let written: TransferRecord[];
let onSave: (record: TransferRecord) => void;
beforeEach(async () => {
  onSave = silent;
  registry = new MemoryRegistry();
  registry.put(coordinates, oldBytes);
  registry.put(beside, randomBytes(10));
  bench = await ReplaceBench.with(registry);
  written = [];
});
afterEach(() => bench.dispose());

function queueOf(): { readonly queue: TransferQueue; readonly dry: Promise<unknown> } {
  const { promise: dry, resolve } = Promise.withResolvers<unknown>();
  const queue = new TransferQueue({
    clock: quickClock(),
    random: () => 0,
    newId: () => randomUUID(),
    limits: () => ({ publish: 3, download: 4 }),
    patience: 1000 * 60 * 60,
    memory: {
      save: async (records) => {
        written.push(...records);
        for (const record of records) onSave(record);
        return true;
      },
      unlist: silent,
    },
    log: { info: silent, warn: silent, error: silent },
    listener: { changed: silent, removed: silent, settled: silent, ranDry: resolve },
  });
  return { queue, dry };
}

function only(queue: TransferQueue): Transfer {
  const [transfer] = queue.snapshot();
  if (transfer === undefined) throw new Error('no transfer');
  return transfer;
}

describe('a replacement in the queue', () => {
  it('tells what became of the old file, and is written down before the old file goes', async () => {
    const { queue, dry } = queueOf();
    let atDeletion: string | undefined;
    registry.deleteFault = () => {
      const work = written.at(-1)?.work;
      atDeletion = work?.kind === 'replace' ? work.step : undefined;
      return null;
    };
    queue.add([bench.job(await bench.work())]);
    await dry;
    expect(atDeletion).toBe('deleting');
    expect(only(queue)).toMatchObject({ state: 'done', oldFile: 'replaced', size: newBytes.length });
  });

  it('puts the old file back when it is cancelled while that is away', async () => {
    const { queue, dry } = queueOf();
    registry.publishFaults.push({ during: { at: 1, act: async () => queue.cancel([only(queue).id]) } });
    queue.add([bench.job(await bench.work())]);
    await dry;
    expect(only(queue)).toMatchObject({ state: 'cancelled', oldFile: 'back' });
    expect(registry.get(coordinates)?.equals(oldBytes)).toBe(true);
  });

  it('puts it back also when it is cancelled while it waits for its next try', async () => {
    const { queue, dry } = queueOf();
    registry.publishFaults.push({ cutAt: 100_000 });
    onSave = ({ transfer }) => {
      if (transfer.state === 'waiting') queueMicrotask(() => queue.cancel([transfer.id]));
    };
    queue.add([bench.job(await bench.work())]);
    await dry;
    expect(only(queue)).toMatchObject({ state: 'cancelled', oldFile: 'back' });
    expect(registry.get(coordinates)?.equals(oldBytes)).toBe(true);
  });

  it('is not paused while the old file is away', async () => {
    const { queue, dry } = queueOf();
    registry.publishFaults.push({ during: { at: 1, act: async () => queue.pause([only(queue).id]) } });
    queue.add([bench.job(await bench.work())]);
    await dry;
    expect(only(queue).state).toBe('done');
  });

  it('asks the user where somebody else changed the file, and keeps what is nowhere else', async () => {
    const { queue, dry } = queueOf();
    const others = randomBytes(100);
    registry.publishFaults.push({ during: { at: 1, act: async () => registry.put(coordinates, others) } });
    queue.add([bench.job(await bench.work())]);
    await dry;
    expect(only(queue)).toMatchObject({
      state: 'needs-decision',
      oldFile: 'away',
      failure: { reason: 'changed-on-server' },
    });
    queue.cancel([only(queue).id]);
    queue.clearSettled();
    expect(only(queue)).toMatchObject({ state: 'cancelled', oldFile: 'away' });
    expect(queue.localPathOf(only(queue).id)).toContain(bench.keptFolder);
    expect(await bench.keepsOldBytes()).toBe(true);
  });

  it('goes on in the next process from where it was stopped', async () => {
    const first = queueOf();
    const stopped = Promise.withResolvers<void>();
    registry.publishFaults.push({
      during: {
        at: 1,
        act: async () => {
          void first.queue.stop().then(stopped.resolve);
        },
      },
    });
    first.queue.add([bench.job(await bench.work())]);
    await stopped.promise;
    expect(registry.get(coordinates)).toBeNull();
    const record = written.at(-1);
    if (record?.work.kind !== 'replace') throw new Error('nothing was written down');
    const second = queueOf();
    second.queue.restore([{ record, job: bench.job(record.work) }]);
    await second.dry;
    expect(only(second.queue)).toMatchObject({ state: 'done', oldFile: 'replaced' });
    expect(registry.get(coordinates)?.equals(newBytes)).toBe(true);
  });

  it('replaces the files of one version one by one', async () => {
    const { queue, dry } = queueOf();
    let mostAway = 0;
    registry.deleteFault = () => {
      const away = queue.snapshot().filter(({ oldFile }) => oldFile === 'away');
      mostAway = Math.max(mostAway, away.length);
      return null;
    };
    const seen = await bench.seen(beside);
    queue.add([
      bench.job(await bench.work()),
      bench.job({ ...(await bench.work(seen)), holder: 'other' }, beside),
    ]);
    await dry;
    expect(mostAway).toBe(1);
    expect(queue.snapshot().map(({ state }) => state)).toEqual(['done', 'done']);
    expect(registry.asked).not.toContain(`put ${placeholderName}`);
  });
});
