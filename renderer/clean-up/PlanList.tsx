import type { ReactNode } from 'react';
import { GridList, GridListItem, ListLayout, Virtualizer } from 'react-aria-components';
import { visibleText } from '../../shared/visible-text.ts';
import { classNames } from '../common/class-names.ts';
import { formatBytes } from '../common/format-bytes.ts';
import { formatWhen } from '../common/format-time.ts';
import { Name } from '../common/Name.tsx';
import { TickBox } from '../common/TickBox.tsx';
import { useNow } from '../common/use-now.ts';
import type { Looked } from '../deletion/doomed.ts';
import { t } from '../text/text.ts';
import styles from './CleanUp.module.css';
import type { PlanRow } from './use-clean-up-plan.ts';

const rowHeight = 30;
const rowsInSight = 9;

type Props = {
  readonly rows: readonly PlanRow[];
  /** Whether versions of several packages stand here. */
  readonly hasPackages: boolean;
  readonly looked: Looked;
  /** Takes a version out of the plan, or in again. */
  readonly onToggle: (versionId: number) => void;
};

/** The versions of a plan, one row each. Only those in sight exist. */
export function PlanList({ rows, hasPackages, looked, onToggle }: Props): ReactNode {
  const now = useNow();
  const items = rows.map((row) => ({ id: row.version.id, row }));
  return (
    <Virtualizer layout={ListLayout} layoutOptions={{ rowSize: rowHeight }}>
      <GridList
        aria-label={t('cleanUp.list')}
        items={items}
        selectionMode="none"
        dependencies={[looked, now, hasPackages]}
        className={classNames(styles.list)}
        style={{ height: Math.min(items.length, rowsInSight) * rowHeight }}
      >
        {({ id, row: { version, stays, isSpared } }) => {
          const name = visibleText(
            hasPackages ? `${version.packageName} ${version.version}` : version.version,
          );
          const found = looked(version);
          return (
            <GridListItem id={id} textValue={name} className={classNames(styles.row)}>
              {stays === null ? (
                <TickBox
                  label={t('cleanUp.tick', { version: name })}
                  isTicked={!isSpared}
                  onTick={() => onToggle(id)}
                />
              ) : (
                <span />
              )}
              <span className={classNames(styles.name)}>
                <Name>{name}</Name>
              </span>
              <span className={classNames(styles.note)}>{formatWhen(version.createdAt, now)}</span>
              <span className={classNames(styles.note)}>
                {stays === null
                  ? t(isSpared ? 'cleanUp.spared' : 'cleanUp.goes')
                  : t(`cleanUp.stays.${stays}`)}
              </span>
              <span className={classNames(styles.size)}>
                {found?.ok === true && stays === null ? formatBytes(found.value.bytes) : ''}
              </span>
            </GridListItem>
          );
        }}
      </GridList>
    </Virtualizer>
  );
}
