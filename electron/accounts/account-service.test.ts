import { describe, expect, it } from 'vitest';
import { Account, type Credential } from '../../shared/account.ts';
import { succeeded } from '../../shared/outcome.ts';
import { deadAddress, ScriptedServer, sendJson, sendText } from '../registry/testing/scripted-server.ts';
import { createAccounts, MemoryAccountStore, TestSecretBox } from './testing/account-parts.ts';
import { type StartedRegistry, startRegistry } from './testing/started-registry.ts';

type TokenName = Parameters<StartedRegistry['token']>[0];

function tokenOf(server: StartedRegistry, name: TokenName): Credential {
  return { kind: 'token', token: server.token(name) };
}

/** The value, or the test ends. */
function valueOf<T>(outcome: { ok: true; value: T } | { ok: false; failure: { reason: string } }): T {
  if (!outcome.ok) throw new Error(outcome.failure.reason);
  return outcome.value;
}

describe.each(['1.23', '1.26'] as const)('signing in to a server like Gitea %s', (version) => {
  it('finds out whose credential it is, and keeps nothing', async () => {
    await using server = await startRegistry(version);
    const store = new MemoryAccountStore();
    const accounts = createAccounts({ store });
    const checked = await accounts.check(`${server.url}/`, tokenOf(server, 'full'));
    expect(checked).toEqual({
      ok: true,
      value: {
        serverUrl: server.url,
        serverVersion: expect.stringMatching(/^1\./),
        userName: 'ada',
        canAskForUser: true,
        isEncrypted: false,
      },
    });
    const byPassword = await accounts.check(server.url, {
      kind: 'password',
      userName: 'ada',
      password: 'correct horse',
    });
    expect(byPassword).toMatchObject({ ok: true, value: { userName: 'ada' } });
    expect(accounts.list()).toEqual([]);
    expect(store.text).toBe('{"accounts":[]}');
  });

  it('takes a token that is for packages alone, without a name', async () => {
    await using server = await startRegistry(version);
    const accounts = createAccounts();
    const added = await accounts.add(server.url, tokenOf(server, 'package-only'));
    expect(added).toMatchObject({ ok: true, value: { userName: null, state: { kind: 'ready' } } });
    const client = valueOf(await accounts.clientFor(valueOf(added).id));
    expect(await client.listVersions('crew', 1)).toMatchObject({ ok: true });
  });

  it.each([
    ['a token that nobody has', { kind: 'token', token: 'f'.repeat(40) }, 'bad-login'],
    ['a wrong password', { kind: 'password', userName: 'ada', password: 'wrong' }, 'bad-login'],
    [
      'a password to be changed',
      { kind: 'password', userName: 'mia', password: 'correct horse' },
      'password-change-required',
    ],
  ] as const)('refuses %s', async (_, credential, reason) => {
    await using server = await startRegistry(version);
    const accounts = createAccounts();
    expect(await accounts.add(server.url, credential)).toMatchObject({ ok: false, failure: { reason } });
    expect(accounts.list()).toEqual([]);
  });

  it('refuses a token that is not for packages, and names what is missing', async () => {
    await using server = await startRegistry(version);
    expect(await createAccounts().add(server.url, tokenOf(server, 'no-packages'))).toMatchObject({
      ok: false,
      failure: { reason: 'missing-scope', subject: 'read:package' },
    });
  });
});

describe('signing in', () => {
  it.each([
    ['a page of something else', 200, '<!DOCTYPE html><h1>It works!</h1>', 'login-page'],
    ['a server without this API', 404, '404 page not found\n', 'unexpected-answer'],
    ['maintenance', 503, 'Service Unavailable', 'server-unavailable'],
  ])('to %s says so', async (_, status, text, reason) => {
    await using server = await ScriptedServer.start((_, response) => sendText(response, status, text));
    const checked = await createAccounts().check(server.url, { kind: 'token', token: 'canary' });
    expect(checked).toMatchObject({ ok: false, failure: { reason } });
  });

  it('works where even the version is for signed-in users', async () => {
    await using server = await ScriptedServer.start((request, response) => {
      const message = 'Only signed in user is allowed to call APIs.';
      if (request.url === '/api/v1/version') sendJson(response, { message }, 403);
      else if (request.url === '/api/v1/user')
        sendJson(response, { id: 1, login: 'ada', visibility: 'public' });
      else sendJson(response, []);
    });
    expect(await createAccounts().check(server.url, { kind: 'token', token: 'canary' })).toMatchObject({
      ok: true,
      value: { serverVersion: null, userName: 'ada' },
    });
  });

  it('refuses what is no address', async () => {
    expect(await createAccounts().check('ftp://example.org', { kind: 'token', token: 'x' })).toMatchObject({
      failure: { reason: 'invalid-address' },
    });
  });
});

