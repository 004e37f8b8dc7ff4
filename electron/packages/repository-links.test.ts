import { Readable } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { createAccounts } from '../accounts/testing/account-parts.ts';
import { type StartedRegistry, startRegistry } from '../accounts/testing/started-registry.ts';
import { RegistryClient } from '../registry/registry-client.ts';
import { RepositoryLinks } from './repository-links.ts';

const ownKettle = { owner: 'vault', packageName: 'kettle' };
const done = { ok: true, value: undefined };

/** Links as one account sees them, with a published package. */
async function linksOn(server: StartedRegistry, token: 'all' | 'full', kettle = ownKettle) {
  const credential = { kind: 'token', token: server.token(token) } as const;
  const client = new RegistryClient({ serverUrl: server.url, credential });
  await client.publishFile({
    coordinates: { ...kettle, version: '1.0', fileName: 'a' },
    size: 1,
    openBody: () => Readable.from([Buffer.from('a')], { objectMode: false }),
    signal: new AbortController().signal,
  });
  const accounts = createAccounts();
  const added = await accounts.add(server.url, credential);
  if (!added.ok) throw new Error(added.failure.reason);
  const heard: (string | null)[] = [];
  const links = new RepositoryLinks(accounts, {
    linked: (_account, _coordinates, repository) => heard.push(repository),
    outdated: (_account, owner) => heard.push(`${owner} is outdated`),
  });
  const { id } = added.value;
  return {
    heard,
    candidates: () => links.candidates(id, kettle),
    link: (repository: string) => links.link(id, kettle, repository),
    unlink: () => links.unlink(id, kettle),
    /** What the server says it is linked to. */
    linked: async () => {
      const version = await client.getVersion({ ...kettle, version: '1.0' });
      return version.ok ? version.value.repository : version;
    },
  };
}

describe('links to repositories', () => {
  it('go to what the owner has, one at a time, and can be taken away', async () => {
    await using server = await startRegistry();
    const links = await linksOn(server, 'all');
    expect(await links.candidates()).toEqual({
      ok: true,
      value: { names: ['crate', 'Lid'], extent: 'all' },
    });
    expect(await links.link('crate')).toEqual(done);
    expect(await links.linked()).toBe('vault/crate');
    expect(await links.link('lid')).toMatchObject({
      ok: false,
      failure: { reason: 'changed-on-server', subject: 'kettle' },
    });
    expect(await links.linked()).toBe('vault/crate');
    expect(await links.unlink()).toEqual(done);
    expect(await links.linked()).toBeNull();
    expect(await links.unlink()).toEqual(done);
    expect(links.heard).toEqual(['vault/crate', 'vault is outdated', null, null]);
  });

  it('name the repository that is not there', async () => {
    await using server = await startRegistry();
    const links = await linksOn(server, 'all');
    for (const name of ['nothing', 'tea', '..']) {
      expect(await links.link(name)).toMatchObject({
        ok: false,
        failure: { reason: 'not-found', subject: name },
      });
    }
    expect(links.heard).toEqual([]);
  });

  it('can be made by a token that may not list repositories', async () => {
    await using server = await startRegistry();
    const links = await linksOn(server, 'full');
    expect(await links.candidates()).toEqual({ ok: true, value: { names: [], extent: 'hidden' } });
    expect(await links.link('crate')).toEqual(done);
  });

  it('are refused to who may publish, but not to that repository', async () => {
    await using server = await startRegistry();
    const links = await linksOn(server, 'all', { owner: 'crew', packageName: 'kettle' });
    expect(await links.link('crate')).toMatchObject({ ok: false, failure: { reason: 'not-allowed' } });
    expect(links.heard).toEqual([]);
  });

  it('are not offered by older servers', async () => {
    await using server = await startRegistry('1.23');
    const links = await linksOn(server, 'all');
    const notOffered = { ok: false, failure: { reason: 'not-offered' } };
    expect(await links.candidates()).toMatchObject(notOffered);
    expect(await links.link('crate')).toMatchObject(notOffered);
    expect(await links.unlink()).toMatchObject(notOffered);
  });
});
