import { describe, expect, it } from 'vitest';
import { ReplaceTurns } from './replace-turns.ts';

const nobody = new AbortController().signal;

function turn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

describe('replacements of one version', () => {
  it('go one by one, those of others at the same time', async () => {
    const turns = new ReplaceTurns();
    const leave = await turns.enter('kettle 1', nobody);
    const order: string[] = [];
    const second = turns.enter('kettle 1', nobody).then((leaveSecond) => {
      order.push('second');
      return leaveSecond;
    });
    await turns.enter('kettle 2', nobody);
    await turn();
    expect(order).toEqual([]);
    leave();
    (await second)();
    expect(order).toEqual(['second']);
  });

  it('wait no longer when they are called off, and let nobody past the one at work', async () => {
    const turns = new ReplaceTurns();
    const leave = await turns.enter('kettle 1', nobody);
    const abort = new AbortController();
    const calledOff = turns.enter('kettle 1', abort.signal);
    abort.abort();
    (await calledOff)();
    let isIn = false;
    const third = turns.enter('kettle 1', nobody).then(() => (isIn = true));
    await turn();
    expect(isIn).toBe(false);
    leave();
    await third;
    expect(isIn).toBe(true);
  });
});
