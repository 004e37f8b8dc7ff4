import { expect, it } from 'vitest';
import { giveBack } from './used-memory.ts';

it('gives back what is theirs alone', () => {
  const bytes = Buffer.alloc(100_000, 'tea');
  giveBack(bytes);
  expect(bytes.length).toBe(0);
});

it('leaves memory that others have a part in', () => {
  const all = Buffer.alloc(100_000, 'tea');
  giveBack(all.subarray(0, 99_999));
  giveBack(all.subarray(1));
  const ofThePool = Buffer.from('tea');
  giveBack(ofThePool);
  const shared = Buffer.from(new SharedArrayBuffer(3));
  giveBack(shared);
  expect(all.equals(Buffer.alloc(100_000, 'tea'))).toBe(true);
  expect([ofThePool.toString(), shared.length]).toEqual(['tea', 3]);
});
