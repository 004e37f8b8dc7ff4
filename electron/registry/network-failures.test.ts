import { X509Certificate } from 'node:crypto';
import type { ServerResponse } from 'node:http';
import { createServer, type ServerOptions } from 'node:https';
import { connect } from 'node:net';
import type { Readable } from 'node:stream';
import { createSecureContext } from 'node:tls';
import { describe, expect, it } from 'vitest';
import { describeFailure } from '../../shared/failure-words.ts';
import { Agents } from './agents.ts';
import { RegistryClient } from './registry-client.ts';
import { defaultLimits } from './request-limits.ts';
import {
  authority,
  expiredCertificate,
  futureCertificate,
  goodCertificate,
  otherHostCertificate,
} from './testing/certificates.ts';
import { deadAddress, ScriptedServer, sendJson } from './testing/scripted-server.ts';

const limits = { ...defaultLimits, retryDelays: [1] };

async function secureServer(
  options: ServerOptions,
  answer = (response: ServerResponse): unknown => sendJson(response, { version: '1.26.0' }),
) {
  const server = createServer(options, (_, response) => answer(response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return {
    host: `127.0.0.1:${address.port}`,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function clientOf(serverUrl: string, trusted: readonly string[] = []): RegistryClient {
  const agents = new Agents(() => createSecureContext({ ca: [...trusted] }));
  return new RegistryClient({ serverUrl, credential: { kind: 'token', token: 'canary-1' }, agents, limits });
}

describe('failures of the network', () => {
  it('a certificate of a trusted authority is taken', async () => {
    await using server = await secureServer(goodCertificate);
    const client = clientOf(`https://${server.host}`, [authority]);
    expect(await client.getServerVersion()).toEqual({ ok: true, value: '1.26.0' });
    client.destroy();
  });

  it.each([
    ['expired', expiredCertificate, [authority], 'expired'],
    ['for another host', otherHostCertificate, [authority], 'wrong host'],
    ['not valid yet', futureCertificate, [futureCertificate.cert], 'not valid yet'],
    ['of an unknown authority', goodCertificate, [], 'unknown issuer'],
    [
      'signed by itself',
      { ...goodCertificate, cert: `${goodCertificate.cert}\n${authority}` },
      [],
      'self-signed',
    ],
  ])('a certificate %s is refused, and says which it is', async (_, certificate, trusted, problem) => {
    await using server = await secureServer(certificate);
    const client = clientOf(`https://${server.host}`, trusted);
    const outcome = await client.getServerVersion();
    if (outcome.ok) throw new Error('was taken');
    expect(outcome.failure.reason).toBe('certificate-refused');
    const { fingerprint256 } = new X509Certificate(certificate.cert);
    expect(outcome.failure.subject).toBe(`${server.host}: ${problem}, SHA-256 ${fingerprint256}`);
    expect(describeFailure(outcome.failure).nextStep).toContain('Check this computer’s clock');
    client.destroy();
  });

  it('a bit that flips in an encrypted body breaks it off, and no wrong byte comes through', async () => {
    const size = 1_000_000;
    await using server = await secureServer(goodCertificate, (response) => {
      response.writeHead(200, { 'content-length': String(size) }).end(Buffer.alloc(size, 'x'));
    });
    await using relay = await ScriptedServer.startRaw((socket) => {
      const upstream = connect(Number(server.host.split(':')[1]), '127.0.0.1');
      let passed = 0;
      upstream.on('data', (data: Buffer) => {
        const at = 500_000 - passed;
        passed += data.length;
        if (at >= 0 && at < data.length) data[at] = (data[at] ?? 0) ^ 1;
        socket.write(data);
      });
      socket.on('data', (data: Buffer) => upstream.write(data));
      socket.on('close', () => upstream.destroy());
      upstream.on('error', () => socket.destroy());
    });
    const client = clientOf(relay.url.replace('http:', 'https:'), [authority]);
    const coordinates = { owner: 'crew', packageName: 'kettle', version: '1.0', fileName: 'a' };
    const opened = await client.openDownload({ coordinates, signal: new AbortController().signal });
    if (!opened.ok) throw new Error(opened.failure.reason);
    let good = 0;
    async function readAll(body: Readable): Promise<void> {
      for await (const chunk of body) good += Buffer.from(chunk).filter((byte) => byte === 120).length;
    }
    await expect(readAll(opened.value.body)).rejects.toMatchObject({ failure: { reason: 'interrupted' } });
    expect(good).toBeLessThanOrEqual(500_000);
    client.destroy();
  });

  it('a server without TLS behind https gives no usable answer', async () => {
    await using server = await ScriptedServer.start((_, response) => sendJson(response, { version: '1' }));
    const client = clientOf(server.url.replace('http:', 'https:'));
    expect(await client.getServerVersion()).toMatchObject({
      ok: false,
      failure: { reason: 'unexpected-answer' },
    });
    client.destroy();
  });

  it('nobody there is unreachable, and is asked again before that is said', async () => {
    const client = clientOf(await deadAddress());
    const outcome = await client.getServerVersion();
    expect(outcome).toMatchObject({ ok: false, failure: { reason: 'unreachable' } });
    client.destroy();
    const nowhere = clientOf('http://no-such-host.invalid');
    expect(await nowhere.getServerVersion()).toEqual({
      ok: false,
      failure: { reason: 'unreachable', subject: 'no-such-host.invalid' },
    });
    nowhere.destroy();
  });

  it('a connection that breaks is tried again', async () => {
    let connections = 0;
    await using server = await ScriptedServer.startRaw((socket) => {
      connections += 1;
      socket.once('data', () => {
        if (connections === 1) {
          socket.resetAndDestroy();
          return;
        }
        const body = '{"version":"1.2"}';
        socket.end(
          `HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: ${body.length}\r\n\r\n${body}`,
        );
      });
    });
    const client = clientOf(server.url);
    expect(await client.getServerVersion()).toEqual({ ok: true, value: '1.2' });
    expect(connections).toBe(2);
    client.destroy();
  });

  it('what is no HTTP is no usable answer', async () => {
    await using server = await ScriptedServer.startRaw((socket) => socket.end('SSH-2.0-OpenSSH_9.9\r\n'));
    const client = clientOf(server.url);
    expect(await client.getServerVersion()).toMatchObject({
      ok: false,
      failure: { reason: 'unexpected-answer' },
    });
    client.destroy();
  });

  it('a server that never answers times out', async () => {
    await using server = await ScriptedServer.startRaw(() => undefined);
    const credential = { kind: 'token', token: 'canary-1' } as const;
    const client = new RegistryClient({ serverUrl: server.url, credential, limits: { ...limits, json: 50 } });
    expect(await client.getServerVersion()).toMatchObject({ ok: false, failure: { reason: 'timed-out' } });
    client.destroy();
  });
});
