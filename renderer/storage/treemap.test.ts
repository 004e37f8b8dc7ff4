import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { treemap } from './treemap.ts';

describe('a treemap', () => {
  it('gives each value its area inside the whole, without overlaps', () => {
    const values = fc.array(fc.oneof(fc.constant(0), fc.integer({ min: 1, max: 1_000_000 })), {
      minLength: 1,
      maxLength: 30,
    });
    fc.assert(
      fc.property(values, fc.double({ min: 0.3, max: 5, noNaN: true }), (given, aspect) => {
        const sorted = given.toSorted((left, right) => right - left);
        const sum = sorted.reduce((total, value) => total + value, 0);
        const tiles = treemap(sorted, aspect);
        expect(tiles).toHaveLength(sorted.length);
        const slack = 1e-6;
        for (const [position, { left, top, width, height }] of tiles.entries()) {
          expect(width * height).toBeCloseTo(sum === 0 ? 0 : (sorted[position] ?? 0) / sum, 6);
          expect(left).toBeGreaterThan(-slack);
          expect(top).toBeGreaterThan(-slack);
          expect(left + width).toBeLessThan(1 + slack);
          expect(top + height).toBeLessThan(1 + slack);
          const overlapping = tiles.filter(
            (other, at) =>
              at < position &&
              Math.min(left + width, other.left + other.width) - Math.max(left, other.left) > slack &&
              Math.min(top + height, other.top + other.height) - Math.max(top, other.top) > slack,
          );
          expect(overlapping).toEqual([]);
        }
      }),
    );
  });

  it('is made of squares where it can be', () => {
    const tiles = treemap([1, 1, 1, 1], 1);
    for (const { width, height } of tiles) expect(width).toBeCloseTo(height);
  });
});
