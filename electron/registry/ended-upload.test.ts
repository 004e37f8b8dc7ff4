import { Readable } from 'node:stream';
import { describe, expect, it } from 'vitest';
import type { EndedUpload } from './ended-upload.ts';
import { RegistryClient } from './registry-client.ts';
import { readBody, ScriptedServer, sendText } from './testing/scripted-server.ts';

const coordinates = { owner: 'crew', packageName: 'kettle', version: '1.0', fileName: 'a' };
const mebibyte = 1024 * 1024;

async function uploadTo(server: ScriptedServer, size: number): Promise<EndedUpload> {
  const ended = Promise.withResolvers<EndedUpload>();
  const client = new RegistryClient({
    serverUrl: server.url,
    credential: { kind: 'token', token: 'canary' },
    onUpload: (upload) => ended.resolve(upload),
  });
  const outcome = await client.publishFile({
    coordinates,
    size,
    openBody: () => Readable.from([Buffer.alloc(size)], { objectMode: false }),
    signal: new AbortController().signal,
  });
  client.destroy();
  const upload = await ended.promise;
  expect(upload).toMatchObject({ serverUrl: server.url, size, outcome });
  return upload;
}

describe('how an upload went', () => {
  it('is told of one that arrived, without the time that storing took', async () => {
    await using server = await ScriptedServer.start(async (request, response) => {
      await readBody(request);
      setTimeout(() => response.writeHead(201).end(), 1000);
    });
    const upload = await uploadTo(server, 2 * mebibyte);
    expect(upload).toMatchObject({ outcome: { ok: true }, sentBytes: 2 * mebibyte });
    expect(upload.milliseconds).toBeLessThan(1000);
  });

  it('is told of one that was refused before its body', async () => {
    await using server = await ScriptedServer.start(
      () => undefined,
      (_, response) => sendText(response, 413, '', { server: 'nginx', connection: 'close' }),
    );
    const upload = await uploadTo(server, 2 * mebibyte);
    expect(upload).toMatchObject({
      outcome: { failure: { reason: 'too-large-for-proxy' } },
      sentBytes: 0,
      milliseconds: 0,
    });
  });

  it('is told of one that was cut, with the time until then', async () => {
    await using server = await ScriptedServer.startRaw((socket) => {
      socket.once('data', () => {
        socket.write('HTTP/1.1 100 Continue\r\n\r\n');
        socket.pause();
        setTimeout(() => socket.resetAndDestroy(), 300);
      });
    });
    const upload = await uploadTo(server, 64 * mebibyte);
    expect(upload.outcome).toMatchObject({ failure: { reason: 'interrupted' } });
    expect(upload.sentBytes).toBeLessThan(64 * mebibyte);
    expect(upload.milliseconds).toBeGreaterThan(250);
  });
});
