import { useEffect } from 'react';

/** Where text is typed: a paste there is text first. */
function takesText(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLTextAreaElement ||
    target instanceof HTMLInputElement ||
    (target instanceof HTMLElement && target.isContentEditable)
  );
}

/**
 * Takes files that were copied in a file manager, wherever in the window they are pasted. In a text field files
 * are taken only where the clipboard holds nothing else: some file managers copy the names as text too. Where there are
 * no files, the text is told.
 */
export function useFilePaste(onPaste: (files: readonly File[], text: string) => void): void {
  useEffect(() => {
    const listening = new AbortController();
    window.addEventListener(
      'paste',
      (event) => {
        const types = event.clipboardData?.types ?? [];
        const hasOnlyFiles = types.length > 0 && types.every((type) => type === 'Files');
        if (takesText(event.composedPath()[0] ?? null) && !hasOnlyFiles) return;
        event.preventDefault();
        event.stopPropagation();
        onPaste([...(event.clipboardData?.files ?? [])], event.clipboardData?.getData('text/plain') ?? '');
      },
      { capture: true, signal: listening.signal },
    );
    return () => listening.abort();
  }, [onPaste]);
}
