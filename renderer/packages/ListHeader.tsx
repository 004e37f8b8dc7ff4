import { ChevronDown, CircleStop } from 'lucide-react';
import type { ReactNode } from 'react';
import { packageSorts } from '../../shared/package-listing.ts';
import { IconButton } from '../common/Button.tsx';
import { classNames } from '../common/class-names.ts';
import { formatNumber } from '../common/format-number.ts';
import { MenuButton } from '../common/MenuButton.tsx';
import { Name } from '../common/Name.tsx';
import { useSelection } from '../stores/selection.ts';
import type { Listing } from '../stores/use-listing.ts';
import { t } from '../text/text.ts';
import styles from './ListPane.module.css';

type Props = { readonly owner: string; readonly listing: Listing; readonly shown: number };

/** Whose packages these are, how many, and in which order. */
export function ListHeader({ owner, listing, shown }: Props): ReactNode {
  const sort = useSelection((state) => state.sort);
  const setSort = useSelection((state) => state.setSort);
  const sortName = t(`packages.sort.${sort}`);
  return (
    <div className={classNames(styles.bar)}>
      <h2 className={classNames(styles.owner)}>
        <Name>{owner}</Name>
      </h2>
      <span className={classNames(styles.count)}>{countText(listing, shown)}</span>
      {listing.isReading && isPart(listing) && (
        <IconButton label={t('packages.stopReading')} onPress={listing.stop}>
          <CircleStop size={14} aria-hidden />
        </IconButton>
      )}
      <span className={classNames(styles.sort)}>
        <MenuButton
          label={t('packages.sort.label', { sort: sortName })}
          entries={packageSorts.map((each) => ({
            kind: 'action',
            id: each,
            label: t(`packages.sort.${each}`),
            onAction: () => setSort(each),
          }))}
        >
          {sortName}
          <ChevronDown size={14} aria-hidden />
        </MenuButton>
      </span>
    </div>
  );
}

/** Whether more versions are expected than came so far. */
function isPart({ isComplete, loaded, total }: Listing): boolean {
  return !isComplete && loaded < total;
}

function countText(listing: Listing, shown: number): string {
  if (listing.isEmptyYet) return t('common.loading');
  if (listing.failure !== null && listing.loaded === 0) return '';
  if (isPart(listing)) {
    return t('packages.loadedOf', {
      loaded: formatNumber(listing.loaded),
      total: formatNumber(listing.total),
    });
  }
  const count = listing.packages.length;
  return shown < count ? t('packages.filtered', { shown, count }) : t('packages.count', { count });
}
