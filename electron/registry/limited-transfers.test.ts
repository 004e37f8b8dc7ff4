import { Readable } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { systemClock } from '../clock.ts';
import { ByteRate } from './byte-rate.ts';
import { BrokenDownload } from './download-body.ts';
import { RegistryClient } from './registry-client.ts';
import { defaultLimits, type RequestLimits } from './request-limits.ts';
import { readBody, ScriptedServer } from './testing/scripted-server.ts';

const coordinates = { owner: 'crew', packageName: 'kettle', version: '1.0', fileName: 'a' };
const never = new AbortController().signal;
const slowest = 16 * 1024;

/** Takes what is sent, and gives as many bytes as are asked for in the path's last part. */
function startServer(): Promise<ScriptedServer> {
  return ScriptedServer.start(async (request, response) => {
    if (request.method === 'PUT') {
      await readBody(request);
      response.writeHead(201).end();
      return;
    }
    const size = Number(request.url?.split('/').at(-1));
    response.writeHead(200, { 'content-length': String(size) });
    Readable.from(Array.from({ length: size / 65_536 }, () => Buffer.alloc(65_536))).pipe(response);
  });
}

function limitedClient(
  server: ScriptedServer,
  rate: () => number | null,
  limits: Partial<RequestLimits> = {},
): RegistryClient {
  const rates = { upload: new ByteRate(systemClock, rate), download: new ByteRate(systemClock, rate) };
  const credential = { kind: 'token', token: 'canary' } as const;
  return new RegistryClient({
    serverUrl: server.url,
    credential,
    rates,
    limits: { ...defaultLimits, ...limits },
  });
}

type Run = (
  client: RegistryClient,
  size: number,
  signal: AbortSignal,
  moved: (bytes: number) => void,
) => Promise<unknown>;

const publish: Run = (client, size, signal, moved) =>
  client.publishFile({
    coordinates,
    size,
    openBody: () => Readable.from([Buffer.alloc(size)], { objectMode: false }),
    signal,
    onSent: moved,
  });

const download: Run = async (client, size, signal, moved) => {
  const opened = await client.openDownload({
    coordinates: { ...coordinates, fileName: String(size) },
    signal,
  });
  if (!opened.ok) return opened;
  let bytes = 0;
  try {
    for await (const chunk of opened.value.body) {
      bytes += Buffer.isBuffer(chunk) ? chunk.length : 0;
      moved(bytes);
    }
  } catch (error) {
    return { ok: false, failure: error instanceof BrokenDownload ? error.failure : undefined };
  }
  return { ok: bytes === size };
};

const directions: readonly (readonly [string, Run])[] = [
  ['publishing', publish],
  ['downloading', download],
];

describe('a limited rate', () => {
  // A machine that is busy with other things can make it slower, never faster.
  it.each(directions)('is kept when %s, within 15 %', { retry: 2 }, async (_, run) => {
    await using server = await startServer();
    const client = limitedClient(server, () => 2 * 1024 * 1024);
    const size = 4 * 1024 * 1024;
    const start = performance.now();
    expect(await run(client, size, never, () => undefined)).toMatchObject({ ok: true });
    const seconds = (performance.now() - start) / 1000;
    expect(seconds).toBeGreaterThan(2 * 0.85);
    expect(seconds).toBeLessThan(2 * 1.15);
    client.destroy();
  });

  it.each(directions)('is shared evenly when %s', async (_, run) => {
    await using server = await startServer();
    const client = limitedClient(server, () => 4 * 1024 * 1024);
    const size = 2 * 1024 * 1024;
    const moved = [0, 0];
    const first = Promise.race(
      moved.map((_, index) =>
        run(client, size, never, (bytes) => {
          moved[index] = bytes;
        }),
      ),
    );
    expect(await first).toMatchObject({ ok: true });
    // The first one has a share's head start.
    expect(Math.min(...moved)).toBeGreaterThan(size * 0.6);
    client.destroy();
  });

  it.each(directions)('that is lifted while %s acts at once', async (_, run) => {
    await using server = await startServer();
    let rate: number | null = slowest;
    const client = limitedClient(server, () => rate);
    // At the slow rate this would take over an hour.
    const size = 64 * 1024 * 1024;
    const outcome = await run(client, size, never, () => {
      rate = null;
    });
    expect(outcome).toMatchObject({ ok: true });
    client.destroy();
  });

  it.each(directions)('does not keep %s from ending at once, and is no standing still', async (_, run) => {
    await using server = await startServer();
    // Far below what the slow rate takes for all, above what it takes for one share.
    const client = limitedClient(server, () => slowest, { downloadStall: 400, uploadStall: 400 });
    const cancelling = new AbortController();
    const start = performance.now();
    let end = 0;
    const outcome = await run(client, 64 * 1024 * 1024, cancelling.signal, (bytes) => {
      if (bytes < 12_000 || end > 0) return;
      end = performance.now();
      cancelling.abort();
    });
    expect(outcome).toMatchObject({ ok: false, failure: { reason: 'cancelled' } });
    expect(end - start).toBeGreaterThan(400);
    expect(performance.now() - end).toBeLessThan(100);
    client.destroy();
  });
});
