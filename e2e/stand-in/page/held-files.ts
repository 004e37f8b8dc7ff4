// oxlint-disable unicorn/consistent-function-scoping -- What is sent as its own text can use nothing outside itself.

/** Files that reached the page, with their paths. */
export interface HeldFiles {
  /** Empty for a file that was made by script. Throws for a file that has not come through an event. */
  pathOf(file: File): string;
  /** The files of an event that is held back. */
  readonly filesOf: (event: number) => readonly File[];
  /** Dispatches the event that was held back, now that the paths of its files are known. */
  readonly release: (event: number, paths: readonly string[]) => void;
}

/**
 * Runs in the page as its own source text, so it uses nothing from outside itself.
 *
 * `webUtils.getPathForFile` answers at once, but Chromium tells a file's path only to DevTools, later. So events
 * that bring files are caught before anybody else sees them, and dispatched again when the paths are known.
 */
export function createHeldFiles(askForPaths: (event: number) => void): HeldFiles {
  const paths = new WeakMap<File, string>();
  const held = new Map<number, { files: readonly File[]; dispatchAgain: () => void }>();
  let lastEvent = 0;

  function hold(event: Event, files: readonly File[], dispatchAgain: () => void): void {
    event.stopImmediatePropagation();
    lastEvent += 1;
    held.set(lastEvent, { files, dispatchAgain });
    askForPaths(lastEvent);
  }

  /** A transfer that keeps what can only be asked while the real event lasts: which items are folders. */
  function copyTransfer(original: DataTransfer): DataTransfer {
    const transfer = new DataTransfer();
    for (const file of original.files) transfer.items.add(file);
    const items = [...original.items]
      .filter((item) => item.kind === 'file')
      .map((item) => {
        const file = item.getAsFile();
        const entry = item.webkitGetAsEntry();
        return { kind: 'file', type: item.type, getAsFile: () => file, webkitGetAsEntry: () => entry };
      });
    Object.defineProperty(transfer, 'items', { value: items });
    transfer.effectAllowed = original.effectAllowed;
    transfer.dropEffect = original.dropEffect;
    return transfer;
  }

  window.addEventListener(
    'drop',
    (event) => {
      const transfer = event.dataTransfer;
      if (!event.isTrusted || transfer === null || transfer.files.length === 0) return;
      // The page's own listener would have prevented it: nobody wants the file shown instead of the page.
      event.preventDefault();
      const [target] = event.composedPath();
      const again = new DragEvent('drop', {
        bubbles: true,
        cancelable: true,
        composed: true,
        clientX: event.clientX,
        clientY: event.clientY,
        screenX: event.screenX,
        screenY: event.screenY,
        ctrlKey: event.ctrlKey,
        shiftKey: event.shiftKey,
        altKey: event.altKey,
        metaKey: event.metaKey,
        dataTransfer: copyTransfer(transfer),
      });
      hold(event, [...transfer.files], () => target?.dispatchEvent(again));
    },
    true,
  );

  window.addEventListener(
    'paste',
    (event) => {
      const transfer = event.clipboardData;
      if (!event.isTrusted || transfer === null || transfer.files.length === 0) return;
      event.preventDefault();
      const [target] = event.composedPath();
      const again = new ClipboardEvent('paste', {
        bubbles: true,
        cancelable: true,
        composed: true,
        clipboardData: copyTransfer(transfer),
      });
      hold(event, [...transfer.files], () => target?.dispatchEvent(again));
    },
    true,
  );

  const released = new WeakSet<Event>();
  for (const type of ['input', 'change']) {
    window.addEventListener(
      type,
      (event) => {
        const target = event.target;
        if (released.has(event) || !(target instanceof HTMLInputElement)) return;
        const files = [...(target.files ?? [])];
        if (files.length === 0) return;
        hold(event, files, () => {
          const again = new Event(type, { bubbles: true, composed: event.composed });
          released.add(again);
          target.dispatchEvent(again);
        });
      },
      true,
    );
  }

  return {
    pathOf(file) {
      if (!(file instanceof File)) throw new TypeError('getPathForFile takes a File');
      return paths.get(file) ?? '';
    },
    filesOf: (event) => held.get(event)?.files ?? [],
    release(event, found) {
      const waiting = held.get(event);
      held.delete(event);
      waiting?.files.forEach((file, index) => paths.set(file, found[index] ?? ''));
      waiting?.dispatchAgain();
    },
  };
}
