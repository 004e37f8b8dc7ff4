import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createWire } from './wire.ts';

const wire = createWire();

describe('the wire', () => {
  test('brings back whatever plain value it is given', () => {
    const anything = fc.anything({
      withBigInt: true,
      withDate: true,
      withMap: true,
      withSet: true,
      withTypedArray: true,
      withNullPrototype: false,
    });
    fc.assert(
      fc.property(anything, (value) => {
        expect(wire.decode(wire.encode(value))).toEqual(structuredClone(value));
      }),
    );
  });

  test('keeps what an object holds twice one object', () => {
    const shared = { name: 'shared' };
    const back = wire.decode(wire.encode({ first: shared, second: [shared] }));
    expect(back).toEqual({ first: shared, second: [shared] });
    expect(Reflect.get(Object(back), 'first')).toBe(Reflect.get(Object(back), 'second')[0]);
  });

  test('makes an instance a plain object and keeps the kind of an error', () => {
    class Point {
      readonly x = 1;
    }
    expect(Object.getPrototypeOf(wire.decode(wire.encode(new Point())))).toBe(Object.prototype);
    expect(wire.decode(wire.encode(new RangeError('too far')))).toBeInstanceOf(RangeError);
  });

  test.each([
    ['a function', () => undefined],
    ['a symbol', Symbol('s')],
    ['a promise', Promise.resolve()],
    ['a blob', new Blob(['x'])],
    ['a port', new MessageChannel().port1],
  ])('refuses %s, also deep inside', (_what, value) => {
    expect(() => wire.encode(value)).toThrow(DOMException);
    expect(() => wire.encode([{ value }])).toThrow(DOMException);
  });
});
