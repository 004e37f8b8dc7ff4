import { type RefObject, useCallback, useEffect, useLayoutEffect, useMemo, useRef, useState } from 'react';
import type { Ticket } from '../../shared/local-file.ts';
import { type RowPiece, rowOffsets, rowPieces } from './row-pieces.ts';

/** Pixels of a row with nothing unusual in it, as `PublishSheet.module.css` has it. */
const usualHeight = 32;

export interface RowWindow {
  /** What scrolls. */
  readonly scroller: RefObject<HTMLDivElement | null>;
  /** What holds the rows; each has its ticket in `data-ticket`. */
  readonly body: RefObject<HTMLTableSectionElement | null>;
  readonly pieces: readonly RowPiece[];
  /** Brings a row in sight; it is drawn by the next frame. */
  readonly reveal: (position: number) => void;
}

/** Draws of thousands of rows those in sight. Rows may have any height: what was drawn once is measured. */
export function useRowWindow(tickets: readonly Ticket[], kept: number | null): RowWindow {
  const scroller = useRef<HTMLDivElement>(null);
  const body = useRef<HTMLTableSectionElement>(null);
  const [sight, setSight] = useState({ top: 0, height: 600 });
  /** Heights other than the usual one. */
  const [heights, setHeights] = useState<ReadonlyMap<Ticket, number>>(new Map());
  const offsets = useMemo(
    () => rowOffsets(tickets.length, (position) => heights.get(tickets[position] ?? '') ?? usualHeight),
    [tickets, heights],
  );

  const look = useCallback(() => {
    const { current } = scroller;
    if (current === null) return;
    // By whole rows: most scrolling draws nothing anew.
    const top = Math.floor(current.scrollTop / usualHeight) * usualHeight;
    const height = Math.ceil(current.clientHeight / usualHeight + 1) * usualHeight;
    setSight((before) => (before.top === top && before.height === height ? before : { top, height }));
  }, []);

  const measure = useCallback(() => {
    const measured = [...(body.current?.rows ?? [])].flatMap((row) => {
      const { ticket } = row.dataset;
      return ticket === undefined ? [] : [[ticket, row.offsetHeight] as const];
    });
    setHeights((before) => {
      const changed = measured.filter(
        ([ticket, height]) => height > 0 && (before.get(ticket) ?? usualHeight) !== height,
      );
      return changed.length === 0 ? before : new Map([...before, ...changed]);
    });
  }, []);

  useLayoutEffect(measure);
  useEffect(() => {
    const watch = new ResizeObserver(() => {
      look();
      measure();
    });
    if (scroller.current !== null) watch.observe(scroller.current);
    if (body.current !== null) watch.observe(body.current);
    const listening = new AbortController();
    scroller.current?.addEventListener('scroll', look, { passive: true, signal: listening.signal });
    return () => {
      watch.disconnect();
      listening.abort();
    };
  }, [look, measure]);

  const reveal = useCallback(
    (position: number) => {
      const { current } = scroller;
      if (current === null) return;
      const top = offsets[position] ?? 0;
      const bottom = offsets[position + 1] ?? top;
      const heading = current.querySelector('thead')?.offsetHeight ?? 0;
      if (top < current.scrollTop) current.scrollTop = top;
      else if (bottom > current.scrollTop + current.clientHeight - heading) {
        current.scrollTop = bottom - current.clientHeight + heading;
      }
      look();
    },
    [offsets, look],
  );

  const pieces = useMemo(() => rowPieces(offsets, sight, kept), [offsets, sight, kept]);
  return { scroller, body, pieces, reveal };
}
