import type { ReactNode } from 'react';
import { ListBox, ListBoxItem, ListLayout, Virtualizer } from 'react-aria-components';
import type { DeletionResult } from '../../shared/deletion.ts';
import { visibleText } from '../../shared/visible-text.ts';
import { classNames } from '../common/class-names.ts';
import { Name } from '../common/Name.tsx';
import { describeFailure } from '../text/failures.ts';
import { t } from '../text/text.ts';
import styles from './Deletion.module.css';
import type { Doomed } from './doomed.ts';
import { resultName } from './report.ts';

const rowHeight = 30;
const rowsInSight = 7;

type Props = { readonly doomed: readonly Doomed[]; readonly refused: readonly DeletionResult[] };

/** What was not deleted, with the reason. */
export function RefusedList({ doomed, refused }: Props): ReactNode {
  const rows = refused.map((result, position) => ({
    id: String(position),
    name: resultName(doomed, result),
    // The name stands beside it.
    why: result.failure === null ? '' : describeFailure({ reason: result.failure.reason }).title,
  }));
  return (
    <Virtualizer layout={ListLayout} layoutOptions={{ rowSize: rowHeight }}>
      <ListBox
        aria-label={t('deletion.many.refusedList')}
        items={rows}
        selectionMode="none"
        className={classNames(styles.list)}
        style={{ height: Math.min(rows.length, rowsInSight) * rowHeight }}
      >
        {({ id, name, why }) => (
          <ListBoxItem id={id} textValue={visibleText(`${name} ${why}`)} className={classNames(styles.row)}>
            <span className={classNames(styles.name)}>
              <Name>{name}</Name>
            </span>
            <span className={classNames(styles.reason)} title={why}>
              {why}
            </span>
          </ListBoxItem>
        )}
      </ListBox>
    </Virtualizer>
  );
}
