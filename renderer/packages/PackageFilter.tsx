import { ChevronDown } from 'lucide-react';
import type { ReactNode } from 'react';
import { visibleText } from '../../shared/visible-text.ts';
import { classNames } from '../common/class-names.ts';
import { MenuButton } from '../common/MenuButton.tsx';
import { SearchBox } from '../common/SearchBox.tsx';
import { filterFieldId } from '../stores/focus.ts';
import { useSelection } from '../stores/selection.ts';
import { t } from '../text/text.ts';
import styles from './ListPane.module.css';

type Props = {
  readonly types: readonly string[];
  /** The only one that is listed; null for all. */
  readonly type: string | null;
};

/** Narrows the list of packages as one types, and to one type of packages where there are several. */
export function PackageFilter({ types, type }: Props): ReactNode {
  const filter = useSelection((state) => state.filter);
  const setFilter = useSelection((state) => state.setFilter);
  const setType = useSelection((state) => state.setType);
  return (
    <div className={classNames(styles.filter)}>
      <SearchBox
        label={t('packages.filter')}
        clearLabel={t('packages.clearFilter')}
        inputId={filterFieldId}
        value={filter}
        onChange={setFilter}
      />
      {types.length > 1 && (
        <MenuButton
          label={t('packages.type.label', { type: typeName(type) })}
          entries={[null, ...types].map((each) => ({
            kind: 'action',
            id: each === null ? 'all' : `type ${each}`,
            label: typeName(each),
            onAction: () => setType(each),
          }))}
        >
          {typeName(type)}
          <ChevronDown size={14} aria-hidden />
        </MenuButton>
      )}
    </div>
  );
}

function typeName(type: string | null): string {
  return type === null ? t('packages.type.all') : visibleText(type);
}
