import fc from 'fast-check';
import { expect, it } from 'vitest';
import { positionsBetween } from './positions.ts';

it('puts any of them anywhere, any number of times', () => {
  const moves = fc.array(
    fc.record({ moved: fc.uniqueArray(fc.nat(9), { minLength: 1 }), before: fc.nat(12) }),
    { minLength: 1, maxLength: 120 },
  );
  fc.assert(
    fc.property(moves, (all) => {
      let order = Array.from({ length: 10 }, (_, index) => ({ id: `t${index}`, position: index + 1 }));
      for (const { moved, before } of all) {
        const movedOnes = moved.flatMap((index) => order.find(({ id }) => id === `t${index}`) ?? []);
        const others = order.filter((one) => !movedOnes.includes(one));
        const at = others.findIndex(({ id }) => id === `t${before}`);
        const expected = [...others];
        expected.splice(at === -1 ? others.length : at, 0, ...movedOnes);
        const changed = positionsBetween(order, movedOnes, at === -1 ? null : `t${before}`);
        order = order
          .map((one) => ({ ...one, position: changed.get(one) ?? one.position }))
          .sort((one, other) => one.position - other.position);
        expect(order.map(({ id }) => id)).toEqual(expected.map(({ id }) => id));
      }
    }),
    { numRuns: 60 },
  );
});
