import { X509Certificate } from 'node:crypto';
import { createServer, type ServerOptions } from 'node:https';
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

async function secureServer(options: ServerOptions) {
  const server = createServer(options, (_, response) => sendJson(response, { version: '1.26.0' }));
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
