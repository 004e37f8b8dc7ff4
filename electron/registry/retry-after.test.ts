import { Readable } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { RegistryClient } from './registry-client.ts';
import { retryAfterOf } from './retry-after.ts';
import { ScriptedServer, sendText } from './testing/scripted-server.ts';

const now = Date.UTC(2026, 0, 31, 12, 0, 0);

describe('when a server wants to be asked again', () => {
  it.each([
    ['0', 0],
    ['120', 120],
    [' 7 ', 7],
    ['31536000', 31_536_000],
    ['9'.repeat(400), Number.MAX_SAFE_INTEGER],
    ['Sat, 31 Jan 2026 12:00:30 GMT', 30],
    ['Sunday, 01-Feb-26 12:00:00 GMT', 86_400],
    ['Sun Feb  1 12:00:00 2026', 86_400],
    ['Sun, 31 Jan 2027 12:00:00 GMT', 31_536_000],
    ['Wed, 21 Oct 2015 07:28:00 GMT', 0],
    [undefined, undefined],
    ['', undefined],
    ['soon', undefined],
    ['-1', undefined],
    ['1.5', undefined],
    ['0x10', undefined],
    ['1e3', undefined],
    ['NaN', undefined],
    ['1 year', undefined],
    ['2027', 2027],
    ['2026-01-31T12:00:30Z', undefined],
    ['Sat, 31 Jan 2026 12:00:30 PST', undefined],
    ['Sat, 31 Foo 2026 12:00:30 GMT', undefined],
    ['Sat, 31 Jan 2026 99:00:30 GMT', undefined],
  ])('%j is %j', (text, seconds) => {
    expect(retryAfterOf(text === undefined ? {} : { 'retry-after': text }, now)).toBe(seconds);
  });

  it('counts from the server’s own clock where it tells it', () => {
    const headers = {
      date: 'Thu, 01 Jan 2015 00:00:00 GMT',
      'retry-after': 'Thu, 01 Jan 2015 00:01:30 GMT',
    };
    expect(retryAfterOf(headers, now)).toBe(90);
    expect(retryAfterOf({ ...headers, date: 'today' }, now)).toBe(0);
  });

  it.each([
    [429, 'too-many-requests'],
    [503, 'server-unavailable'],
    [403, 'not-allowed'],
  ])('a refusal with %i tells it, whatever was asked for', async (status, reason) => {
    await using server = await ScriptedServer.start((_, response) =>
      sendText(response, status, 'later', { 'retry-after': '17', connection: 'close' }),
    );
    const client = new RegistryClient({
      serverUrl: server.url,
      credential: { kind: 'token', token: 'canary' },
    });
    const coordinates = { owner: 'crew', packageName: 'kettle', version: '1.0', fileName: 'a' };
    const { signal } = new AbortController();
    const outcomes = [
      await client.openDownload({ coordinates, signal }),
      await client.deleteFile(coordinates),
      await client.publishFile({
        coordinates,
        size: 0,
        openBody: () => Readable.from([], { objectMode: false }),
        signal,
      }),
    ];
    for (const outcome of outcomes) {
      expect(outcome).toMatchObject({ ok: false, failure: { reason, status, retryAfter: 17 } });
    }
    expect(await client.getUser()).toMatchObject({ ok: false, failure: { status, retryAfter: 17 } });
    client.destroy();
  });

  it('the storage behind a server is heard as well', async () => {
    await using storage = await ScriptedServer.start((_, response) =>
      sendText(response, 503, '<Error><Code>SlowDown</Code></Error>', { 'retry-after': '5' }),
    );
    await using server = await ScriptedServer.start((_, response) =>
      response.writeHead(303, { location: `${storage.url}/x?X-Amz-Signature=secret` }).end(),
    );
    const client = new RegistryClient({ serverUrl: server.url, credential: null });
    const coordinates = { owner: 'crew', packageName: 'kettle', version: '1.0', fileName: 'a' };
    expect(await client.openDownload({ coordinates, signal: new AbortController().signal })).toMatchObject({
      failure: { reason: 'server-unavailable', retryAfter: 5 },
    });
    client.destroy();
  });
});
