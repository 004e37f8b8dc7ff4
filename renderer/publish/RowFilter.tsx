import type { ReactNode } from 'react';
import { classNames } from '../common/class-names.ts';
import { formatNumber } from '../common/format-number.ts';
import { SearchBox } from '../common/SearchBox.tsx';
import { Segments } from '../common/Segments.tsx';
import { t } from '../text/text.ts';
import styles from './PublishSheet.module.css';
import { type VerdictGroup, verdictGroups } from './verdict-groups.ts';

/** As many rows are looked over at a glance. */
const atAGlance = 7;
/** More than these are searched rather than read. */
const toBeRead = 20;

export interface RowFilterValue {
  readonly group: VerdictGroup | 'all';
  readonly text: string;
}

export const allGroups: RowFilterValue = { group: 'all', text: '' };

type Props = {
  /** Of all rows. */
  readonly count: number;
  readonly counts: ReadonlyMap<VerdictGroup, number>;
  readonly value: RowFilterValue;
  readonly onChange: (value: RowFilterValue) => void;
};

/** Narrows many rows to those of one verdict, or with some letters in their names; says how many there are of each. */
export function RowFilter({ count, counts, value, onChange }: Props): ReactNode {
  if (count <= atAGlance) return null;
  const groups = verdictGroups.filter((group) => counts.has(group));
  return (
    <div className={classNames(styles.filter)}>
      {groups.length > 1 && (
        <Segments
          label={t('publish.filter.label')}
          layout="alone"
          value={value.group}
          options={[
            { value: 'all', label: t('publish.filter.all', { amount: formatNumber(count) }) },
            ...groups.map((group) => ({
              value: group,
              label: t(`publish.filter.${group}`, { amount: formatNumber(counts.get(group) ?? 0) }),
            })),
          ]}
          onChange={(group) => onChange({ ...value, group })}
        />
      )}
      {count > toBeRead && (
        <span className={classNames(styles.search)}>
          <SearchBox
            label={t('publish.filter.search')}
            clearLabel={t('publish.filter.clear')}
            value={value.text}
            onChange={(text) => onChange({ ...value, text })}
          />
        </span>
      )}
    </div>
  );
}
