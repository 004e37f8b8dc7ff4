import {
  type DragEvent,
  type KeyboardEvent,
  memo,
  type ReactNode,
  useDeferredValue,
  useMemo,
  useState,
} from 'react';
import { GridList, ListLayout, Virtualizer } from 'react-aria-components';
import type { TransferId } from '../../shared/transfer.ts';
import { Button } from '../common/Button.tsx';
import { classNames } from '../common/class-names.ts';
import { formatNumber } from '../common/format-number.ts';
import { type TransferEntry, useTransfers } from '../stores/transfers.ts';
import { t } from '../text/text.ts';
import { rowsToList } from './rows-to-list.ts';
import styles from './TransferDrawer.module.css';
import { TransferRow } from './TransferRow.tsx';
import { canMove } from './transfer-abilities.ts';
import { cancelTransfers, moveTransfers, selectedTransfers, takeFurther } from './transfer-actions.ts';
import { useQueueDrag } from './use-queue-drag.tsx';

const rowHeight = 32;
const rowsInSight = 5;
/** Listed of what moves, what needs the user, what waits and what is done, each; and with every "more". */
const mostOfEach = 200;

const steps: Readonly<Record<string, 'up' | 'down' | 'top'>> = {
  ArrowUp: 'up',
  ArrowDown: 'down',
  Home: 'top',
};

/** Keys that the list itself does not know: Delete cancels, with Alt the arrows and Home move in the queue. */
function onKeyDown(event: KeyboardEvent): void {
  const step =
    event.altKey && !event.ctrlKey && !event.metaKey && !event.shiftKey ? steps[event.key] : undefined;
  if (step !== undefined) moveTransfers(useTransfers.getState().selected, step);
  else if (event.key === 'Delete' || (event.key === 'Backspace' && event.metaKey)) {
    cancelTransfers(selectedTransfers());
  } else return;
  event.preventDefault();
  event.stopPropagation();
}

/** Rows are draggable as soon as the list is; what is not in the queue stays where it is. */
function onDragStart(event: DragEvent): void {
  const id =
    event.target instanceof Element ? event.target.closest('[data-key]')?.getAttribute('data-key') : null;
  const transfer = useTransfers.getState().byId.get(id ?? '');
  if (transfer === undefined || !canMove(transfer)) event.preventDefault();
}

function act(id: TransferId): void {
  const transfer = useTransfers.getState().byId.get(id);
  if (transfer !== undefined) takeFurther(transfer);
}

/** The list keeps the rows that it has as long as this is the same function. */
function renderRow({ id }: TransferEntry): ReactNode {
  return <TransferRow id={id} />;
}

/** One row a transfer; only those in sight exist. Drawn anew when the order changes, not when bytes move. */
export const TransferList = memo(function TransferList(): ReactNode {
  // Drawn when there is time: thousands of small files change the order with each of them.
  const order = useDeferredValue(useTransfers((state) => state.order));
  const selected = useTransfers((state) => state.selected);
  const select = useTransfers((state) => state.select);
  const [limit, setLimit] = useState(mostOfEach);
  const { entries, hidden } = useMemo(
    () => rowsToList(order, useTransfers.getState().byId, limit),
    [order, limit],
  );
  const dragAndDropHooks = useQueueDrag();
  return (
    <div onKeyDownCapture={onKeyDown} onDragStartCapture={onDragStart}>
      <Virtualizer layout={ListLayout} layoutOptions={{ rowSize: rowHeight, dropIndicatorThickness: 2 }}>
        <GridList
          aria-label={t('transfers.list')}
          selectionMode="multiple"
          selectionBehavior="replace"
          selectedKeys={selected}
          // What comes later is not meant by what was selected before.
          onSelectionChange={(keys) => select(keys === 'all' ? new Set(order.map(({ id }) => id)) : keys)}
          onAction={(key) => act(String(key))}
          dragAndDropHooks={dragAndDropHooks}
          items={entries}
          className={classNames(styles.list)}
          data-pane-start
          style={{ height: Math.min(entries.length, rowsInSight) * rowHeight }}
        >
          {renderRow}
        </GridList>
      </Virtualizer>
      {hidden > 0 && (
        <p className={classNames(styles.hidden)}>
          {t('transfers.hidden', { count: hidden })}
          <Button look="plain" onPress={() => setLimit(limit + mostOfEach)}>
            {t('common.showMore', { amount: formatNumber(mostOfEach) })}
          </Button>
        </p>
      )}
    </div>
  );
});
