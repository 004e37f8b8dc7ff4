import { memo, type ReactNode } from 'react';
import { GridList, ListLayout, Virtualizer } from 'react-aria-components';
import { classNames } from '../common/class-names.ts';
import { useTransfers } from '../stores/transfers.ts';
import { t } from '../text/text.ts';
import styles from './TransferDrawer.module.css';
import { TransferRow } from './TransferRow.tsx';

const rowHeight = 32;
const rowsInSight = 5;

/** One row a transfer; only those in sight exist. Drawn anew when the order changes, not when bytes move. */
export const TransferList = memo(function TransferList(): ReactNode {
  const order = useTransfers((state) => state.order);
  return (
    <Virtualizer layout={ListLayout} layoutOptions={{ rowSize: rowHeight }}>
      <GridList
        aria-label={t('transfers.list')}
        selectionMode="none"
        items={order}
        className={classNames(styles.list)}
        data-pane-start
        style={{ height: Math.min(order.length, rowsInSight) * rowHeight }}
      >
        {({ id }) => <TransferRow id={id} />}
      </GridList>
    </Virtualizer>
  );
});