describe('keeping accounts', () => {
  it('opens them again after a restart, with the credential that was sealed', async () => {
    await using server = await startRegistry();
    const store = new MemoryAccountStore();
    const secrets = new TestSecretBox();
    const added = valueOf(
      await createAccounts({ store, secrets }).add(server.url, tokenOf(server, 'full'), 'Work'),
    );
    expect(added).toMatchObject({ label: 'Work', credentialKept: 'saved', state: { kind: 'ready' } });
    expect(store.text).not.toContain(server.token('full'));

    const again = createAccounts({ store, secrets });
    expect(again.list()).toEqual([{ ...added, state: { kind: 'unchecked' } }]);
    expect(again.list().map((account) => Account.parse(account))).toEqual(again.list());
    const client = valueOf(await again.clientFor(added.id));
    expect(await client.getUser()).toMatchObject({ value: { name: 'ada' } });
    expect(again.get(added.id)?.state).toEqual({ kind: 'ready' });
    expect(valueOf(await again.clientFor(added.id))).toBe(client);
  });

  it.each(['weak', 'none', 'refusing'] as const)(
    'forgets the credential at the end where the keyring is %s',
    async (keyring) => {
      await using server = await startRegistry();
      const store = new MemoryAccountStore();
      const secrets = new TestSecretBox();
      if (keyring === 'refusing') secrets.refusesToSeal = true;
      else secrets.strength = keyring;
      const accounts = createAccounts({ store, secrets });
      const added = valueOf(await accounts.add(server.url, tokenOf(server, 'full')));
      expect(added.credentialKept).toBe('session');
      expect(valueOf(await accounts.clientFor(added.id)).serverUrl).toBe(server.url);
      expect(store.text).not.toContain(server.token('full'));

      const again = createAccounts({ store, secrets });
      expect(await again.clientFor(added.id)).toMatchObject({
        ok: false,
        failure: { reason: 'sign-in-required' },
      });
      expect(again.get(added.id)?.state).toMatchObject({ kind: 'needs-credential' });
      const renewed = await again.replaceCredential(added.id, tokenOf(server, 'full'));
      expect(renewed).toMatchObject({ value: { id: added.id, state: { kind: 'ready' } } });
      expect(valueOf(await again.clientFor(added.id)).serverUrl).toBe(server.url);
    },
  );

  it('waits for a locked keyring and loses nothing', async () => {
    await using server = await startRegistry();
    const store = new MemoryAccountStore();
    const secrets = new TestSecretBox();
    const { id } = valueOf(await createAccounts({ store, secrets }).add(server.url, tokenOf(server, 'full')));
    const stored = store.text;
    secrets.isLocked = true;
    const accounts = createAccounts({ store, secrets });
    expect(await accounts.clientFor(id)).toMatchObject({
      ok: false,
      failure: { reason: 'credential-locked' },
    });
    expect(valueOf(await accounts.recheck(id)).state).toEqual({
      kind: 'needs-credential',
      failure: { reason: 'credential-locked' },
    });
    expect(store.text).toBe(stored);
    secrets.isLocked = false;
    expect(valueOf(await accounts.recheck(id)).state).toEqual({ kind: 'ready' });
  });

  it('leaves records that it cannot read as they are', async () => {
    await using server = await startRegistry();
    const newer = { id: 'from-the-future', kind: 'oauth', secret: 'keep me' };
    const store = new MemoryAccountStore(JSON.stringify({ accounts: [newer, null, 'text'] }));
    const accounts = createAccounts({ store });
    expect(accounts.list()).toEqual([]);
    const { id } = valueOf(await accounts.add(server.url, tokenOf(server, 'full')));
    expect(createAccounts({ store }).list()).toMatchObject([{ id }]);
    expect(JSON.parse(store.text)).toMatchObject({ accounts: [{ id }, newer, null, 'text'] });
  });

  it('renews the account of a user who signs in again', async () => {
    await using server = await startRegistry();
    const accounts = createAccounts();
    const first = valueOf(await accounts.add(server.url, tokenOf(server, 'full'), 'Work'));
    const again = valueOf(
      await accounts.add(server.url, { kind: 'password', userName: 'ADA', password: 'correct horse' }),
    );
    expect(again).toMatchObject({ id: first.id, label: 'Work' });
    const other = valueOf(await accounts.add(server.url, tokenOf(server, 'bob')));
    expect(other.id).not.toBe(first.id);
    expect(accounts.list()).toHaveLength(2);
  });

  it('renames and removes, and tells each change', async () => {
    await using server = await startRegistry();
    const store = new MemoryAccountStore();
    const accounts = createAccounts({ store });
    const told: Account[][] = [];
    const stop = accounts.onChanged((list) => told.push(list));
    const { id } = valueOf(await accounts.add(server.url, tokenOf(server, 'full')));
    expect(valueOf(await accounts.rename(id, 'Home')).label).toBe('Home');
    expect(told.at(-1)).toMatchObject([{ id, label: 'Home' }]);
    expect(valueOf(await accounts.remove(id))).toBeUndefined();
    expect(told.at(-1)).toEqual([]);
    expect(store.text).toBe('{"accounts":[]}');
    const count = told.length;
    stop();
    await accounts.add(server.url, tokenOf(server, 'full'));
    expect(told).toHaveLength(count);
    for (const outcome of [
      await accounts.clientFor(id),
      await accounts.rename(id, 'x'),
      await accounts.recheck(id),
      await accounts.replaceCredential(id, tokenOf(server, 'full')),
    ]) {
      expect(outcome).toEqual({ ok: false, failure: { reason: 'invalid-request' } });
    }
  });
});

