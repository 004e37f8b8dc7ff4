import { EventEmitter } from 'node:events';
import { beforeAll, describe, expect, it, vi } from 'vitest';
import type { Bridge } from '../shared/api.ts';

const world = vi.hoisted(() => ({
  exposed: new Map<string, unknown>(),
  invoked: new Array<unknown[]>(),
  emitter: { current: null as EventEmitter | null },
}));

vi.mock('electron', async () => {
  const { EventEmitter: Emitter } = await import('node:events');
  const emitter = new Emitter();
  world.emitter.current = emitter;
  return {
    contextBridge: { exposeInMainWorld: (name: string, api: unknown) => world.exposed.set(name, api) },
    ipcRenderer: Object.assign(emitter, {
      invoke: async (...call: unknown[]) => {
        world.invoked.push(call);
        return { ok: true, value: undefined };
      },
    }),
    webUtils: {
      getPathForFile: (file: File) => (file.name === 'made-by-script' ? '' : `/dropped/${file.name}`),
    },
  };
});

/** The bridge as a page sees it that does not keep to the types. */
interface LooseBridge {
  request(name: string, input: unknown): Promise<unknown>;
  onPush(name: string, listener: () => void): () => void;
}

function isLooseBridge(value: unknown): value is LooseBridge {
  return isBridge(value);
}

function isBridge(value: unknown): value is Bridge<File> {
  return typeof value === 'object' && value !== null && 'request' in value;
}

let bridge: Bridge<File>;
let loose: LooseBridge;
beforeAll(async () => {
  await import('./preload.ts');
  const exposed = world.exposed.get('teaChest');
  if (!isBridge(exposed) || !isLooseBridge(exposed)) throw new Error('the preload exposed no bridge');
  bridge = exposed;
  loose = exposed;
});

function push(name: string, value: unknown): void {
  world.emitter.current?.emit(name, { sender: 'an event that must not reach the page' }, value);
}

describe('the bridge', () => {
  it('exposes three functions and nothing of Electron', () => {
    expect([...world.exposed.keys()]).toEqual(['teaChest']);
    expect(Object.keys(bridge).sort()).toEqual(['acceptFiles', 'onPush', 'request']);
  });

  it('carries requests of the contract and refuses other channels, the private one included', async () => {
    await bridge.request('transfers:cancel', { ids: ['a'] });
    expect(world.invoked.at(-1)).toEqual(['transfers:cancel', { ids: ['a'] }]);
    const before = world.invoked.length;
    for (const name of ['local-files:accept-paths', 'toString', '__proto__', 'shell:open']) {
      await expect(loose.request(name, { paths: ['/etc/passwd'] })).rejects.toThrow('There is no request');
    }
    expect(world.invoked).toHaveLength(before);
  });

  it('keeps what was pushed before the page listened, passes values without the event, and stops', () => {
    push('commands:run', 'refresh');
    const heard: unknown[] = [];
    const stop = bridge.onPush('commands:run', (value) => heard.push(value));
    push('commands:run', 'filter');
    stop();
    push('commands:run', 'go-to');
    expect(heard).toEqual(['refresh', 'filter']);
    expect(() => loose.onPush('electron-store-get-data', () => undefined)).toThrow('There is no push');
  });

  it('turns real files into paths for main, and files made by script into nothing', async () => {
    await bridge.acceptFiles([new File([], 'a.zip'), new File([], 'made-by-script')]);
    expect(world.invoked.at(-1)).toEqual(['local-files:accept-paths', { paths: ['/dropped/a.zip'] }]);
  });
});
