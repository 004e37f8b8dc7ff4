// oxlint-disable unicorn/consistent-function-scoping -- What is sent as its own text can use nothing outside itself.

import type { ContextBridge } from './context-bridge.ts';
import type { HeldFiles } from './held-files.ts';
import type { Wire } from './wire.ts';

/** What the page tells the main process. `values` are lists that went through the wire. */
export type FromPage =
  | { readonly kind: 'started' }
  | { readonly kind: 'invoke'; readonly call: number; readonly channel: string; readonly values: string }
  | { readonly kind: 'send'; readonly channel: string; readonly values: string }
  | { readonly kind: 'files-held'; readonly event: number }
  | { readonly kind: 'window-asked'; readonly address: string }
  | { readonly kind: 'accelerator'; readonly index: number }
  | { readonly kind: 'preload-failed'; readonly message: string };

/** What the main process calls in the page. */
export interface PageEnd {
  receive(channel: string, values: string): void;
  answer(call: number, values: string): void;
  fail(call: number, message: string): void;
  filesOf(event: number): readonly File[];
  releaseFiles(event: number, paths: readonly string[]): void;
  /** The shortcuts of the menu, in the order that `accelerator` messages name them by. */
  setAccelerators(accelerators: readonly Accelerator[]): void;
}

/** A key with all its modifiers; `key` in lower case, as KeyboardEvent has it. */
export interface Accelerator {
  readonly key: string;
  readonly ctrl: boolean;
  readonly shift: boolean;
  readonly alt: boolean;
  readonly meta: boolean;
}

/** What the parts of the page's script give each other. */
export interface PageParts {
  readonly wire: Wire;
  readonly contextBridge: ContextBridge;
  createHeldFiles(askForPaths: (event: number) => void): HeldFiles;
  readonly tellMain: (message: FromPage) => void;
  /** `process` for the preload. */
  readonly process: object;
}

type Preload = (require: (name: string) => unknown, process: object) => void;

/**
 * Runs in the page as its own source text, so it uses nothing from outside itself. Gives the preload its `electron`
 * and answers the end that the main process calls.
 */
export function hostPreload(parts: PageParts, preload: Preload): PageEnd {
  const { wire, contextBridge, tellMain } = parts;
  const heldFiles = parts.createHeldFiles((event) => tellMain({ kind: 'files-held', event }));
  const listeners = new Map<string, ((...values: unknown[]) => void)[]>();
  const calls = new Map<number, { resolve(value: unknown): void; reject(error: Error): void }>();
  let accelerators: readonly Accelerator[] = [];
  let lastCall = 0;

  function refuseMissing<T extends object>(name: string, present: T): T {
    return new Proxy(present, {
      get(target, key, receiver): unknown {
        if (typeof key === 'string' && !(key in target) && key !== 'then') {
          throw new Error(`The stand-in for Electron has no ${name}.${key}`);
        }
        return Reflect.get(target, key, receiver);
      },
    });
  }

  function encode(values: unknown[]): string {
    try {
      return wire.encode(values);
    } catch {
      throw new Error('An object could not be cloned.');
    }
  }

  function listen(channel: string, listener: (...values: unknown[]) => void) {
    listeners.set(channel, [...(listeners.get(channel) ?? []), listener]);
    return ipcRenderer;
  }

  function unlisten(channel: string, listener: (...values: unknown[]) => void) {
    listeners.set(
      channel,
      (listeners.get(channel) ?? []).filter((known) => known !== listener),
    );
    return ipcRenderer;
  }

  const ipcRenderer = refuseMissing('ipcRenderer', {
    invoke(channel: string, ...values: unknown[]): Promise<unknown> {
      return new Promise((resolve, reject) => {
        const encoded = encode(values);
        lastCall += 1;
        calls.set(lastCall, { resolve, reject });
        tellMain({ kind: 'invoke', call: lastCall, channel, values: encoded });
      });
    },
    send(channel: string, ...values: unknown[]): void {
      tellMain({ kind: 'send', channel, values: encode(values) });
    },
    on: listen,
    addListener: listen,
    off: unlisten,
    removeListener: unlisten,
    once(channel: string, listener: (...values: unknown[]) => void) {
      const once = (...values: unknown[]): void => {
        unlisten(channel, once);
        listener(...values);
      };
      return listen(channel, once);
    },
    removeAllListeners(channel: string) {
      listeners.delete(channel);
      return ipcRenderer;
    },
    listenerCount: (channel: string) => listeners.get(channel)?.length ?? 0,
    emit(channel: string, ...values: unknown[]): boolean {
      const heard = [...(listeners.get(channel) ?? [])];
      for (const listener of heard) listener(...values);
      return heard.length > 0;
    },
  });

  const electron = refuseMissing('electron (in a preload script)', {
    contextBridge: refuseMissing('contextBridge', contextBridge),
    ipcRenderer,
    webUtils: refuseMissing('webUtils', { getPathForFile: (file: File) => heldFiles.pathOf(file) }),
  });

  // Electron answers null for a window that main denies, and there is never a second one here.
  window.open = (address = '') => {
    tellMain({ kind: 'window-asked', address: new URL(address, location.href).href });
    return null;
  };

  // Bubbling and last of all: a key that the page has used is not the menu's.
  window.addEventListener('keydown', (event) => {
    if (event.defaultPrevented) return;
    const index = accelerators.findIndex(
      ({ key, ctrl, shift, alt, meta }) =>
        key === event.key.toLowerCase() &&
        ctrl === event.ctrlKey &&
        shift === event.shiftKey &&
        alt === event.altKey &&
        meta === event.metaKey,
    );
    if (index === -1) return;
    event.preventDefault();
    tellMain({ kind: 'accelerator', index });
  });

  try {
    preload(
      (name) => {
        if (name === 'electron') return electron;
        throw new Error(`module not found: ${name} (a sandboxed preload script has electron alone)`);
      },
      refuseMissing('process (in a preload script)', parts.process),
    );
  } catch (error) {
    tellMain({
      kind: 'preload-failed',
      message: error instanceof Error ? String(error.stack) : String(error),
    });
  }

  tellMain({ kind: 'started' });

  function decodeList(values: string): unknown[] {
    const list = wire.decode(values);
    return Array.isArray(list) ? list : [];
  }

  function settle(call: number) {
    const waiting = calls.get(call);
    calls.delete(call);
    return waiting;
  }

  return {
    receive(channel, values) {
      ipcRenderer.emit(channel, { sender: ipcRenderer, ports: [] }, ...decodeList(values));
    },
    answer(call, values) {
      settle(call)?.resolve(decodeList(values)[0]);
    },
    fail(call, message) {
      settle(call)?.reject(new Error(message));
    },
    filesOf: heldFiles.filesOf,
    releaseFiles: heldFiles.release,
    setAccelerators(given) {
      accelerators = given;
    },
  };
}
