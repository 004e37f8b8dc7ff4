import { useVirtualizer } from '@tanstack/react-virtual';
import { type KeyboardEvent, type MouseEvent, type ReactNode, useRef, useState } from 'react';
import { classNames } from './class-names.ts';
import styles from './LongList.module.css';
import { rangeWith } from './rows/range-with.ts';

const rowHeight = 30;

type Props = {
  readonly label: string;
  readonly count: number;
  /** Most rows that show without scrolling. */
  readonly rowsInSight: number;
  readonly keyOf: (position: number) => string | number;
  /** Lays out a row. */
  readonly rowStyle: string | undefined;
  readonly children: (position: number) => ReactNode;
  /** Where rows can be ticked, by a click, Space or Enter. */
  readonly ticking?: {
    /** Null where a row cannot be. */
    readonly isTicked: (position: number) => boolean | null;
    readonly onTick: (position: number) => void;
  };
};

/**
 * Rows of one height, of which only those in sight exist, at a cost that does not grow with their number: for 100,000
 * of them, drawn anew for every letter typed. Arrow keys, Page Up and Down, Home and End go through them.
 */
export function LongList(props: Props): ReactNode {
  const { label, count, rowsInSight, keyOf, rowStyle, children, ticking } = props;
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
    rangeExtractor: rangeWith(current),
  });
  // The row to go to is only drawn then, and the one that was ticked may be gone.
  const focusCurrent = () =>
    requestAnimationFrame(() =>
      place.current?.querySelector<HTMLElement>('[role=option][tabindex="0"]')?.focus(),
    );
  const tick = (position: number) => {
    if (ticking === undefined || ticking.isTicked(position) === null) return;
    ticking.onTick(position);
    focusCurrent();
  };
  const onClick = ({ target }: MouseEvent) => {
    const row = target instanceof Element ? target.closest<HTMLElement>('[role=option]') : null;
    if (row !== null) tick(Number(row.dataset['position']));
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const next = positionAfter(event.key, current, rowsInSight);
    if (next === null && event.key !== ' ' && event.key !== 'Enter') return;
    event.preventDefault();
    if (next === null) return tick(current);
    const position = Math.max(0, Math.min(count - 1, next));
    setWanted(position);
    virtualizer.scrollToIndex(position);
    focusCurrent();
  };
  return (
    <div
      ref={place}
      // oxlint-disable-next-line jsx-a11y/prefer-tag-over-role -- a select draws no rows of its own
      role="listbox"
      tabIndex={-1}
      aria-label={label}
      aria-multiselectable={ticking !== undefined}
      className={classNames(styles.list)}
      style={{ height: Math.min(count, rowsInSight) * rowHeight }}
      onClick={onClick}
      onKeyDown={onKeyDown}
    >
      <div role="presentation" className={classNames(styles.all)} style={{ height: count * rowHeight }}>
        {virtualizer.getVirtualItems().map(({ key, index, start }) => {
          const isTicked = ticking?.isTicked(index) ?? null;
          return (
            <div
              key={key}
              // oxlint-disable-next-line jsx-a11y/prefer-tag-over-role -- an option holds nothing but text
              role="option"
              aria-posinset={index + 1}
              aria-setsize={count}
              aria-selected={isTicked === true}
              aria-disabled={ticking !== undefined && isTicked === null}
              tabIndex={index === current ? 0 : -1}
              data-position={index}
              onFocus={() => setWanted(index)}
              className={classNames(styles.row, rowStyle)}
              style={{ transform: `translateY(${start}px)`, height: rowHeight }}
            >
              {children(index)}
            </div>
          );
        })}
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
