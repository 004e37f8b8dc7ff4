import { useEffect, useState } from 'react';

function bringsFiles(event: DragEvent): boolean {
  return event.dataTransfer?.types.includes('Files') === true;
}

/**
 * Makes the whole window a place to drop files, and answers whether files are held over it. Files are taken before
 * anything inside the window sees them; what is dragged within the window reaches its own targets, and is refused
 * everywhere else: without that the window would try to open it.
 */
export function useFileDrop(onDrop: (files: readonly File[]) => void): boolean {
  const [isOver, setOver] = useState(false);
  useEffect(() => {
    const listening = new AbortController();
    const { signal } = listening;
    const take = (event: DragEvent): boolean => {
      if (!bringsFiles(event)) return false;
      event.preventDefault();
      event.stopPropagation();
      return true;
    };
    const over = (event: DragEvent) => {
      if (!take(event)) return;
      if (event.dataTransfer !== null) event.dataTransfer.dropEffect = 'copy';
      setOver(true);
    };
    const leave = (event: DragEvent) => {
      // Only leaving the window has nothing that is entered instead.
      if (event.relatedTarget === null) setOver(false);
    };
    const drop = (event: DragEvent) => {
      setOver(false);
      if (!take(event)) return;
      // A dropped folder is one of the files; main walks it.
      const files = [...(event.dataTransfer?.files ?? [])];
      if (files.length > 0) onDrop(files);
    };
    const refuse = (event: DragEvent) => {
      event.preventDefault();
      if (event.dataTransfer !== null) event.dataTransfer.dropEffect = 'none';
    };
    window.addEventListener('dragenter', over, { capture: true, signal });
    window.addEventListener('dragover', over, { capture: true, signal });
    window.addEventListener('dragleave', leave, { capture: true, signal });
    window.addEventListener('drop', drop, { capture: true, signal });
    for (const type of ['dragenter', 'dragover', 'drop'] as const) {
      window.addEventListener(type, refuse, { signal });
    }
    return () => listening.abort();
  }, [onDrop]);
  return isOver;
}
