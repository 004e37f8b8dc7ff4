import { contextBridge, ipcRenderer, webUtils } from 'electron';
import type { Bridge } from '../shared/api.ts';
import { acceptPaths, pushChannels, requestChannels } from './channels.ts';

/** What came before the page listened, so that files given at the start are not lost. */
const unheard = new Map(Object.keys(pushChannels).map((name) => [name, keepUntilHeard(name)]));

/** Starts keeping; the answer stops it and gives what was kept to whoever listens now. */
function keepUntilHeard(name: string): () => void {
  const kept: unknown[][] = [];
  const keep = (...pushed: unknown[]) => kept.push(pushed);
  ipcRenderer.on(name, keep);
  return () => {
    ipcRenderer.off(name, keep);
    for (const pushed of kept.splice(0)) ipcRenderer.emit(name, ...pushed);
  };
}

/** All that the page can reach: the contract's channels by their names, and nothing of Electron itself. */
const bridge: Bridge<File> = {
  request: (name, input) =>
    Object.hasOwn(requestChannels, name)
      ? ipcRenderer.invoke(name, input)
      : Promise.reject(new Error(`There is no request ${name}`)),
  onPush: (name, listener) => {
    if (!Object.hasOwn(pushChannels, name)) throw new Error(`There is no push ${name}`);
    const hear = (_event: unknown, value: Parameters<typeof listener>[0]) => listener(value);
    ipcRenderer.on(name, hear);
    unheard.get(name)?.();
    return () => ipcRenderer.off(name, hear);
  },
  acceptFiles: (files) => {
    const paths = files.map((file) => webUtils.getPathForFile(file)).filter((path) => path !== '');
    return ipcRenderer.invoke(acceptPaths, { paths });
  },
};

contextBridge.exposeInMainWorld('teaChest', bridge);
