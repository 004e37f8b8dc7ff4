import type { TransferId } from '../../shared/transfer.ts';

interface Placed {
  readonly id: TransferId;
  readonly position: number;
}

/** Below this, halving again and again would come to an end. */
const smallestGap = 1e-6;

/**
 * The positions that put `moved`, in their order, before the one called `before` or behind all; only those that
 * change. Where no room is left between two neighbours everything is numbered anew.
 */
export function positionsBetween<T extends Placed>(
  all: readonly T[],
  moved: readonly T[],
  before: TransferId | null,
): Map<T, number> {
  const isMoved = new Set(moved);
  const others = all.filter((one) => !isMoved.has(one)).sort((one, other) => one.position - other.position);
  const found = others.findIndex(({ id }) => id === before);
  const index = found === -1 ? others.length : found;
  const low = others[index - 1]?.position ?? (others[0]?.position ?? 1) - moved.length - 1;
  const high = others[index]?.position ?? low + moved.length + 1;
  const step = (high - low) / (moved.length + 1);
  if (step >= smallestGap) return new Map(moved.map((one, nth) => [one, low + step * (nth + 1)]));
  const inOrder = [...others.slice(0, index), ...moved, ...others.slice(index)];
  return new Map(inOrder.map((one, nth) => [one, nth + 1]));
}
