import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { acceptPathsChannel, pushes, requests } from '../shared/api.ts';
import { failed, succeeded } from '../shared/outcome.ts';
import { acceptPaths, pushChannels, requestChannels } from './channels.ts';
import { type RequestEvent, requestNames, serveRequests } from './ipc.ts';
import { loggersTo } from './log.ts';
import { unusedHandlers } from './testing/unused-handlers.ts';

type Listener = (event: RequestEvent, input: unknown) => Promise<unknown>;

const frame = { origin: 'app://bundle' };
const fromPage: RequestEvent = { sender: { mainFrame: frame }, senderFrame: frame };

function serve(changed: Partial<typeof unusedHandlers> = {}) {
  const listeners = new Map<string, Listener>();
  const lines: string[] = [];
  const accepted: string[] = [];
  serveRequests(
    { handle: (channel, listener) => void listeners.set(channel, listener) },
    { ...unusedHandlers, ...changed },
    async (paths) => {
      accepted.push(...paths);
      return succeeded({ files: [], excluded: [], leftOut: [], unlisted: 0 });
    },
    loggersTo({ write: (line) => void lines.push(line) })('ipc'),
  );
  async function ask(channel: string, input: unknown, event = fromPage): Promise<unknown> {
    const listener = listeners.get(channel);
    if (listener === undefined) throw new Error(`nobody serves ${channel}`);
    return listener(event, input);
  }
  return { ask, accepted, lines, channels: [...listeners.keys()] };
}

describe('the contract', () => {
  it('is served and bridged entirely, and nothing besides', () => {
    expect([...requestNames].sort()).toEqual(Object.keys(requests).sort());
    expect(Object.keys(requestChannels).sort()).toEqual(Object.keys(requests).sort());
    expect(Object.keys(pushChannels).sort()).toEqual(Object.keys(pushes).sort());
    expect(acceptPaths).toBe(acceptPathsChannel);
    expect(serve().channels.sort()).toEqual([...Object.keys(requests), acceptPathsChannel].sort());
  });

  it('stays out of the preload itself', async () => {
    const sources = await Promise.all(
      ['preload.ts', 'channels.ts'].map((name) => readFile(new URL(name, import.meta.url), 'utf8')),
    );
    for (const source of sources) expect(source).not.toMatch(/^import (?!type).*shared\//m);
  });
});

describe('a request', () => {
  it('reaches its handler with checked input and comes back as an outcome', async () => {
    const { ask } = serve({
      'transfers:cancel': async ({ ids }) => (ids.length === 2 ? succeeded(undefined) : failed('internal')),
    });
    expect(await ask('transfers:cancel', { ids: ['a', 'b'] })).toEqual({ ok: true, value: undefined });
  });

  it.each<[string, RequestEvent]>([
    ['a frame inside the page', { sender: { mainFrame: frame }, senderFrame: { origin: 'app://bundle' } }],
    ['another origin', { sender: { mainFrame: frame }, senderFrame: { origin: 'https://evil.example' } }],
    [
      'an origin that begins alike',
      (() => {
        const forged = { origin: 'app://bundle.evil.example' };
        return { sender: { mainFrame: forged }, senderFrame: forged };
      })(),
    ],
    ['a frame that is gone', { sender: { mainFrame: frame }, senderFrame: null }],
  ])('of %s is refused and runs nothing', async (_who, event) => {
    const { ask, accepted } = serve();
    expect(await ask('accounts:list', undefined, event)).toEqual(failed('not-allowed'));
    expect(await ask(acceptPathsChannel, { paths: ['/etc/passwd'] }, event)).toEqual(failed('not-allowed'));
    expect(accepted).toEqual([]);
  });

  it.each([
    ['transfers:cancel', undefined],
    ['transfers:cancel', { ids: 'a' }],
    ['transfers:cancel', { ids: ['../x'] }],
    ['transfers:cancel', { ids: [], more: 1 }],
    ['local-files:hash', { tickets: ['/etc/passwd'] }],
    ['app:get-info', {}],
    [acceptPathsChannel, { paths: [''] }],
    [
      'accounts:check',
      { address: 'https://tea.example', credential: { kind: 'token', token: 'canary\r\nX: 1' } },
    ],
  ])('%s refuses %j and does not log it', async (channel, input) => {
    const { ask, lines } = serve();
    expect(await ask(channel, input)).toEqual(failed('invalid-request'));
    expect(lines.join('')).not.toContain('canary');
    expect(lines).toHaveLength(1);
  });

  it('that breaks unexpectedly is answered `internal` and logged without secrets', async () => {
    const { ask, lines } = serve({
      'transfers:list': () => Promise.reject(new Error('authorization: token canary-canary')),
    });
    expect(await ask('transfers:list', undefined)).toEqual(failed('internal'));
    expect(lines.join('')).toContain('transfers:list');
    expect(lines.join('')).not.toContain('canary-canary');
  });

  it('whose answer breaks the contract is answered `internal`', async () => {
    const { ask } = serve({
      'app:get-info': async () =>
        succeeded({ version: '1', platform: 'linux', locale: 'en', path: '/home/tea' }),
      'transfers:list': async () => ({
        ok: false,
        failure: { reason: 'internal', subject: 'x'.repeat(301) },
      }),
    });
    expect(await ask('app:get-info', undefined)).toEqual(failed('internal'));
    expect(await ask('transfers:list', undefined)).toEqual(failed('internal'));
  });
});
