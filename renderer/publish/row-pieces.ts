/** A part of a long table: a row that is drawn, or the height of rows that are not. */
export type RowPiece =
  | { readonly kind: 'row'; readonly position: number }
  /** `after` is the position of the last row before it, -1 at the start. */
  | { readonly kind: 'gap'; readonly after: number; readonly height: number };

/** What is in sight, in pixels from the top of all rows. */
export interface Sight {
  readonly top: number;
  readonly height: number;
}

/** Rows drawn above and below what is in sight, so that scrolling shows no holes. */
const margin = 5;

/** Where each row begins, and at the end the height of all. */
export function rowOffsets(count: number, heightOf: (position: number) => number): Float64Array {
  const offsets = new Float64Array(count + 1);
  for (let position = 0; position < count; position += 1) {
    offsets[position + 1] = (offsets[position] ?? 0) + heightOf(position);
  }
  return offsets;
}

/** The row that covers a place; the last one for places below all rows. */
export function rowAt(offsets: Float64Array, place: number): number {
  let low = 0;
  let high = Math.max(0, offsets.length - 2);
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if ((offsets[middle] ?? 0) <= place) low = middle;
    else high = middle - 1;
  }
  return low;
}

/**
 * What to draw of a table of thousands of rows: those in sight with some around them, the one that is `kept` wherever
 * it is (it has the focus, or is being changed), and gaps in the place of all others.
 */
export function rowPieces(offsets: Float64Array, sight: Sight, kept: number | null): readonly RowPiece[] {
  const count = offsets.length - 1;
  if (count <= 0) return [];
  const first = Math.max(0, rowAt(offsets, sight.top) - margin);
  const last = Math.min(count - 1, rowAt(offsets, sight.top + sight.height) + margin);
  const drawn = Array.from({ length: last - first + 1 }, (_, step) => first + step);
  if (kept !== null && kept < first && kept >= 0) drawn.unshift(kept);
  if (kept !== null && kept > last && kept < count) drawn.push(kept);

  const pieces: RowPiece[] = [];
  let after = -1;
  for (const position of [...drawn, count]) {
    const height = (offsets[position] ?? 0) - (offsets[after + 1] ?? 0);
    if (height > 0) pieces.push({ kind: 'gap', after, height });
    if (position < count) pieces.push({ kind: 'row', position });
    after = position;
  }
  return pieces;
}
