import { defaultRangeExtractor, useVirtualizer } from '@tanstack/react-virtual';
import { type KeyboardEvent, type ReactNode, useRef, useState } from 'react';
import { classNames } from './class-names.ts';
import styles from './LongList.module.css';

const rowHeight = 30;

type Props = {
  readonly label: string;
  /** A grid's rows hold elements with the role `gridcell`. */
  readonly role: 'grid' | 'listbox';
  readonly count: number;
  /** Most rows that show without scrolling. */
  readonly rowsInSight: number;
  readonly keyOf: (position: number) => string | number;
  /** Lays out a row. */
  readonly rowStyle: string | undefined;
  readonly children: (position: number) => ReactNode;
  /** Space or Enter on a row. */
  readonly onAct?: (position: number) => void;
};

/**
 * Rows of one height, of which only those in sight exist, at a cost that does not grow with their number: for 100,000
 * of them, drawn anew for every letter typed. Arrow keys, Page Up and Down, Home and End go through them.
 */
export function LongList(props: Props): ReactNode {
  const { label, role, count, rowsInSight, keyOf, rowStyle, children, onAct } = props;
  const place = useRef<HTMLDivElement>(null);
  const [wanted, setWanted] = useState(0);
  // The list may have become shorter.
  const current = Math.min(wanted, count - 1);
  // oxlint-disable-next-line react/incompatible-library -- it is about a compiler that is not used here
  const virtualizer = useVirtualizer({
    count,
    getScrollElement: () => place.current,
    getItemKey: keyOf,
    estimateSize: () => rowHeight,
    overscan: 6,
    // The row with the focus keeps it when it is scrolled away.
    rangeExtractor: (range) => [...new Set([...defaultRangeExtractor(range), current])].sort((a, b) => a - b),
  });
  // The row to go to is only drawn then, and the one that was acted on may be gone.
  const focusCurrent = () =>
    requestAnimationFrame(() =>
      place.current?.querySelector<HTMLElement>('[data-position][tabindex="0"]')?.focus(),
    );
  const onKeyDown = (event: KeyboardEvent) => {
    const isRow = event.target instanceof HTMLElement && event.target.dataset['position'] !== undefined;
    if (isRow && (event.key === ' ' || event.key === 'Enter')) {
      event.preventDefault();
      onAct?.(current);
      focusCurrent();
      return;
    }
    const next = positionAfter(event.key, current, rowsInSight);
    if (next === null) return;
    event.preventDefault();
    const position = Math.max(0, Math.min(count - 1, next));
    setWanted(position);
    virtualizer.scrollToIndex(position);
    focusCurrent();
  };
  return (
    <div
      ref={place}
      role={role}
      aria-label={label}
      {...(role === 'grid' ? { 'aria-rowcount': count } : {})}
      className={classNames(styles.list)}
      style={{ height: Math.min(count, rowsInSight) * rowHeight }}
      onKeyDown={onKeyDown}
    >
      <div role="presentation" className={classNames(styles.all)} style={{ height: count * rowHeight }}>
        {virtualizer.getVirtualItems().map(({ key, index, start }) => (
          <div
            key={key}
            role={role === 'grid' ? 'row' : 'option'}
            {...(role === 'grid'
              ? { 'aria-rowindex': index + 1 }
              : { 'aria-posinset': index + 1, 'aria-setsize': count, 'aria-selected': false })}
            tabIndex={index === current ? 0 : -1}
            data-position={index}
            onFocus={() => setWanted(index)}
            className={classNames(styles.row, rowStyle)}
            style={{ transform: `translateY(${start}px)`, height: rowHeight }}
          >
            {children(index)}
          </div>
        ))}
      </div>
    </div>
  );
}

function positionAfter(key: string, current: number, page: number): number | null {
  switch (key) {
    case 'ArrowDown':
      return current + 1;
    case 'ArrowUp':
      return current - 1;
    case 'PageDown':
      return current + page;
    case 'PageUp':
      return current - page;
    case 'Home':
      return 0;
    case 'End':
      return Infinity;
    default:
      return null;
  }
}
