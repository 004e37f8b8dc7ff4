import { useEffect } from 'react';
import { useDialogs } from './stores/dialogs.ts';
import { focusPane } from './stores/focus.ts';

/** F6 and Shift+F6 go through the parts of the window. All other shortcuts are the menu's. */
export function usePaneKeys(): void {
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.key !== 'F6' || useDialogs.getState().dialog !== null) return;
      event.preventDefault();
      focusPane(event.shiftKey ? -1 : 1);
    };
    window.addEventListener('keydown', onKeyDown);
    return () => window.removeEventListener('keydown', onKeyDown);
  }, []);
}
