import type { ReactNode } from 'react';
import { classNames } from '../common/class-names.ts';
import { SearchBox } from '../common/SearchBox.tsx';
import { filterFieldId } from '../stores/focus.ts';
import { useSelection } from '../stores/selection.ts';
import { t } from '../text/text.ts';
import styles from './ListPane.module.css';

/** Narrows the list of packages as one types. */
export function PackageFilter(): ReactNode {
  const filter = useSelection((state) => state.filter);
  const setFilter = useSelection((state) => state.setFilter);
  return (
    <div className={classNames(styles.filter)}>
      <SearchBox
        label={t('packages.filter')}
        clearLabel={t('packages.clearFilter')}
        inputId={filterFieldId}
        value={filter}
        onChange={setFilter}
      />
    </div>
  );
}
