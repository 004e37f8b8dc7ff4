import type { MouseEvent } from 'react';
import { create } from 'zustand';
import type { MenuEntry } from '../common/menu-entry.ts';

interface OpenMenu {
  readonly label: string;
  readonly entries: readonly MenuEntry[];
  /** Place in the window, in CSS pixels. */
  readonly x: number;
  readonly y: number;
  /** What had the focus, and gets it back. */
  readonly returnTo: HTMLElement | null;
}

interface ContextMenuState {
  readonly open: OpenMenu | null;
  readonly show: (menu: OpenMenu) => void;
  readonly close: () => void;
}

/** The context menu that is open. */
export const useContextMenuStore = create<ContextMenuState>()((set) => ({
  open: null,
  show: (menu) => set({ open: menu }),
  close: () => set({ open: null }),
}));

/** Answers a right click or the menu key on something with the menu of that thing. */
export function contextMenu(label: string, entries: () => readonly MenuEntry[]) {
  return (event: MouseEvent): void => {
    event.preventDefault();
    event.stopPropagation();
    const box = event.currentTarget.getBoundingClientRect();
    // The menu key has no place of its own: then the menu opens at the thing's lower left.
    const byKey = event.clientX === 0 && event.clientY === 0;
    useContextMenuStore.getState().show({
      label,
      entries: entries(),
      x: byKey ? box.left + 8 : event.clientX,
      y: byKey ? box.bottom : event.clientY,
      returnTo: document.activeElement instanceof HTMLElement ? document.activeElement : null,
    });
  };
}