describe('how an account stands', () => {
  it('follows what its requests meet', async () => {
    let answer: 'ok' | 'revoked' | 'hidden' | 'down' = 'ok';
    await using server = await ScriptedServer.start((request, response) => {
      if (answer === 'revoked') sendJson(response, { message: 'invalid username, password or token' }, 401);
      else if (answer === 'hidden')
        sendJson(response, { message: 'user should have specific permission' }, 403);
      else if (answer === 'down') sendText(response, 502, 'Bad Gateway');
      else if (request.url === '/api/v1/version') sendJson(response, { version: '1' });
      else if (request.url === '/api/v1/user') sendJson(response, { id: 1, login: 'ada' });
      else sendJson(response, []);
    });
    const store = new MemoryAccountStore();
    const accounts = createAccounts({ store });
    const { id } = valueOf(await accounts.add(server.url, { kind: 'token', token: 'canary' }));
    const stored = store.text;
    const client = valueOf(await accounts.clientFor(id));
    const states: unknown[] = [];
    for (const next of ['hidden', 'down', 'ok', 'revoked', 'down', 'ok'] as const) {
      answer = next;
      await client.listVersions('crew', 1);
      states.push(accounts.get(id)?.state.kind);
    }
    expect(states).toEqual(['ready', 'offline', 'ready', 'needs-credential', 'needs-credential', 'ready']);
    expect(store.text).toBe(stored);
  });

  it('is offline, not signed out, when the server is gone', async () => {
    const store = new MemoryAccountStore();
    const address = await deadAddress();
    await using server = await startRegistry();
    const { id } = valueOf(await createAccounts({ store }).add(server.url, tokenOf(server, 'full')));
    store.text = store.text.replace(server.url, address);
    const accounts = createAccounts({ store });
    const account = valueOf(await accounts.recheck(id));
    expect(account).toMatchObject({
      userName: 'ada',
      credentialKept: 'saved',
      state: { kind: 'offline', failure: { reason: 'unreachable' } },
    });
  });

  it('hears nothing of clients that were replaced', async () => {
    await using server = await startRegistry();
    const accounts = createAccounts();
    const { id } = valueOf(await accounts.add(server.url, tokenOf(server, 'full')));
    const old = valueOf(await accounts.clientFor(id));
    valueOf(await accounts.replaceCredential(id, tokenOf(server, 'no-organizations')));
    expect(await old.getServerVersion()).toMatchObject({ ok: true });
    old.destroy();
    expect(accounts.get(id)?.state).toEqual({ kind: 'ready' });
    expect(valueOf(await accounts.clientFor(id))).not.toBe(old);
  });
});

describe('the built-in registry', () => {
  it('has one account, whose address and token may change', async () => {
    await using first = await startRegistry();
    await using second = await startRegistry();
    let running = first;
    const builtIn = {
      ensureStarted: async () => succeeded({ url: running.url, owner: 'ada', token: running.token('full') }),
    };
    const store = new MemoryAccountStore();
    const accounts = createAccounts({ store, builtIn });
    const account = valueOf(await accounts.addBuiltIn());
    expect(account).toMatchObject({
      kind: 'built-in',
      userName: 'ada',
      serverUrl: first.url,
      credentialKept: 'saved',
      state: { kind: 'ready' },
    });
    expect(valueOf(await accounts.addBuiltIn()).id).toBe(account.id);
    expect(store.text).not.toContain(first.token('full'));
    expect(await accounts.builtInToken(account.id)).toEqual(succeeded(first.token('full')));

    running = second;
    const client = valueOf(await accounts.clientFor(account.id));
    expect(client.serverUrl).toBe(second.url);
    expect(await client.getUser()).toMatchObject({ ok: true });
    expect(accounts.get(account.id)?.serverUrl).toBe(second.url);
    expect(await accounts.serverUrlOf(account.id)).toEqual(succeeded(second.url));
    expect(JSON.stringify(accounts.list())).not.toContain(second.token('full'));
  });

  it('says when it cannot start', async () => {
    const accounts = createAccounts();
    expect(await accounts.addBuiltIn()).toMatchObject({
      ok: false,
      failure: { reason: 'server-unavailable' },
    });
    expect(accounts.list()).toEqual([]);
  });
});
