import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Transfer } from '../../shared/transfer.ts';
import { gatherSnapshots } from './gather-snapshots.ts';

function transfer(id: string, transferred: number): Transfer {
  return {
    id,
    direction: 'publish',
    accountId: 'git-example',
    coordinates: { owner: 'crew', packageName: 'kettle', version: '1.0', fileName: `${id}.bin` },
    localName: `${id}.bin`,
    state: 'sending',
    size: 100,
    transferred,
    speed: null,
    sha256: null,
    failure: null,
    batch: null,
    copiedFrom: null,
    oldFile: null,
    waitsFor: 0,
    retryAt: null,
    position: 0,
    addedAt: 1,
    startedAt: 1,
    settledAt: null,
  };
}

/** Takes `drawing` milliseconds for whatever it is handed. */
function slowWindow(drawing: number) {
  const drawn: string[] = [];
  const gatherer = gatherSnapshots((snapshots) => {
    vi.advanceTimersByTime(drawing);
    drawn.push(snapshots.map(({ id, transferred }) => `${id}:${transferred}`).join(' '));
  });
  return { drawn, gatherer };
}

describe('snapshots that come faster than they are drawn', () => {
  beforeEach(() => {
    vi.useFakeTimers();
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  it('are handed on at once after a pause', () => {
    const { drawn, gatherer } = slowWindow(50);
    gatherer.takeIn([transfer('a', 1)]);
    vi.advanceTimersByTime(500);
    gatherer.takeIn([transfer('a', 2)]);
    expect(drawn).toEqual(['a:1', 'a:2']);
  });

  it('wait three times as long as drawing took, and only the latest of each is handed on', () => {
    const { drawn, gatherer } = slowWindow(50);
    gatherer.takeIn([transfer('a', 1)]);
    gatherer.takeIn([transfer('a', 2), transfer('b', 1)]);
    gatherer.takeIn([transfer('a', 3)]);
    vi.advanceTimersByTime(140);
    expect(drawn).toEqual(['a:1']);
    vi.advanceTimersByTime(20);
    expect(drawn).toEqual(['a:1', 'a:3 b:1']);
  });

  it('never wait longer than a second', () => {
    const { drawn, gatherer } = slowWindow(5000);
    gatherer.takeIn([transfer('a', 1)]);
    gatherer.takeIn([transfer('a', 2)]);
    vi.advanceTimersByTime(1001);
    expect(drawn).toEqual(['a:1', 'a:2']);
  });

  it('can be asked for', () => {
    const { drawn, gatherer } = slowWindow(50);
    gatherer.takeIn([transfer('a', 1)]);
    gatherer.takeIn([transfer('a', 2)]);
    gatherer.flush();
    expect(drawn).toEqual(['a:1', 'a:2']);
  });
});
