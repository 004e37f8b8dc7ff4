import { type FocusEvent, type KeyboardEvent, type RefObject, useState } from 'react';

interface VersionKeys {
  /** Position of the version that had the focus last; null before any had. */
  readonly focused: number | null;
  readonly onFocus: (event: FocusEvent) => void;
  readonly onKeyDown: (event: KeyboardEvent) => void;
}

/** Frames that a version which is scrolled to has to be drawn. */
const mostFrames = 30;

/** The arrows, Home and End go from the line of one version to that of another, drawn or not. */
export function useVersionKeys(
  place: RefObject<HTMLElement | null>,
  count: number,
  scrollTo: (position: number) => void,
): VersionKeys {
  const [focused, setFocused] = useState<number | null>(null);
  const focusSoon = (position: number, framesLeft: number): void => {
    const line = place.current?.querySelector<HTMLElement>(`[data-index="${position}"] h3 button`);
    if (line instanceof HTMLElement) line.focus();
    else if (framesLeft > 0) requestAnimationFrame(() => focusSoon(position, framesLeft - 1));
  };
  return {
    focused,
    onFocus: ({ target }) => setFocused(positionOf(target)),
    onKeyDown: (event) => {
      const isLine = event.target instanceof HTMLElement && event.target.closest('h3') !== null;
      const from = isLine ? positionOf(event.target) : null;
      const to = from === null ? null : nextPosition(event.key, from, count);
      if (to === null) return;
      event.preventDefault();
      setFocused(to);
      scrollTo(to);
      focusSoon(to, mostFrames);
    },
  };
}

function positionOf(target: EventTarget): number | null {
  const place = target instanceof HTMLElement ? target.closest<HTMLElement>('[data-index]') : null;
  const index = place?.dataset['index'];
  return index === undefined ? null : Number(index);
}

function nextPosition(key: string, from: number, count: number): number | null {
  switch (key) {
    case 'ArrowDown':
      return Math.min(from + 1, count - 1);
    case 'ArrowUp':
      return Math.max(from - 1, 0);
    case 'Home':
      return 0;
    case 'End':
      return count - 1;
    default:
      return null;
  }
}
