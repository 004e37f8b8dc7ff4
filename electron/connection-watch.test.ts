import { expect, it } from 'vitest';
import { ConnectionWatch } from './connection-watch.ts';
import { ManualClock } from './testing/clocks.ts';

function watch() {
  const clock = new ManualClock();
  const state = { lost: 0, addresses: '192.0.2.1' };
  const watching = new ConnectionWatch(
    clock,
    () => {
      state.lost += 1;
    },
    () => state.addresses,
  );
  watching.start();
  return { clock, state, watching };
}

it('notices another network, not that there is none', () => {
  const { clock, state } = watch();
  clock.advance(10_000);
  expect(state.lost).toBe(0);
  state.addresses = '';
  clock.advance(2000);
  expect(state.lost).toBe(0);
  state.addresses = '192.0.2.7';
  clock.advance(2000);
  expect(state.lost).toBe(1);
  clock.advance(10_000);
  expect(state.lost).toBe(1);
});

it('notices that the machine slept, also where only the clock on the wall went on', () => {
  const { clock, state } = watch();
  const wall = clock.now.bind(clock);
  let slept = 0;
  clock.now = () => wall() + slept;
  clock.advance(2000);
  expect(state.lost).toBe(0);
  slept = 60_000;
  clock.advance(2000);
  expect(state.lost).toBe(1);
});

it('ends', () => {
  const { clock, state, watching } = watch();
  watching.stop();
  state.addresses = 'other';
  clock.advance(10_000);
  expect(state.lost).toBe(0);
});
