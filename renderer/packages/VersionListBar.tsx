import { ChevronDown, ListChecks } from 'lucide-react';
import type { ReactNode } from 'react';
import { versionSorts } from '../../shared/package-listing.ts';
import { Button } from '../common/Button.tsx';
import { classNames } from '../common/class-names.ts';
import { MenuButton } from '../common/MenuButton.tsx';
import { SearchBox } from '../common/SearchBox.tsx';
import { useSelection } from '../stores/selection.ts';
import { t } from '../text/text.ts';
import styles from './DetailPane.module.css';

/** From this many on it is worth searching. */
const manyVersions = 13;

type Props = {
  readonly count: number;
  readonly filter: string;
  readonly onFilter: (filter: string) => void;
  readonly isSelecting: boolean;
  readonly onSelect: () => void;
};

/** Narrows and orders the versions of a package, where there are enough for it. */
export function VersionListBar({ count, filter, onFilter, isSelecting, onSelect }: Props): ReactNode {
  const sort = useSelection((state) => state.versionSort);
  const setSort = useSelection((state) => state.setVersionSort);
  if (count < 2) return null;
  const sortName = t(`detail.sort.${sort}`);
  return (
    <div className={classNames(styles.find)}>
      {count >= manyVersions && (
        <SearchBox
          label={t('detail.filterVersions')}
          clearLabel={t('packages.clearFilter')}
          value={filter}
          onChange={onFilter}
        />
      )}
      {!isSelecting && (
        <Button look="plain" onPress={onSelect}>
          <ListChecks size={14} aria-hidden />
          {t('detail.selecting.begin')}
        </Button>
      )}
      <MenuButton
        label={t('detail.sort.label', { sort: sortName })}
        entries={versionSorts.map((each) => ({
          kind: 'action',
          id: each,
          label: t(`detail.sort.${each}`),
          onAction: () => setSort(each),
        }))}
      >
        {sortName}
        <ChevronDown size={14} aria-hidden />
      </MenuButton>
    </div>
  );
}
