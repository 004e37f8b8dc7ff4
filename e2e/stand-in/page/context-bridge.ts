// oxlint-disable unicorn/consistent-function-scoping -- What is sent as its own text can use nothing outside itself.

/** Electron's `contextBridge`, as the preload sees it. */
export interface ContextBridge {
  exposeInMainWorld(key: string, api: unknown): void;
}

/**
 * Runs in the page as its own source text, so it uses nothing from outside itself. As in Electron, values cross as
 * copies: functions as functions that copy both ways, errors by their message alone, instances as plain objects.
 * Files, blobs and elements pass as they are.
 */
export function createContextBridge(): ContextBridge {
  function copyError(error: unknown): unknown {
    return error instanceof Error ? new Error(error.message) : copy(error, new Map());
  }

  function copyFunction(original: (...values: unknown[]) => unknown): unknown {
    return (...values: unknown[]) => {
      try {
        return copy(original(...values.map((value) => copy(value, new Map()))), new Map());
      } catch (error) {
        throw copyError(error);
      }
    };
  }

  function isCallable(value: unknown): value is (...values: unknown[]) => unknown {
    return typeof value === 'function';
  }

  function copy(value: unknown, seen: Map<unknown, unknown>): unknown {
    if (isCallable(value)) return copyFunction(value);
    if (typeof value === 'symbol') throw new TypeError('A symbol cannot pass the context bridge');
    if (typeof value !== 'object' || value === null || value instanceof Blob || value instanceof Element)
      return value;
    if (seen.has(value)) return seen.get(value);
    if (value instanceof Promise) {
      return value.then(
        (result) => copy(result, new Map()),
        (error: unknown) => Promise.reject(copyError(error)),
      );
    }
    if (value instanceof Error) return copyError(value);
    if (Array.isArray(value)) {
      const array: unknown[] = [];
      seen.set(value, array);
      for (const item of value) array.push(copy(item, seen));
      return array;
    }
    if (Object.prototype.toString.call(value) !== '[object Object]') return structuredClone(value);
    const object: Record<string, unknown> = {};
    seen.set(value, object);
    for (const [key, item] of Object.entries(value)) object[key] = copy(item, seen);
    return object;
  }

  function freeze(value: unknown): unknown {
    if (typeof value === 'object' && value !== null && !Object.isFrozen(value)) {
      Object.freeze(value);
      for (const item of Object.values(value)) freeze(item);
    }
    return value;
  }

  return {
    exposeInMainWorld(key, api) {
      if (Object.hasOwn(window, key)) {
        throw new Error('Cannot bind an API on top of an existing property on the window object');
      }
      Object.defineProperty(window, key, { value: freeze(copy(api, new Map())), enumerable: true });
    },
  };
}
