import {
  type DragAndDropHooks,
  type DragAndDropOptions,
  DropIndicator,
  useDragAndDrop,
} from 'react-aria-components';
import type { TransferId } from '../../shared/transfer.ts';
import { classNames } from '../common/class-names.ts';
import { type TransferEntry, useTransfers } from '../stores/transfers.ts';
import { moveToPlace, type PlaceInQueue, placeInQueue } from './queue-moves.ts';
import styles from './TransferDrawer.module.css';
import { canMove } from './transfer-abilities.ts';
import { queuedIds, sendMove } from './transfer-actions.ts';

/** Told apart from files, which are dropped on the window as a whole. */
const dragType = 'application/x-tea-chest-transfer';

function isInQueue(id: TransferId): boolean {
  const transfer = useTransfers.getState().byId.get(id);
  return transfer !== undefined && canMove(transfer);
}

function placeOf(target: {
  readonly key: string | number;
  readonly dropPosition: 'before' | 'after' | 'on';
}): PlaceInQueue | null {
  const order = useTransfers.getState().order.map(({ id }) => id);
  return placeInQueue(order, isInQueue, { key: String(target.key), dropPosition: target.dropPosition });
}

const options: DragAndDropOptions<TransferEntry> = {
  getItems: (keys) =>
    [...keys]
      .map(String)
      .filter(isInQueue)
      .map((id) => ({ [dragType]: id })),
  getAllowedDropOperations: () => ['move'],
  acceptedDragTypes: [dragType],
  getDropOperation: (target) => (target.type === 'item' && placeOf(target) !== null ? 'move' : 'cancel'),
  onReorder: ({ keys, target }) => {
    const place = placeOf(target);
    if (place !== null) sendMove(moveToPlace(queuedIds(), keys, place));
  },
  renderDropIndicator: (target) => (
    <DropIndicator target={target} className={classNames(styles.dropIndicator)} />
  ),
};

/** Dragging within the queue, by mouse, touch, keyboard and screen reader. */
export function useQueueDrag(): DragAndDropHooks<TransferEntry> {
  return useDragAndDrop(options).dragAndDropHooks;
}
