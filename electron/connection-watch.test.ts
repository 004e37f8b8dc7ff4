import { expect, it } from 'vitest';
import { ConnectionWatch } from './connection-watch.ts';
import { ManualClock } from './testing/clocks.ts';

function watch() {
  const clock = new ManualClock();
  const told: string[] = [];
  const state = { addresses: ['192.0.2.1'] };
  const watching = new ConnectionWatch(
    clock,
    { lost: () => told.push('lost'), found: () => told.push('found') },
    () => state.addresses,
  );
  watching.start();
  return { clock, state, told, watching };
}

it('tells lost connections from new ways, once each', () => {
  const { clock, state, told } = watch();
  clock.advance(10_000);
  expect(told).toEqual([]);
  state.addresses = ['192.0.2.1', '10.8.0.2'];
  clock.advance(10_000);
  expect(told).toEqual(['found']);
  state.addresses = ['10.8.0.2'];
  clock.advance(10_000);
  expect(told).toEqual(['found', 'lost']);
});

it('notices that the machine slept, also where only the clock on the wall went on', () => {
  const { clock, told } = watch();
  const wall = clock.now.bind(clock);
  let slept = 0;
  clock.now = () => wall() + slept;
  clock.advance(2000);
  expect(told).toEqual([]);
  slept = 60_000;
  clock.advance(4000);
  expect(told).toEqual(['lost']);
});

it('ends', () => {
  const { clock, state, told, watching } = watch();
  watching.stop();
  state.addresses = ['other'];
  clock.advance(10_000);
  expect(told).toEqual([]);
});
