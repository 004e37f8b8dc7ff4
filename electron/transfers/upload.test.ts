import { createHash, randomBytes } from 'node:crypto';
import { appendFile, mkdtemp, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { failed, succeeded } from '../../shared/outcome.ts';
import { HashService } from '../local-files/hash-service.ts';
import { walk } from '../local-files/walk.ts';
import { quickClock } from '../testing/clocks.ts';
import { MemoryRegistry } from '../testing/memory-registry.ts';
import { runWatched } from '../testing/watched-run.ts';
import { EqualContent } from './equal-content.ts';
import { Upload, type UploadRequest } from './upload.ts';
import { VersionListings } from './version-listings.ts';

const version = { owner: 'crew', packageName: 'kettle', version: '1.4.2' };
const coordinates = { ...version, fileName: 'kettle.bin' };
const bytes = randomBytes(2_500_000);
const sha256 = createHash('sha256').update(bytes).digest('hex');

let folder = '';
let path = '';
let registry: MemoryRegistry;
let hashes: HashService;
let equalContent: EqualContent;
beforeEach(async () => {
  hashes = new HashService();
  equalContent = new EqualContent();
  folder = await mkdtemp(join(tmpdir(), 'tea-chest-upload-'));
  path = join(folder, 'kettle.bin');
  registry = new MemoryRegistry();
});
afterEach(() => rm(folder, { recursive: true, force: true }));

async function uploadOf(content: Buffer, to = coordinates, sent?: UploadRequest['sent']): Promise<Upload> {
  const from = join(folder, to.fileName);
  await writeFile(from, content);
  const [file] = (await walk([from])).files;
  if (file === undefined) throw new Error('no file');
  const clock = quickClock();
  return new Upload(
    {
      clientFor: async () => succeeded(registry),
      listings: new VersionListings(clock),
      hashes,
      equalContent,
      clock,
    },
    { accountId: 'a', coordinates: to, file: file.reference, ...(sent && { sent }) },
  );
}

describe('an upload', () => {
  it('sends the bytes and is done when the server lists them and gives the last one back', async () => {
    const run = await runWatched(await uploadOf(bytes));
    expect(run.end).toEqual({ kind: 'done', sha256 });
    expect(run.states).toEqual(['checking', 'sending', 'storing', 'verifying']);
    expect(run.mostTransferred).toBe(bytes.length);
    expect(registry.get(coordinates)?.equals(bytes)).toBe(true);
    expect(registry.asked).toEqual(['list', 'put kettle.bin', 'list', 'get kettle.bin from 2499999']);
  });

  it('sends a range of a file alone, and knows it again', async () => {
    await writeFile(path, bytes);
    const range = { start: 1_000_000, length: 600_000 };
    const meant = bytes.subarray(1_000_000, 1_600_000);
    const partSha256 = createHash('sha256').update(meant).digest('hex');
    const upload = async () => {
      const [file] = (await walk([path])).files;
      if (file === undefined) throw new Error('no file');
      const clock = quickClock();
      const parts = { clientFor: async () => succeeded(registry), listings: new VersionListings(clock) };
      return new Upload(
        { ...parts, hashes, equalContent, clock },
        { accountId: 'a', coordinates, file: file.reference, range },
      );
    };
    const first = await upload();
    expect(first.size).toBe(600_000);
    expect(first.work()).toMatchObject({ kind: 'publish', range });
    expect((await runWatched(first)).end).toEqual({ kind: 'done', sha256: partSha256 });
    expect(registry.get(coordinates)?.equals(meant)).toBe(true);
    hashes = new HashService();
    expect((await runWatched(await upload())).end).toEqual({ kind: 'skipped', sha256: partSha256 });
    range.start += 1;
    expect((await runWatched(await upload())).end).toMatchObject({ failure: { reason: 'already-exists' } });
  });

  it('takes an empty file, of which no byte can be asked for', async () => {
    const run = await runWatched(await uploadOf(Buffer.alloc(0)));
    expect(run.end).toMatchObject({ kind: 'done' });
    expect(registry.get(coordinates)).toHaveLength(0);
    expect(registry.asked).toEqual(['list', 'put kettle.bin', 'list']);
  });

  it('skips what is there already and sends nothing', async () => {
    registry.put(coordinates, bytes);
    const run = await runWatched(await uploadOf(bytes));
    expect(run.end).toEqual({ kind: 'skipped', sha256 });
    expect(registry.asked).toEqual(['list', 'get kettle.bin from 2499999']);
  });

  it('does not call done what is listed with the very bytes and cannot be given back', async () => {
    registry.put(coordinates, bytes);
    registry.damage(coordinates, (stored) => stored.subarray(0, 1000));
    const run = await runWatched(await uploadOf(bytes));
    expect(run.end).toMatchObject({ kind: 'failed', failure: { reason: 'damaged-on-server' } });
    expect(registry.bodyBytes).toBe(0);
  });

  it.each([
    ['other bytes of the same size', Buffer.alloc(bytes.length), coordinates],
    ['another size', Buffer.alloc(3), coordinates],
    ['another spelling of the name', Buffer.alloc(3), { ...coordinates, fileName: 'Kettle.BIN' }],
  ])('never sends over %s', async (_what, there, at) => {
    registry.put(at, there);
    const run = await runWatched(await uploadOf(bytes));
    expect(run.end).toEqual({ kind: 'failed', failure: { reason: 'already-exists', subject: 'kettle.bin' } });
    expect(registry.asked).toEqual(['list']);
  });

  it('fails for the reason why the server could not be asked', async () => {
    registry.listFault = () => failed('missing-scope', { status: 401, subject: 'read:package' });
    const run = await runWatched(await uploadOf(bytes));
    expect(run.end).toMatchObject({ kind: 'failed', failure: { reason: 'missing-scope' } });
    expect(registry.asked).toEqual(['list']);
  });
});

describe('a local file that changes', () => {
  it('before the upload is not sent', async () => {
    const upload = await uploadOf(bytes);
    await appendFile(path, 'x');
    expect((await runWatched(upload)).end).toMatchObject({ failure: { reason: 'local-file-changed' } });
    await rm(path);
    expect((await runWatched(upload)).end).toMatchObject({ failure: { reason: 'local-file-missing' } });
    expect(registry.bodyBytes).toBe(0);
  });

  it.each([
    ['grows', () => appendFile(path, 'x')],
    ['shrinks', () => truncate(path, 1_200_000)],
    ['is written to', () => writeFile(path, Buffer.alloc(bytes.length))],
  ])('while it is sent (%s) never arrives whole', async (_what, act) => {
    registry.publishFaults.push({ during: { at: 1, act } });
    const run = await runWatched(await uploadOf(bytes));
    expect(run.end).toMatchObject({ kind: 'failed', failure: { reason: 'local-file-changed' } });
    expect(registry.bodyBytes).toBeLessThan(bytes.length);
    expect(registry.get(coordinates)).toBeNull();
  });

  it('is sent to the end from the handle that was opened when its name goes away', async () => {
    registry.publishFaults.push({ during: { at: 1, act: () => rm(path, { force: true }) } });
    expect((await runWatched(await uploadOf(bytes))).end).toEqual({ kind: 'done', sha256 });
  });
});

describe('an upload without a clear answer', () => {
  it('broken on the way has failed and is not looked for', async () => {
    registry.publishFaults.push({ cutAt: 1_500_000 });
    const run = await runWatched(await uploadOf(bytes));
    expect(run.end).toEqual({ kind: 'failed', failure: { reason: 'interrupted' } });
    expect(registry.asked).toEqual(['list', 'put kettle.bin']);
    expect(run.mostTransferred).toBeLessThan(bytes.length);
  });

  it.each(['interrupted', 'timed-out', 'server-unavailable'] as const)(
    'that arrived all the same (%s) is done',
    async (reason) => {
      registry.publishFaults.push({ answer: failed(reason) });
      expect((await runWatched(await uploadOf(bytes))).end).toEqual({ kind: 'done', sha256 });
    },
  );

  it('is looked for several times, because the server may still be storing', async () => {
    registry.publishFaults.push({ answer: failed('timed-out', { status: 504 }), store: () => null });
    let looks = 0;
    registry.listFault = () => {
      looks += 1;
      if (looks === 4) registry.put(coordinates, bytes);
      return null;
    };
    expect((await runWatched(await uploadOf(bytes))).end).toEqual({ kind: 'done', sha256 });
  });

  it('that did not arrive fails with the first reason', async () => {
    registry.publishFaults.push({ answer: failed('timed-out', { status: 504 }), store: () => null });
    const run = await runWatched(await uploadOf(bytes));
    expect(run.end).toEqual({ kind: 'failed', failure: { reason: 'timed-out', status: 504 } });
  });

  it('refused because someone was faster is done for equal bytes and refused for others', async () => {
    registry.publishFaults.push({
      during: { at: 1, act: async () => registry.put(coordinates, bytes) },
    });
    expect((await runWatched(await uploadOf(bytes))).end).toEqual({ kind: 'done', sha256 });

    registry = new MemoryRegistry();
    registry.publishFaults.push({
      during: { at: 1, act: async () => registry.put(coordinates, Buffer.alloc(9)) },
    });
    expect((await runWatched(await uploadOf(bytes))).end).toMatchObject({
      failure: { reason: 'already-exists', subject: 'kettle.bin' },
    });
  });
});

/** The last byte, which is asked for again, is right: only the sha256 tells. */
function withOtherFirstByte(sent: Buffer): Buffer {
  return Buffer.concat([Buffer.of(sent.readUInt8(0) ^ 1), sent.subarray(1)]);
}

describe('a server that says 201', () => {
  it.each([
    ['stores nothing', () => null, 'not-stored'],
    ['stores no bytes', () => Buffer.alloc(0), 'damaged-on-server'],
    ['stores other bytes', (sent: Buffer) => Buffer.alloc(sent.length), 'damaged-on-server'],
    ['stores one other byte', withOtherFirstByte, 'damaged-on-server'],
  ] as const)('and %s is found out', async (_what, store, reason) => {
    registry.publishFaults.push({ store });
    const run = await runWatched(await uploadOf(bytes));
    expect(run.end).toEqual({ kind: 'failed', failure: { reason, subject: 'kettle.bin' } });
  });

  it.each([
    ['cannot give the file back', { answer: failed('server-error', { status: 500 }) }],
    ['gives back a shorter one', { send: (stored: Buffer) => stored.subarray(0, 100) }],
    ['gives back a longer one', { send: (stored: Buffer) => Buffer.concat([stored, stored.subarray(-1)]) }],
    [
      'gives back a shorter one without ranges',
      { ignoresRange: true, send: (stored: Buffer) => stored.subarray(0, 100) },
    ],
    [
      'gives back another last byte',
      { send: (stored: Buffer) => Buffer.alloc(stored.length, (stored.at(-1) ?? 0) ^ 1) },
    ],
  ])('and %s is found out', async (_what, fault) => {
    registry.downloadFaults.push(fault, fault, fault);
    const run = await runWatched(await uploadOf(bytes));
    expect(run.end).toEqual({
      kind: 'failed',
      failure: { reason: 'damaged-on-server', subject: 'kettle.bin' },
    });
  });

  it('and lists another size is found out', async () => {
    registry.listedAs = { size: bytes.length + 1 };
    expect((await runWatched(await uploadOf(bytes))).end).toMatchObject({
      failure: { reason: 'damaged-on-server' },
    });
  });

  it('is given time when the proof cannot be had at once', async () => {
    registry.downloadFaults.push({ answer: failed('server-unavailable', { status: 503 }) });
    expect((await runWatched(await uploadOf(bytes))).end).toEqual({ kind: 'done', sha256 });
  });

  it('is believed without ranges when the length is right', async () => {
    registry.downloadFaults.push({ ignoresRange: true });
    expect((await runWatched(await uploadOf(bytes))).end).toEqual({ kind: 'done', sha256 });
  });
});

describe('cancelling', () => {
  it.each(['checking', 'sending', 'storing', 'verifying'])('while %s ends it', async (at) => {
    const abort = new AbortController();
    const upload = await uploadOf(bytes);
    registry.publishFaults.push({ answer: at === 'storing' ? failed('interrupted') : succeeded(undefined) });
    const run = await runWatched(upload, abort.signal, (state) => {
      if (state === at) abort.abort();
    });
    expect(run.end).toEqual({ kind: 'failed', failure: { reason: 'cancelled' } });
    expect(run.states.at(-1)).toBe(at);
  });
});

describe('an upload of which an earlier process did not see the end', () => {
  const sent = { sentBytes: 0, mayHaveArrived: true };

  it('is done when the file is there, and nothing is sent', async () => {
    registry.put(coordinates, bytes);
    const run = await runWatched(await uploadOf(bytes, coordinates, sent));
    expect(run.end).toEqual({ kind: 'done', sha256 });
    expect(registry.bodyBytes).toBe(0);
  });

  it('waits for what the server is still storing', async () => {
    let looks = 0;
    registry.listFault = () => {
      looks += 1;
      if (looks === 4) registry.put(coordinates, bytes);
      return null;
    };
    const run = await runWatched(await uploadOf(bytes, coordinates, sent));
    expect(run.end).toEqual({ kind: 'done', sha256 });
    expect(registry.bodyBytes).toBe(0);
  });

  it('is sent when it does not appear, once', async () => {
    const run = await runWatched(await uploadOf(bytes, coordinates, sent));
    expect(run.end).toEqual({ kind: 'done', sha256 });
    expect(registry.bodyBytes).toBe(bytes.length);
  });

  it('says so when other bytes are there', async () => {
    registry.put(coordinates, Buffer.alloc(bytes.length));
    const run = await runWatched(await uploadOf(bytes, coordinates, sent));
    expect(run.end).toMatchObject({ kind: 'failed', failure: { reason: 'already-exists' } });
  });
});

describe('sending again', () => {
  it('happens once by itself, then the user is asked', async () => {
    registry.publishFaults.push({ cutAt: 1_000_000 }, { cutAt: 2_000_000 });
    const upload = await uploadOf(bytes);
    expect((await runWatched(upload)).end).toMatchObject({ kind: 'failed' });
    expect(upload.mayRunAgain()).toBe(true);
    expect((await runWatched(upload)).end).toMatchObject({ kind: 'failed' });
    expect(upload.mayRunAgain()).toBe(false);
    expect((await runWatched(upload)).end).toMatchObject({
      kind: 'failed',
      failure: { reason: 'not-stored' },
    });
    expect(registry.bodyBytes).toBeLessThanOrEqual(2 * bytes.length);
    upload.startOver();
    expect((await runWatched(upload)).end).toEqual({ kind: 'done', sha256 });
  });

  it.each([
    ['a cut', 'interrupted', 4],
    ['a gateway that gave up', 'server-unavailable', 4],
    ["the server's own fault", 'server-error', 1],
  ] as const)(
    'waits after %s for what may still be stored, as far as that is possible',
    async (_what, reason, looks) => {
      registry.publishFaults.push({ store: () => null, answer: failed(reason) });
      expect((await runWatched(await uploadOf(bytes))).end).toMatchObject({
        kind: 'failed',
        failure: { reason },
      });
      expect(registry.asked.filter((asked) => asked === 'list')).toHaveLength(1 + looks);
    },
  );

  it('is announced, so that nothing goes out that is there by then', async () => {
    registry.publishFaults.push({ cutAt: 1_000_000 });
    const published = vi.spyOn(registry, 'publishFile');
    const upload = await uploadOf(bytes);
    await runWatched(upload);
    await runWatched(upload);
    expect(published.mock.calls.map(([{ asksFirst }]) => asksFirst)).toEqual([false, true]);
  });

  it('is no limit on tries that sent nothing', async () => {
    const upload = await uploadOf(bytes);
    for (let time = 0; time < 5; time += 1) {
      registry.listFault = () => failed('unreachable');
      expect((await runWatched(upload)).end).toMatchObject({ kind: 'failed' });
      expect(upload.mayRunAgain()).toBe(true);
    }
    registry.listFault = null;
    expect((await runWatched(upload)).end).toEqual({ kind: 'done', sha256 });
  });

  it('is written down before the last bytes go out, so that the next process looks first', async () => {
    const upload = await uploadOf(bytes);
    let receivedWhenKept = Number.NaN;
    const remembered: boolean[] = [];
    await upload.run(
      {
        state: () => undefined,
        transferred: () => undefined,
        size: () => undefined,
        localName: () => undefined,
        remember: async () => {
          receivedWhenKept = registry.bodyBytes;
          const work = upload.work();
          remembered.push(work.mayHaveArrived);
          return true;
        },
      },
      new AbortController().signal,
    );
    expect(remembered).toEqual([true]);
    expect(receivedWhenKept).toBeLessThan(bytes.length);
  });
});

it('equal bytes under two names are sent one after the other', async () => {
  const publish = registry.publishFile.bind(registry);
  let atOnce = 0;
  let most = 0;
  vi.spyOn(registry, 'publishFile').mockImplementation(async (request) => {
    atOnce += 1;
    most = Math.max(most, atOnce);
    const published = await publish(request);
    atOnce -= 1;
    return published;
  });
  const uploads = [await uploadOf(bytes), await uploadOf(bytes, { ...version, fileName: 'copy.bin' })];
  const runs = await Promise.all(uploads.map((upload) => runWatched(upload)));
  expect(runs.map(({ end }) => end.kind)).toEqual(['done', 'done']);
  expect(most).toBe(1);
});
