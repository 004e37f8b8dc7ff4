import { randomBytes } from 'node:crypto';
import { Readable } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { type StartedRegistry, startRegistry } from '../accounts/testing/started-registry.ts';
import { RegistryClient } from '../registry/registry-client.ts';
import { publishConditions } from './publish-conditions.ts';

type TokenName = Parameters<StartedRegistry['token']>[0];

async function conditionsOf(server: StartedRegistry, token: TokenName, owner: string) {
  const client = new RegistryClient({
    serverUrl: server.url,
    credential: { kind: 'token', token: server.token(token) },
  });
  try {
    return await publishConditions(client, owner, null, randomBytes(16).toString('hex'));
  } finally {
    client.destroy();
  }
}

function refused(reason: string) {
  return expect.objectContaining({ kind: 'refused', failure: expect.objectContaining({ reason }) });
}

describe.each(['1.23', '1.26'] as const)('before publishing to a server like Gitea %s', (version) => {
  it.each([
    ['full', 'crew', [{ kind: 'visible', visibility: 'public' }]],
    ['full', 'vault', []],
    ['full', 'lounge', [refused('not-allowed'), { kind: 'visible', visibility: 'limited' }]],
    ['full', 'bob', [refused('not-allowed'), { kind: 'visible', visibility: 'public' }]],
    ['full', 'nobody', [refused('owner-not-found')]],
    ['package-only', 'crew', []],
    ['no-packages', 'ada', [refused('missing-scope'), { kind: 'visible', visibility: 'public' }]],
  ] as const)('the token %s and the owner %s mean %j', async (token, owner, expected) => {
    await using server = await startRegistry(version);
    expect(await conditionsOf(server, token, owner)).toEqual(expected);
  });

  it('asking leaves everything as it is', async () => {
    await using server = await startRegistry(version);
    const client = new RegistryClient({
      serverUrl: server.url,
      credential: { kind: 'token', token: server.token('full') },
    });
    const kettle = { owner: 'crew', packageName: 'kettle', version: '1.0', fileName: 'a.txt' };
    await client.publishFile({
      coordinates: kettle,
      size: 1,
      openBody: () => Readable.from([Buffer.from('a')], { objectMode: false }),
      signal: new AbortController().signal,
    });
    const before = await client.listVersions('crew', 1);
    await conditionsOf(server, 'full', 'crew');
    expect(await client.listVersions('crew', 1)).toEqual(before);
    client.destroy();
  });
});

it('a server that is away is no refusal', async () => {
  const server = await startRegistry();
  await server[Symbol.asyncDispose]();
  expect(await conditionsOf(server, 'full', 'crew')).toEqual([
    { kind: 'unchecked', failure: expect.objectContaining({ reason: 'unreachable' }) },
  ]);
});
