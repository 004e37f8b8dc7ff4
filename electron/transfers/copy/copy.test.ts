import { createHash, randomBytes } from 'node:crypto';
import { beforeEach, describe, expect, it } from 'vitest';
import { failed, type Outcome, succeeded } from '../../../shared/outcome.ts';
import { quickClock } from '../../testing/clocks.ts';
import { type DownloadFault, MemoryRegistry } from '../../testing/memory-registry.ts';
import { runWatched } from '../../testing/watched-run.ts';
import { EqualContent } from '../equal-content.ts';
import type { TransferClient } from '../transfer-client.ts';
import { VersionListings } from '../version-listings.ts';
import { Copy } from './copy.ts';

const version = { owner: 'crew', packageName: 'kettle', version: '1.4.2' };
const coordinates = { ...version, fileName: 'kettle.bin' };
const to = { ...version, owner: 'lounge', fileName: 'kettle.bin' };
const bytes = randomBytes(1_000_000);
const sha256 = createHash('sha256').update(bytes).digest('hex');

let source: MemoryRegistry;
let target: MemoryRegistry;
beforeEach(() => {
  source = new MemoryRegistry();
  target = new MemoryRegistry();
  source.put(coordinates, bytes);
});

function newCopy(
  listed: { readonly size: number; readonly sha256: string } = { size: bytes.length, sha256 },
  sourceClient: () => Outcome<TransferClient> = () => succeeded(source),
): Copy {
  const clock = quickClock();
  return new Copy(
    {
      clientFor: async (accountId) => (accountId === 'source' ? sourceClient() : succeeded(target)),
      listings: new VersionListings(clock),
      equalContent: new EqualContent(),
      clock,
    },
    { accountId: 'target', coordinates: to, from: { accountId: 'source', coordinates, ...listed } },
  );
}

/** What a server sends whose disk turned one bit. */
function flipped(at: number) {
  return (all: Buffer): Buffer => {
    const wrong = Buffer.from(all);
    wrong.writeUInt8(wrong.readUInt8(at) ^ 1, at);
    return wrong;
  };
}

