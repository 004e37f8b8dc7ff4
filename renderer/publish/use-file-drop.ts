import { useEffect, useState } from 'react';
import { type DropPlace, dropPlaceOf, holdOver } from '../stores/drop-place.ts';

function bringsFiles(event: DragEvent): boolean {
  return event.dataTransfer?.types.includes('Files') === true;
}

/** Where in the window files are held: what is said of it stands in the other half, so that it hides nothing. */
export type HeldIn = 'upperHalf' | 'lowerHalf';

/**
 * Makes the whole window a place to drop files, and answers where they are held over it, or null. Files are taken
 * before anything inside the window sees them; what is dragged within the window reaches its own targets, and is
 * refused everywhere else: without that the window would try to open it.
 */
export function useFileDrop(
  onDrop: (files: readonly File[], place: DropPlace | null) => void,
): HeldIn | null {
  const [heldIn, setHeldIn] = useState<HeldIn | null>(null);
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
      holdOver(dropPlaceOf(event.target));
      setHeldIn(event.clientY < window.innerHeight / 2 ? 'upperHalf' : 'lowerHalf');
    };
    const end = () => {
      setHeldIn(null);
      holdOver(null);
    };
    const leave = (event: DragEvent) => {
      // Only leaving the window has nothing that is entered instead.
      if (event.relatedTarget === null) end();
    };
    const drop = (event: DragEvent) => {
      end();
      if (!take(event)) return;
      // A dropped folder is one of the files; main walks it.
      const files = [...(event.dataTransfer?.files ?? [])];
      if (files.length > 0) onDrop(files, dropPlaceOf(event.target));
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
  return heldIn;
}
