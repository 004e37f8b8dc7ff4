import { useQuery } from '@tanstack/react-query';
import { useVirtualizer } from '@tanstack/react-virtual';
import { type ReactNode, type RefObject, useEffect, useLayoutEffect, useMemo, useRef, useState } from 'react';
import type { Account } from '../../shared/account.ts';
import { nameKey } from '../../shared/names.ts';
import { type ListedPackage, sortVersions } from '../../shared/package-listing.ts';
import { highestVersion } from '../../shared/version-order.ts';
import { visibleText } from '../../shared/visible-text.ts';
import { classNames } from '../common/class-names.ts';
import { rangeWith } from '../common/rows/range-with.ts';
import { latestQuery } from '../stores/packages.ts';
import { useSelection } from '../stores/selection.ts';
import { useVersionSizes } from '../stores/storage.ts';
import { t } from '../text/text.ts';
import styles from './DetailPane.module.css';
import { SelectedVersions } from './SelectedVersions.tsx';
import { SizesProgress } from './SizesProgress.tsx';
import { useVersionKeys } from './use-version-keys.ts';
import { useVersionSelection } from './use-version-selection.ts';
import { VersionListBar } from './VersionListBar.tsx';
import { VersionSection } from './VersionSection.tsx';

/** Pixels of a version that is not open, with the room below it. */
const closedHeight = 56;

type Props = { readonly account: Account; readonly listed: ListedPackage };

/** The versions; the newest shows its files, others when they are opened. Only those in sight exist. */
export function VersionList({ account, listed }: Props): ReactNode {
  const [filter, setFilter] = useState('');
  const sort = useSelection((state) => state.versionSort);
  const chosen = useSelection((state) => state.version);
  const openVersions = useSelection((state) => state.openVersions);
  const setOpenVersions = useSelection((state) => state.setOpenVersions);

  const { versions, newest } = listed;
  const told = useQuery(latestQuery(account.id, listed, newest.id)).data ?? null;
  const highest = useMemo(() => highestVersion(versions.map((each) => each.version)), [versions]);
  const latest = versions.find((each) => each.version === (told ?? highest));
  const open = openVersions ?? [newest.version];
  const { state, sizes } = useVersionSizes(account.id, newest, sort === 'size' && newest.type === 'generic');
  const shown = useMemo(() => {
    const wanted = nameKey(filter.trim());
    return sortVersions(versions, sort, sizes).filter((each) => nameKey(each.version).includes(wanted));
  }, [versions, sort, sizes, filter]);

  const selecting = useVersionSelection(shown);
  const place = useRef<HTMLDivElement>(null);
  const top = useTopOf(place);
  // oxlint-disable-next-line react/incompatible-library -- it is about a compiler that is not used here
  const virtualizer = useVirtualizer({
    count: shown.length,
    getScrollElement: () => place.current?.closest<HTMLElement>('[data-pane=detail]') ?? null,
    getItemKey: (position) => shown[position]?.id ?? position,
    estimateSize: () => closedHeight,
    overscan: 8,
    scrollMargin: top,
    rangeExtractor: (range) => rangeWith(keys.focused)(range),
  });
  const keys = useVersionKeys(place, shown.length, (position) => virtualizer.scrollToIndex(position));
  const chosenPosition = shown.findIndex((each) => each.version === chosen);
  useEffect(() => {
    if (chosenPosition !== -1) virtualizer.scrollToIndex(chosenPosition);
  }, [chosenPosition, virtualizer]);

  return (
    <>
      <VersionListBar
        count={versions.length}
        filter={filter}
        onFilter={setFilter}
        isSelecting={selecting.ticked !== null}
        onSelect={selecting.begin}
      />
      {selecting.ticked !== null && (
        <SelectedVersions accountId={account.id} listed={listed} shown={shown} selecting={selecting} />
      )}
      {state !== null && <SizesProgress state={state} />}
      {shown.length === 0 && <p>{t('detail.noVersionFound', { filter: visibleText(filter) })}</p>}
      <div
        ref={place}
        role="presentation"
        className={classNames(styles.versions)}
        style={{ height: virtualizer.getTotalSize() }}
        onFocus={keys.onFocus}
        onKeyDown={keys.onKeyDown}
      >
        {virtualizer.getVirtualItems().map(({ key, index, start }) => {
          const version = shown[index];
          if (version === undefined) return null;
          return (
            <div
              key={key}
              ref={virtualizer.measureElement}
              data-index={index}
              className={classNames(styles.versionPlace)}
              style={{ transform: `translateY(${start - top}px)` }}
            >
              <VersionSection
                account={account}
                version={version}
                isLatest={version === latest}
                size={sizes.get(version.version) ?? null}
                isOpen={open.includes(version.version)}
                isTicked={selecting.ticked?.has(version.id) ?? null}
                onTick={(reachesFromLast) => selecting.tick(version.id, reachesFromLast)}
                onOpenChange={(isOpen) => {
                  const others = open.filter((each) => each !== version.version);
                  setOpenVersions(isOpen ? [...others, version.version] : others, version.version);
                }}
              />
            </div>
          );
        })}
      </div>
    </>
  );
}

/** Pixels that stand above an element in its pane, which wrap and grow with the window. */
function useTopOf(place: RefObject<HTMLElement | null>): number {
  const [top, setTop] = useState(0);
  useLayoutEffect(() => {
    const above = place.current?.parentElement;
    const measure = () => setTop(place.current?.offsetTop ?? 0);
    const observer = new ResizeObserver(measure);
    for (const element of above?.children ?? []) {
      if (element === place.current) break;
      observer.observe(element);
    }
    measure();
    return () => observer.disconnect();
  }, [place]);
  return top;
}