describe('a copy', () => {
  it('reads the source once while it sends, and has the last byte given back by the other server', async () => {
    const run = await runWatched(newCopy());
    expect(run.end).toEqual({ kind: 'done', sha256 });
    expect(run.states).toEqual(['checking', 'sending', 'storing', 'verifying']);
    expect(target.get(to)?.equals(bytes)).toBe(true);
    expect(source.asked).toEqual(['list', 'get kettle.bin from 0']);
    expect(target.asked.at(-1)).toBe('get kettle.bin from 999999');
  });

  it.each<[string, readonly DownloadFault[]]>([
    ['breaks off twice', [{ cutAt: 300_000 }, { cutAt: 200_000 }]],
    ['breaks off and gives no ranges', [{ cutAt: 300_000 }, { ignoresRange: true }]],
    ['does not tell how much it is', [{ hidesSize: true }]],
    [
      'breaks off before the first byte',
      [{ cutAt: 0 }, { answer: failed('server-unavailable', { status: 503 }) }],
    ],
  ])('of a source that %s is sent in one body', async (_what, faults) => {
    source.downloadFaults.push(...faults);
    expect((await runWatched(newCopy())).end).toEqual({ kind: 'done', sha256 });
    expect(target.bodyBytes).toBe(bytes.length);
    expect(target.get(to)?.equals(bytes)).toBe(true);
  });

  it.each<[string, Outcome<never>, object]>([
    ['cannot be had', failed('unreachable', { subject: 'git.example.org' }), { reason: 'unreachable' }],
    ['refuses', failed('not-allowed', { status: 403 }), { reason: 'not-allowed' }],
  ])('whose source %s says that it is the source, and stores nothing', async (_what, answer, failure) => {
    source.downloadFaults.push({ cutAt: 300_000 }, ...Array.from({ length: 4 }, () => ({ answer })));
    const copy = newCopy();
    expect((await runWatched(copy)).end).toMatchObject({ kind: 'failed', failure });
    expect(copy.copiedFrom().isAtFault).toBe(true);
    expect(copy.work()).toMatchObject({ isSourceAtFault: true, mayHaveArrived: false });
    expect(target.get(to)).toBeNull();
    source.downloadFaults.length = 0;
    expect((await runWatched(copy)).end).toEqual({ kind: 'done', sha256 });
    expect(copy.copiedFrom().isAtFault).toBe(false);
  });

  it('says of a failure of the other server that it is not the source', async () => {
    target.publishFaults.push({ cutAt: 100_000 });
    const copy = newCopy();
    expect((await runWatched(copy)).end).toMatchObject({ failure: { reason: 'interrupted' } });
    expect(copy.copiedFrom().isAtFault).toBe(false);
    expect(copy.mayRunAgain()).toBe(true);
  });

  it.each<[string, DownloadFault]>([
    ['shorter', { send: (all) => all.subarray(1) }],
    ['longer', { send: (all) => Buffer.concat([all, Buffer.from('x')]) }],
  ])('takes nothing of a file that is %s than it is listed', async (_what, fault) => {
    source.downloadFaults.push(fault);
    expect((await runWatched(newCopy())).end).toMatchObject({ failure: { reason: 'damaged-on-server' } });
    expect(target.get(to)).toBeNull();
  });

  it('fetches wrong bytes twice: the same ones are damaged there, others were damaged on the way', async () => {
    source.downloadFaults.push({ send: flipped(5) }, { send: flipped(5) });
    const copy = newCopy();
    expect((await runWatched(copy)).end).toMatchObject({ failure: { reason: 'interrupted' } });
    expect(copy.mayRunAgain()).toBe(true);
    expect((await runWatched(copy)).end).toMatchObject({ failure: { reason: 'damaged-on-server' } });
    expect(copy.mayRunAgain()).toBe(false);
    copy.startOver();
    source.downloadFaults.push({ send: flipped(6) });
    expect((await runWatched(copy)).end).toMatchObject({ failure: { reason: 'damaged-in-transit' } });
    expect(target.get(to)).toBeNull();
  });

  it('copies an empty file without a byte, and no other one in its place', async () => {
    source.put(coordinates, Buffer.alloc(0));
    const empty = { size: 0, sha256: createHash('sha256').digest('hex') };
    expect((await runWatched(newCopy(empty))).end).toMatchObject({ kind: 'done' });
    expect(source.asked).toEqual(['list']);
    target.remove(to);
    const wrong = newCopy({ size: 0, sha256 });
    expect((await runWatched(wrong)).end).toMatchObject({ failure: { reason: 'changed-on-server' } });
  });

  it('that is stopped leaves the source, and nothing is stored', async () => {
    const abort = new AbortController();
    target.publishFaults.push({ during: { at: 200_000, act: async () => abort.abort() } });
    const copy = newCopy();
    expect((await runWatched(copy, abort.signal)).end).toMatchObject({ failure: { reason: 'cancelled' } });
    expect(copy.copiedFrom().isAtFault).toBe(false);
    expect(target.get(to)).toBeNull();
  });

  it('of what is there already asks both servers for the last byte only', async () => {
    target.put(to, bytes);
    source.downloadFaults.push({ ignoresRange: true });
    expect((await runWatched(newCopy())).end).toEqual({ kind: 'skipped', sha256 });
    expect(target.bodyBytes).toBe(0);
    target.damage(to, (all) => all.subarray(1));
    expect((await runWatched(newCopy())).end).toMatchObject({ failure: { reason: 'damaged-on-server' } });
  });

  it('whose source account cannot be used says so', async () => {
    const copy = newCopy(undefined, () => failed('credential-locked'));
    expect((await runWatched(copy)).end).toMatchObject({ failure: { reason: 'credential-locked' } });
    expect(copy.copiedFrom().isAtFault).toBe(true);
    expect(target.asked).toEqual(['list']);
  });
});
