import { createContextBridge } from './page/context-bridge.ts';
import { createHeldFiles } from './page/held-files.ts';
import { hostPreload } from './page/preload-host.ts';
import { createWire } from './page/wire.ts';

/** The binding by which the page reaches the main process; it is gone before the page's own scripts run. */
export const bindingName = '__standInBinding';

/** How the main process refers to the page's `PageEnd` in an expression; `key` is a secret of this run. */
export function pageEnd(key: string): string {
  return `globalThis[Symbol.for(${JSON.stringify(key)})]`;
}

/** `process` as a sandboxed preload has it. */
function preloadProcess(additionalArguments: readonly string[]): object {
  const { platform, arch, versions, execPath } = process;
  return {
    type: 'renderer',
    platform,
    arch,
    versions: { electron: versions['electron'], chrome: versions['chrome'], node: versions.node },
    argv: [execPath, ...additionalArguments],
    env: {},
    sandboxed: true,
    contextIsolated: true,
    isMainFrame: true,
  };
}

/**
 * What every new document runs first: the preload in a function of its own, so that none of its names reach the
 * page. Frames inside the page get no preload, as in Electron.
 */
export function pageScript(key: string, preload: string, additionalArguments: readonly string[]): string {
  const environment = preloadProcess(additionalArguments);
  return `(() => {
  const binding = globalThis.${bindingName};
  delete globalThis.${bindingName};
  if (window !== window.top || location.protocol === 'chrome-error:') return;
  const wire = (${String(createWire)})();
  const tellMain = (message) => binding(JSON.stringify(message));
  const parts = {
    wire,
    tellMain,
    contextBridge: (${String(createContextBridge)})(),
    createHeldFiles: ${String(createHeldFiles)},
    process: ${JSON.stringify(environment)},
  };
  const end = (${String(hostPreload)})(parts, (require, process) => {
    const module = { exports: {} };
    const exports = module.exports;
    const global = undefined, Buffer = undefined;
${preload}
  });
  Object.defineProperty(globalThis, Symbol.for(${JSON.stringify(key)}), { value: end });
})();
//# sourceURL=stand-in-preload.js`;
}
