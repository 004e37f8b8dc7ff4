import { describe, expect, it } from 'vitest';
import { failed, type Outcome, succeeded } from '../../shared/outcome.ts';
import type { VersionFiles } from '../../shared/package.ts';
import { ManualClock } from '../testing/clocks.ts';
import { MemoryRegistry } from '../testing/memory-registry.ts';
import { VersionListings } from './version-listings.ts';

const version = { owner: 'crew', packageName: 'kettle', version: '1' };
const nobody = new AbortController().signal;

/** A registry whose listings come when the test says so. */
class SlowRegistry extends MemoryRegistry {
  readonly open: ((answer: Outcome<VersionFiles>) => void)[] = [];

  override listFiles(): Promise<Outcome<VersionFiles>> {
    return new Promise((resolve) => this.open.push(resolve));
  }
}

const empty = succeeded({ files: [], damagedRows: 0 });

function turn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

describe('shared listings', () => {
  it('answer all who ask together, and for a moment after, from one question', async () => {
    const registry = new SlowRegistry();
    const clock = new ManualClock();
    const listings = new VersionListings(clock);
    const asked = [1, 2, 3].map(() => listings.recent(registry, 'a', version, nobody));
    registry.open[0]?.(empty);
    expect(await Promise.all(asked)).toEqual([empty, empty, empty]);
    expect(await listings.recent(registry, 'a', version, nobody)).toEqual(empty);
    expect(registry.open).toHaveLength(1);
    clock.advance(3000);
    void listings.recent(registry, 'a', version, nobody);
    void listings.recent(registry, 'other', version, nobody);
    expect(registry.open).toHaveLength(3);
  });

  it('never give an answer from before the question to who needs a fresh one, and let all such wait for one', async () => {
    const registry = new SlowRegistry();
    const clock = new ManualClock();
    const listings = new VersionListings(clock);
    void listings.recent(registry, 'a', version, nobody);
    const fresh = Promise.all([1, 2, 3].map(() => listings.fresh(registry, 'a', version, nobody)));
    await turn();
    expect(registry.open).toHaveLength(1);
    clock.advance(500);
    registry.open[0]?.(empty);
    await turn();
    expect(registry.open).toHaveLength(1);
    clock.advance(1999);
    await turn();
    expect(registry.open).toHaveLength(1);
    clock.advance(1);
    await turn();
    expect(registry.open).toHaveLength(2);
    const later = listings.fresh(registry, 'a', version, nobody);
    const there = failed('not-found');
    registry.open[1]?.(there);
    expect(await fresh).toEqual([there, there, there]);
    await turn();
    registry.open[2]?.(empty);
    expect(await later).toEqual(empty);
  });

  it('let go of who is cancelled, and of nobody else', async () => {
    const registry = new SlowRegistry();
    const listings = new VersionListings(new ManualClock());
    const abort = new AbortController();
    const left = listings.recent(registry, 'a', version, abort.signal);
    const stayed = listings.recent(registry, 'a', version, nobody);
    abort.abort();
    expect(await left).toEqual(failed('cancelled'));
    registry.open[0]?.(empty);
    expect(await stayed).toEqual(empty);
  });
});
