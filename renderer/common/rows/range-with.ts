import { defaultRangeExtractor, type Range } from '@tanstack/react-virtual';

/** Which rows are drawn: those in sight, and the one with the focus, which keeps it wherever one scrolls. */
export function rangeWith(focused: number | null): (range: Range) => number[] {
  return (range) => {
    const drawn = new Set(defaultRangeExtractor(range));
    if (focused !== null && focused >= 0 && focused < range.count) drawn.add(focused);
    return [...drawn].sort((left, right) => left - right);
  };
}
