import type { ReactNode } from 'react';
import type { DeletionResult } from '../../shared/deletion.ts';
import { classNames } from '../common/class-names.ts';
import { LongList } from '../common/LongList.tsx';
import { Name } from '../common/Name.tsx';
import { describeFailure } from '../text/failures.ts';
import { t } from '../text/text.ts';
import styles from './Deletion.module.css';
import type { Doomed } from './doomed.ts';
import { resultName } from './report.ts';

type Props = { readonly doomed: readonly Doomed[]; readonly refused: readonly DeletionResult[] };

/** What was not deleted, with the reason. */
export function RefusedList({ doomed, refused }: Props): ReactNode {
  return (
    <LongList
      label={t('deletion.many.refusedList')}
      count={refused.length}
      rowsInSight={7}
      keyOf={(position) => position}
      rowStyle={classNames(styles.row)}
    >
      {(position) => {
        const result = refused[position];
        if (result === undefined) return null;
        // The name stands beside it.
        const why = result.failure === null ? '' : describeFailure({ reason: result.failure.reason }).title;
        return (
          <>
            <span className={classNames(styles.name)}>
              <Name>{resultName(doomed, result)}</Name>
            </span>
            <span className={classNames(styles.reason)} title={why}>
              {why}
            </span>
          </>
        );
      }}
    </LongList>
  );
}
