import { describe, expect, it } from 'vitest';
import { moveByStep, moveToPlace, placeInQueue } from './queue-moves.ts';

const queue = ['a', 'b', 'c', 'd', 'e'];

function chosen(...ids: string[]): ReadonlySet<string> {
  return new Set(ids);
}

describe('a place to drop at', () => {
  const list = ['running', ...queue, 'done', 'done-earlier'];
  const place = (key: string, dropPosition: 'before' | 'after' | 'on') =>
    placeInQueue(list, (id) => queue.includes(id), { key, dropPosition });

  it('is beside a row of the queue', () => {
    expect(place('b', 'before')).toEqual({ key: 'b', dropPosition: 'before' });
    expect(place('b', 'after')).toEqual({ key: 'b', dropPosition: 'after' });
  });

  it('is also the edge that the queue shares with what stands around it', () => {
    expect(place('running', 'after')).toEqual({ key: 'a', dropPosition: 'before' });
    expect(place('done', 'before')).toEqual({ key: 'e', dropPosition: 'after' });
  });

  it('is nowhere else', () => {
    expect(place('b', 'on')).toBeNull();
    expect(place('running', 'before')).toBeNull();
    expect(place('done', 'after')).toBeNull();
    expect(place('gone', 'before')).toBeNull();
  });
});

describe('a move by dragging', () => {
  it('puts what is dragged before or after the row that it was dropped on', () => {
    expect(moveToPlace(queue, chosen('d'), { key: 'b', dropPosition: 'before' })).toEqual({
      ids: ['d'],
      before: 'b',
    });
    expect(moveToPlace(queue, chosen('a'), { key: 'c', dropPosition: 'after' })).toEqual({
      ids: ['a'],
      before: 'd',
    });
    expect(moveToPlace(queue, chosen('a'), { key: 'e', dropPosition: 'after' })).toEqual({
      ids: ['a'],
      before: null,
    });
  });

  it('keeps the order of several, wherever they came from', () => {
    expect(moveToPlace(queue, chosen('e', 'b'), { key: 'a', dropPosition: 'before' })).toEqual({
      ids: ['b', 'e'],
      before: 'a',
    });
  });

  it('never names one of those that move as the row to stand before', () => {
    expect(moveToPlace(queue, chosen('b', 'd'), { key: 'b', dropPosition: 'before' })).toEqual({
      ids: ['b', 'd'],
      before: 'c',
    });
  });

  it('asks for nothing when all stays as it is, or the row is gone', () => {
    expect(moveToPlace(queue, chosen('b'), { key: 'b', dropPosition: 'after' })).toBeNull();
    expect(moveToPlace(queue, chosen('b'), { key: 'a', dropPosition: 'after' })).toBeNull();
    expect(moveToPlace(queue, chosen('b'), { key: 'gone', dropPosition: 'before' })).toBeNull();
    expect(moveToPlace(queue, chosen('gone'), { key: 'a', dropPosition: 'before' })).toBeNull();
  });
});

describe('a move by a step', () => {
  it('goes up, down and to the top', () => {
    expect(moveByStep(queue, chosen('c'), 'up')).toEqual({ ids: ['c'], before: 'b' });
    expect(moveByStep(queue, chosen('c'), 'down')).toEqual({ ids: ['c'], before: 'e' });
    expect(moveByStep(queue, chosen('d'), 'down')).toEqual({ ids: ['d'], before: null });
    expect(moveByStep(queue, chosen('d', 'e'), 'top')).toEqual({ ids: ['d', 'e'], before: 'a' });
  });

  it('gathers what does not stand together', () => {
    expect(moveByStep(queue, chosen('b', 'd'), 'up')).toEqual({ ids: ['b', 'd'], before: 'a' });
    expect(moveByStep(queue, chosen('b', 'd'), 'down')).toEqual({ ids: ['b', 'd'], before: null });
  });

  it('asks for nothing at the ends', () => {
    expect(moveByStep(queue, chosen('a'), 'up')).toBeNull();
    expect(moveByStep(queue, chosen('a', 'b'), 'top')).toBeNull();
    expect(moveByStep(queue, chosen('e'), 'down')).toBeNull();
    expect(moveByStep(queue, chosen(), 'top')).toBeNull();
  });
});
