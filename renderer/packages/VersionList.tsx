import { type ReactNode, useState } from 'react';
import type { Account } from '../../shared/account.ts';
import { nameKey } from '../../shared/names.ts';
import type { ListedPackage } from '../../shared/package-listing.ts';
import { isPreRelease } from '../../shared/version-order.ts';
import { visibleText } from '../../shared/visible-text.ts';
import { Button } from '../common/Button.tsx';
import { classNames } from '../common/class-names.ts';
import { formatNumber } from '../common/format-number.ts';
import { SearchBox } from '../common/SearchBox.tsx';
import { useSelection } from '../stores/selection.ts';
import { t } from '../text/text.ts';
import styles from './DetailPane.module.css';
import { VersionSection } from './VersionSection.tsx';

/** Versions drawn at first and with each "more": enough for a look, few enough to be quick. */
const step = 60;
/** From this many on it is worth searching. */
const manyVersions = 13;

type Props = { readonly account: Account; readonly listed: ListedPackage };

/** The versions, newest first; the newest shows its files, others when they are opened. */
export function VersionList({ account, listed }: Props): ReactNode {
  const [filter, setFilter] = useState('');
  const [limit, setLimit] = useState(step);
  const openVersions = useSelection((state) => state.openVersions);
  const setOpenVersions = useSelection((state) => state.setOpenVersions);

  const { versions, newest } = listed;
  const latest = versions.find((each) => !isPreRelease(each.version)) ?? newest;
  const open = openVersions ?? [newest.version];
  const matching = versions.filter((each) => nameKey(each.version).includes(nameKey(filter.trim())));
  // A version that was opened from elsewhere is drawn wherever it stands.
  const shown = matching.filter((each, position) => position < limit || open.includes(each.version));
  const hidden = matching.length - shown.length;
  return (
    <>
      {versions.length >= manyVersions && (
        <div className={classNames(styles.find)}>
          <SearchBox
            label={t('detail.filterVersions')}
            clearLabel={t('packages.clearFilter')}
            value={filter}
            onChange={(value) => {
              setFilter(value);
              setLimit(step);
            }}
          />
        </div>
      )}
      <div className={classNames(styles.versions)}>
        {shown.map((version) => (
          <VersionSection
            key={version.id}
            account={account}
            version={version}
            isLatest={version === latest}
            isOpen={open.includes(version.version)}
            onOpenChange={(isOpen) => {
              const others = open.filter((each) => each !== version.version);
              setOpenVersions(isOpen ? [...others, version.version] : others, version.version);
            }}
          />
        ))}
        {matching.length === 0 && <p>{t('detail.noVersionFound', { filter: visibleText(filter) })}</p>}
        {hidden > 0 && (
          <div className={classNames(styles.more)}>
            <Button onPress={() => setLimit(limit + step * 4)}>
              {t('common.showMore', { amount: formatNumber(Math.min(hidden, step * 4)) })}
            </Button>
          </div>
        )}
      </div>
    </>
  );
}
