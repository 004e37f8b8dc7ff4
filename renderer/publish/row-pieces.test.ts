import { expect, test } from 'vitest';
import { type RowPiece, rowAt, rowOffsets, rowPieces } from './row-pieces.ts';

function heightOf(pieces: readonly RowPiece[], offsets: Float64Array): number {
  return pieces.reduce(
    (sum, piece) =>
      sum +
      (piece.kind === 'gap'
        ? piece.height
        : (offsets[piece.position + 1] ?? 0) - (offsets[piece.position] ?? 0)),
    0,
  );
}

function drawn(pieces: readonly RowPiece[]): number[] {
  return pieces.flatMap((piece) => (piece.kind === 'row' ? [piece.position] : []));
}

const even = rowOffsets(10_000, () => 32);

test('only what is in sight is drawn, and all takes the place of all', () => {
  const pieces = rowPieces(even, { top: 32 * 5000, height: 320 }, null);
  expect(drawn(pieces).length).toBeLessThan(40);
  for (let position = 5000; position < 5010; position += 1) expect(drawn(pieces)).toContain(position);
  expect(heightOf(pieces, even)).toBe(32 * 10_000);
});

test('the row that is kept is drawn in its place, above or below what is in sight', () => {
  for (const kept of [0, 3, 5002, 9999]) {
    const pieces = rowPieces(even, { top: 32 * 5000, height: 320 }, kept);
    expect(drawn(pieces)).toContain(kept);
    expect(drawn(pieces)).toEqual([...drawn(pieces)].sort((one, other) => one - other));
    expect(new Set(drawn(pieces)).size).toBe(drawn(pieces).length);
    expect(heightOf(pieces, even)).toBe(32 * 10_000);
  }
});

test('rows of any height are found by their place', () => {
  const offsets = rowOffsets(5, (position) => [10, 100, 10, 10, 50][position] ?? 0);
  expect([0, 9, 10, 109, 110, 129, 130, 1000].map((place) => rowAt(offsets, place))).toEqual([
    0, 0, 1, 1, 2, 3, 4, 4,
  ]);
});

test('a short table is drawn whole, an empty one not at all', () => {
  expect(
    drawn(
      rowPieces(
        rowOffsets(3, () => 32),
        { top: 0, height: 400 },
        null,
      ),
    ),
  ).toEqual([0, 1, 2]);
  expect(
    rowPieces(
      rowOffsets(0, () => 32),
      { top: 0, height: 400 },
      5,
    ),
  ).toEqual([]);
});
