import { describe, expect, it } from 'vitest';
import type { Owner } from '../../shared/owner.ts';
import { ScriptedServer, sendText } from '../registry/testing/scripted-server.ts';
import { type OwnerMemory, OwnerService } from './owners.ts';
import { createAccounts, MemoryAccountStore } from './testing/account-parts.ts';
import { type StartedRegistry, startRegistry } from './testing/started-registry.ts';

function newMemory(recent: string[] = []): OwnerMemory {
  const kept = new Map<string, Owner[]>();
  return {
    keepOwners: (accountId, owners) => kept.set(accountId, [...owners]),
    keptOwners: (accountId) => kept.get(accountId) ?? null,
    recentOwners: (_, limit) => recent.slice(0, limit),
    forgetRecent: (_, name) => recent.splice(recent.indexOf(name), 1),
  };
}

async function signedIn(server: StartedRegistry, token: Parameters<StartedRegistry['token']>[0]) {
  const store = new MemoryAccountStore();
  const accounts = createAccounts({ store });
  const added = await accounts.add(server.url, { kind: 'token', token: server.token(token) });
  if (!added.ok) throw new Error(added.failure.reason);
  return { owners: new OwnerService(accounts, newMemory()), id: added.value.id, store, accounts };
}

describe.each(['1.23', '1.26'] as const)('owners on a server like Gitea %s', (version) => {
  it('are the user, the user’s organizations and those that were pinned', async () => {
    await using server = await startRegistry(version);
    const { owners, id, store } = await signedIn(server, 'full');
    expect(await owners.pin(id, 'BOB')).toMatchObject({
      ok: true,
      value: { name: 'bob', relation: 'pinned', visibility: 'public' },
    });
    const listed = await owners.list(id);
    expect(listed).toMatchObject({
      ok: true,
      value: [
        { name: 'ada', relation: 'self', visibility: 'public' },
        { name: 'crew', relation: 'organization', visibility: 'public' },
        { name: 'vault', relation: 'organization', visibility: 'private' },
        { name: 'bob', relation: 'pinned', visibility: 'public' },
      ],
    });
    const again = new OwnerService(createAccounts({ store }), newMemory());
    expect(await again.list(id)).toEqual(listed);
    await again.unpin(id, 'Bob');
    expect(await again.list(id)).toMatchObject({
      value: [{ name: 'ada' }, { name: 'crew' }, { name: 'vault' }],
    });
  });

  it('end with five that were looked at lately and are no others', async () => {
    await using server = await startRegistry(version);
    const { accounts, id } = await signedIn(server, 'full');
    const recent = ['crew', 'r1', 'ADA', 'r2', 'r3', 'r4', 'r5', 'r6'];
    const owners = new OwnerService(accounts, newMemory(recent));
    const names = async () => {
      const listed = await owners.list(id);
      return listed.ok
        ? listed.value.filter((each) => each.relation === 'recent').map(({ name }) => name)
        : null;
    };
    expect(await names()).toEqual(['r1', 'r2', 'r3', 'r4', 'r5']);
    await owners.unpin(id, 'r2');
    expect(await names()).toEqual(['r1', 'r3', 'r4', 'r5', 'r6']);
  });

  it('are those of the last time while the server is away, as pinned since', async () => {
    const server = await startRegistry(version);
    const { owners, id } = await signedIn(server, 'full');
    expect((await owners.pin(id, 'bob')).ok).toBe(true);
    expect(owners.kept(id)).toBeNull();
    const before = await owners.list(id);
    expect(before).toEqual({ ok: true, value: owners.kept(id) });
    await server[Symbol.asyncDispose]();
    await owners.unpin(id, 'bob');
    const listed = await owners.list(id);
    expect(listed.ok && listed.value.map(({ name }) => name)).toEqual(['ada', 'crew', 'vault']);
  });

  it('are each listed once', async () => {
    await using server = await startRegistry(version);
    const { owners, id } = await signedIn(server, 'full');
    for (const name of ['crew', 'ada', 'bob', 'bob']) expect((await owners.pin(id, name)).ok).toBe(true);
    const listed = await owners.list(id);
    expect(listed.ok && listed.value.map(({ name, relation }) => `${name} ${relation}`)).toEqual([
      'ada self',
      'crew organization',
      'vault organization',
      'bob pinned',
    ]);
  });

  it('are what is known when the token may not ask for more', async () => {
    await using server = await startRegistry(version);
    const limited = await signedIn(server, 'no-organizations');
    expect(await limited.owners.list(limited.id)).toMatchObject({ ok: true, value: [{ name: 'ada' }] });
    const packageOnly = await signedIn(server, 'package-only');
    expect(await packageOnly.owners.list(packageOnly.id)).toEqual({ ok: true, value: [] });
    expect(await packageOnly.owners.pin(packageOnly.id, 'crew')).toEqual({
      ok: true,
      value: { name: 'crew', fullName: '', relation: 'pinned', visibility: null },
    });
    expect(await packageOnly.owners.list(packageOnly.id)).toMatchObject({ value: [{ name: 'crew' }] });
    expect(await packageOnly.owners.pin(packageOnly.id, 'nobody')).toMatchObject({
      ok: false,
      failure: { reason: 'owner-not-found', subject: 'nobody' },
    });
  });

  it('that are not there or hidden cannot be pinned', async () => {
    await using server = await startRegistry(version);
    const { owners, id } = await signedIn(server, 'full');
    for (const name of ['nobody', 'erin', '..']) {
      expect(await owners.pin(id, name)).toMatchObject({
        ok: false,
        failure: { reason: 'owner-not-found', subject: name },
      });
    }
    expect(await owners.list(id)).toMatchObject({
      value: [{ name: 'ada' }, { name: 'crew' }, { name: 'vault' }],
    });
  });
});

it('a server that fails fails the list', async () => {
  await using server = await startRegistry();
  const { id, store } = await signedIn(server, 'full');
  await using broken = await ScriptedServer.start((_, response) => sendText(response, 500, ''));
  store.text = store.text.replace(server.url, broken.url);
  const listed = await new OwnerService(createAccounts({ store }), newMemory()).list(id);
  expect(listed).toMatchObject({ ok: false, failure: { reason: 'server-error' } });
});
