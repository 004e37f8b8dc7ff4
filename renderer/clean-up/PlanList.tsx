import type { ReactNode } from 'react';
import type { PlannedVersion } from '../../shared/clean-up-plan.ts';
import { visibleText } from '../../shared/visible-text.ts';
import { classNames } from '../common/class-names.ts';
import { formatBytes } from '../common/format-bytes.ts';
import { formatWhen } from '../common/format-time.ts';
import { LongList } from '../common/LongList.tsx';
import { Name } from '../common/Name.tsx';
import { Tick } from '../common/Tick.tsx';
import { useNow } from '../common/use-now.ts';
import type { Looked } from '../deletion/doomed.ts';
import { t } from '../text/text.ts';
import styles from './CleanUp.module.css';

type Props = {
  readonly rows: readonly PlannedVersion[];
  /** Ids of versions that the user took out of the plan. */
  readonly spared: ReadonlySet<number>;
  /** Whether versions of several packages stand here. */
  readonly hasPackages: boolean;
  readonly looked: Looked;
  /** Takes a version out of the plan, or in again. */
  readonly onToggle: (versionId: number) => void;
};

/** The versions of a plan, one row each. */
export function PlanList({ rows, spared, hasPackages, looked, onToggle }: Props): ReactNode {
  const now = useNow();
  return (
    <LongList
      label={t('cleanUp.list')}
      count={rows.length}
      rowsInSight={9}
      keyOf={(position) => rows[position]?.version.id ?? position}
      rowStyle={classNames(styles.row)}
      ticking={{
        isTicked: (position) => {
          const row = rows[position];
          return row?.stays === null ? !spared.has(row.version.id) : null;
        },
        onTick: (position) => {
          const row = rows[position];
          if (row !== undefined) onToggle(row.version.id);
        },
      }}
    >
      {(position) => {
        const row = rows[position];
        if (row === undefined) return null;
        const { version, stays } = row;
        const isSpared = spared.has(version.id);
        const name = hasPackages ? `${version.packageName} ${version.version}` : version.version;
        const found = looked(version);
        return (
          <>
            <span>{stays === null && <Tick isTicked={!isSpared} />}</span>
            <span className={classNames(styles.name)} title={visibleText(name)}>
              <Name>{name}</Name>
            </span>
            <span className={classNames(styles.note)}>{formatWhen(version.createdAt, now)}</span>
            <span className={classNames(stays === null && !isSpared ? styles.goes : styles.note)}>
              {stays === null ? t(isSpared ? 'cleanUp.spared' : 'cleanUp.goes') : t(`cleanUp.stays.${stays}`)}
            </span>
            <span className={classNames(styles.size)}>
              {found?.ok === true && stays === null ? formatBytes(found.value.bytes) : ''}
            </span>
          </>
        );
      }}
    </LongList>
  );
}
