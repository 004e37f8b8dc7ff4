import {
  type FocusEvent,
  type KeyboardEvent,
  type PointerEvent,
  type RefObject,
  useLayoutEffect,
  useRef,
} from 'react';
import type { Ticket } from '../../shared/local-file.ts';
import type { RowWindow } from './use-row-window.ts';

/** Rows that Page Up and Page Down go past. */
const page = 10;

function isTabbable(element: HTMLElement): boolean {
  return element.tabIndex >= 0 && !element.matches(':disabled, [inert] *');
}

function tabbables(within: HTMLElement): readonly HTMLElement[] {
  return [...within.querySelectorAll<HTMLElement>('button, input, select, textarea, [tabindex]')].filter(
    isTabbable,
  );
}

function rowOf(target: EventTarget): HTMLElement | null {
  return target instanceof Element ? target.closest<HTMLElement>('[data-ticket]') : null;
}

/** Where a key takes one from a row; null for keys that do not. */
function positionAfter(key: string, position: number, count: number): number | null {
  switch (key) {
    case 'ArrowDown':
      return Math.min(count - 1, position + 1);
    case 'ArrowUp':
      return Math.max(0, position - 1);
    case 'PageDown':
      return Math.min(count - 1, position + page);
    case 'PageUp':
      return Math.max(0, position - page);
    case 'Home':
      return 0;
    case 'End':
      return count - 1;
    default:
      return null;
  }
}

/**
 * Makes thousands of rows one stop of the Tab key: arrows, Page Up and Down, Home and End go from row to row, Tab
 * through what is in a row and then past all of them. A row that goes leaves the focus to the one in its place.
 */
export function useRowFocus(
  tickets: readonly Ticket[],
  current: number,
  setCurrent: (ticket: Ticket) => void,
  { body, reveal }: Pick<RowWindow, 'body' | 'reveal'>,
) {
  const hasFocus = useRef(false);
  const isPointing = useRef(false);
  /** On the way out the focus crosses other rows, which do not become the current one by that. */
  const isLeaving = useRef(false);
  /** The row that gets the focus as soon as it is drawn. */
  const wanted = useRef<Ticket | null>(null);

  const go = (position: number) => {
    const ticket = tickets[position];
    if (ticket === undefined) return;
    reveal(position);
    setCurrent(ticket);
    wanted.current = ticket;
  };

  // Before the next key is taken.
  useLayoutEffect(() => {
    if (wanted.current !== null) {
      findRow(body, wanted.current)?.focus({ preventScroll: true });
      wanted.current = null;
    }
    const focused = document.activeElement;
    if (!hasFocus.current || (focused !== null && focused !== document.body)) return;
    // What had the focus is gone: a row that was left out, a field that was taken.
    const ticket = tickets[current];
    if (ticket === undefined) hasFocus.current = false;
    else findRow(body, ticket)?.focus();
  });

  const leave = (direction: 'forward' | 'backward') => {
    if (body.current === null) return;
    const stops = tabbables(body.current);
    isLeaving.current = true;
    stops.at(direction === 'forward' ? -1 : 0)?.focus({ preventScroll: true });
    // The browser goes on from there.
    requestAnimationFrame(() => {
      isLeaving.current = false;
    });
  };

  return {
    role: 'grid',
    onKeyDown: (event: KeyboardEvent) => {
      const row = rowOf(event.target);
      if (row === null) return;
      if (event.key === 'Tab') {
        const stops = tabbables(row);
        const isLast = stops.length === 0 || event.target === stops.at(-1);
        if (event.shiftKey && event.target === row) leave('backward');
        else if (!event.shiftKey && isLast) leave('forward');
        return;
      }
      if (event.target !== row || event.altKey || event.ctrlKey || event.metaKey) return;
      const position = positionAfter(event.key, current, tickets.length);
      if (position === null) return;
      event.preventDefault();
      go(position);
    },
    onFocus: (event: FocusEvent) => {
      const row = rowOf(event.target);
      if (row === null || isLeaving.current) return;
      hasFocus.current = true;
      const ticket = row.dataset['ticket'];
      const isEntering = event.relatedTarget !== null && body.current?.contains(event.relatedTarget) !== true;
      if (isEntering && !isPointing.current && ticket !== tickets[current]) go(current);
      else if (ticket !== undefined && ticket !== tickets[current]) setCurrent(ticket);
    },
    onBlur: (event: FocusEvent) => {
      if (body.current?.contains(event.relatedTarget) !== true) hasFocus.current = false;
    },
    onPointerDownCapture: (_event: PointerEvent) => {
      isPointing.current = true;
      requestAnimationFrame(() => {
        isPointing.current = false;
      });
    },
  };
}

function findRow(body: RefObject<HTMLElement | null>, ticket: Ticket): HTMLElement | null {
  return body.current?.querySelector<HTMLElement>(`[data-ticket="${ticket}"]`) ?? null;
}
