import type { TransferId } from '../../shared/transfer.ts';

/** What `transfers:move` is asked: these, in this order, before that one or to the end. */
export interface QueueMove {
  readonly ids: TransferId[];
  readonly before: TransferId | null;
}

/** A place beside a row. */
export interface PlaceInQueue {
  readonly key: TransferId;
  readonly dropPosition: 'before' | 'after';
}

/** Where something is dropped, as the list tells it. */
export interface DropPlace {
  readonly key: TransferId;
  readonly dropPosition: 'before' | 'after' | 'on';
}

export type MoveStep = 'up' | 'down' | 'top';

function firstOther(
  waiting: readonly TransferId[],
  from: number,
  moved: ReadonlySet<string | number>,
): TransferId | null {
  return waiting.slice(from).find((id) => !moved.has(id)) ?? null;
}

/** Null where the order would stay as it is. */
function moveOf(
  waiting: readonly TransferId[],
  moved: ReadonlySet<string | number>,
  before: TransferId | null,
): QueueMove | null {
  const ids = waiting.filter((id) => moved.has(id));
  const others = waiting.filter((id) => !moved.has(id));
  const index = before === null ? others.length : others.indexOf(before);
  const after = [...others.slice(0, index), ...ids, ...others.slice(index)];
  return after.every((id, position) => id === waiting[position]) ? null : { ids, before };
}

/**
 * The place in the queue that something would be dropped at; null where that is not beside a row of the queue.
 * `order` is the whole list, in which the queue stands between what runs and what is done.
 */
export function placeInQueue(
  order: readonly TransferId[],
  isInQueue: (id: TransferId) => boolean,
  { key, dropPosition }: DropPlace,
): PlaceInQueue | null {
  if (dropPosition === 'on') return null;
  if (isInQueue(key)) return { key, dropPosition };
  const neighbour = order[order.indexOf(key) + (dropPosition === 'after' ? 1 : -1)];
  if (neighbour === undefined || !isInQueue(neighbour)) return null;
  return { key: neighbour, dropPosition: dropPosition === 'after' ? 'before' : 'after' };
}

/** The move that puts what was dragged beside a row of the queue. `waiting` is the queue in its order. */
export function moveToPlace(
  waiting: readonly TransferId[],
  dragged: ReadonlySet<string | number>,
  place: PlaceInQueue,
): QueueMove | null {
  const row = waiting.indexOf(place.key);
  if (row === -1) return null;
  const from = place.dropPosition === 'before' ? row : row + 1;
  return moveOf(waiting, dragged, firstOther(waiting, from, dragged));
}

/** The move of what is chosen by one place, or to the top. What does not stand together is gathered. */
export function moveByStep(
  waiting: readonly TransferId[],
  chosen: ReadonlySet<string | number>,
  step: MoveStep,
): QueueMove | null {
  const places = waiting.flatMap((id, position) => (chosen.has(id) ? [position] : []));
  const [first] = places;
  const last = places.at(-1);
  if (first === undefined || last === undefined) return null;
  const from = step === 'top' ? 0 : step === 'up' ? Math.max(0, first - 1) : last + 2;
  return moveOf(waiting, chosen, firstOther(waiting, from, chosen));
}
