import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import { describe, expect, it } from 'vitest';
import type { VersionCoordinates } from '../../shared/coordinates.ts';
import type { Outcome } from '../../shared/outcome.ts';
import type { VersionPage } from '../../shared/package.ts';
import { writeManifest } from '../../shared/split-manifest.ts';
import { createAccounts } from '../accounts/testing/account-parts.ts';
import { type StartedRegistry, startRegistry } from '../accounts/testing/started-registry.ts';
import { RegistryClient } from '../registry/registry-client.ts';
import { ScriptedServer, sendJson, sendText } from '../registry/testing/scripted-server.ts';
import { type PackageChange, PackageService } from './package-service.ts';

const kettle = { owner: 'crew', packageName: 'kettle' };
const first = { ...kettle, version: '1.0' };

/** A service signed in to `url`, with another client of the same rights beside it. */
async function serviceOn(url: string, token: string) {
  const accounts = createAccounts();
  const credential = { kind: 'token', token } as const;
  const added = await accounts.add(url, credential);
  if (!added.ok) throw new Error(added.failure.reason);
  const changes: PackageChange[] = [];
  const packages = new PackageService(accounts, (change) => changes.push(change));
  return { id: added.value.id, packages, changes, other: new RegistryClient({ serverUrl: url, credential }) };
}

async function serviceWith(server: StartedRegistry, token: Parameters<StartedRegistry['token']>[0] = 'full') {
  const service = await serviceOn(server.url, server.token(token));
  return {
    ...service,
    publish: async (version: VersionCoordinates, fileName: string, text = fileName): Promise<void> => {
      const published = await service.other.publishFile({
        coordinates: { ...version, fileName },
        size: Buffer.byteLength(text),
        openBody: () => Readable.from([Buffer.from(text)], { objectMode: false }),
        signal: new AbortController().signal,
      });
      if (!published.ok) throw new Error(published.failure.reason);
    },
    /** The files of a version as they are now; the test ends where it cannot be listed. */
    files: async (version: VersionCoordinates) => {
      const listed = await service.packages.listFiles(service.id, version);
      if (!listed.ok) throw new Error(listed.failure.reason);
      return listed.value.files;
    },
    versions: async () => {
      const listed = await service.other.listVersions('crew', 1);
      if (!listed.ok) throw new Error(listed.failure.reason);
      return listed.value.versions;
    },
  };
}

const done = { ok: true, value: undefined };

describe.each(['1.23', '1.26'] as const)('packages on a server like Gitea %s', (serverVersion) => {
  it('deletes a file that is what was seen, and the version with its last one', async () => {
    await using server = await startRegistry(serverVersion);
    const { id, packages, changes, publish, files, versions } = await serviceWith(server);
    await publish(first, 'a.txt');
    await publish(first, 'b.txt');
    const [a, b] = await files(first);
    if (a === undefined || b === undefined) throw new Error('files are missing');
    expect(await packages.deleteFile(id, { ...first, fileName: 'a.txt' }, a)).toEqual(done);
    expect(await files(first)).toEqual([b]);
    expect(changes).toEqual([{ accountId: id, owner: 'crew', deleted: null }]);
    expect(await packages.deleteFile(id, { ...first, fileName: 'B.TXT' }, b)).toEqual(done);
    expect(await versions()).toEqual([]);
    // Gone already: by then the version is, too.
    expect(await packages.deleteFile(id, { ...first, fileName: 'b.txt' }, b)).toEqual(done);
    expect(changes).toHaveLength(3);
  });

  it('deletes several files in the order given, and none when one of them is another', async () => {
    await using server = await startRegistry(serverVersion);
    const { id, packages, changes, publish, files } = await serviceWith(server);
    for (const name of ['a.txt', 'b.txt', 'c.txt']) await publish(first, name);
    const [a, b, c] = await files(first);
    if (a === undefined || b === undefined || c === undefined) throw new Error('files are missing');
    expect(await packages.deleteFiles(id, first, [a, { ...b, sha256: c.sha256 }])).toMatchObject({
      failure: { reason: 'changed-on-server', subject: 'b.txt' },
    });
    expect(await files(first)).toEqual([a, b, c]);
    expect(await packages.deleteFiles(id, first, [c, a])).toEqual(done);
    expect(await files(first)).toEqual([b]);
    expect(await packages.deleteFiles(id, first, [a, b])).toEqual(done);
    expect(changes).toHaveLength(2);
  });

  it('reads what a split file is made of, and refuses what is none', async () => {
    await using server = await startRegistry(serverVersion);
    const { id, packages, publish, files } = await serviceWith(server);
    const sha256 = 'a'.repeat(64);
    const layout = { name: 'kettle.iso', size: 3, partSize: 2 };
    await publish(first, 'kettle.iso.split.txt', writeManifest(layout, sha256, [sha256, sha256]));
    await publish(first, 'other.iso.split.txt', 'hello');
    const [manifest, other] = await files(first);
    if (manifest === undefined || other === undefined) throw new Error('files are missing');
    const read = await packages.readSplit(id, { ...first, fileName: manifest.fileName }, manifest);
    expect(read).toMatchObject({ ok: true, value: { ...layout, sha256 } });
    expect(await packages.readSplit(id, { ...first, fileName: other.fileName }, other)).toMatchObject({
      failure: { reason: 'split-file-damaged', subject: other.fileName },
    });
  });

  it('keeps a file that was replaced since it was seen', async () => {
    await using server = await startRegistry(serverVersion);
    const { id, packages, changes, other, publish, files } = await serviceWith(server);
    await publish(first, 'a.txt', 'old');
    await publish(first, 'keep.txt');
    const [seen] = await files(first);
    if (seen === undefined) throw new Error('no file');
    await other.deleteFile({ ...first, fileName: 'a.txt' });
    await publish(first, 'a.txt', 'new');
    expect(await packages.deleteFile(id, { ...first, fileName: 'a.txt' }, seen)).toEqual({
      ok: false,
      failure: { reason: 'changed-on-server', subject: 'a.txt' },
    });
    expect(await files(first)).toHaveLength(2);
    expect(changes).toEqual([]);
  });

  it('deletes a version whose files are those that were seen, and no other', async () => {
    await using server = await startRegistry(serverVersion);
    const { id, packages, changes, publish, files, versions } = await serviceWith(server);
    await publish(first, 'a.txt');
    const seen = (await files(first)).map((file) => file.id);
    await publish(first, 'late.txt');
    expect(await packages.deleteVersion(id, first, seen)).toMatchObject({
      ok: false,
      failure: { reason: 'changed-on-server', subject: '1.0' },
    });
    const now = (await files(first)).map((file) => file.id);
    expect(await packages.deleteVersion(id, first, now)).toEqual(done);
    expect(await versions()).toEqual([]);
    expect(changes).toEqual([
      { accountId: id, owner: 'crew', deleted: { packageName: 'kettle', version: '1.0' } },
    ]);
    expect(await packages.deleteVersion(id, first, now)).toEqual(done);
  });

  it('deletes a package of many versions and leaves its neighbours', async () => {
    await using server = await startRegistry(serverVersion);
    const { id, packages, changes, other, publish, versions } = await serviceWith(server);
    for (let count = 1; count <= 60; count += 1) await publish({ ...kettle, version: `1.${count}` }, 'f');
    await publish({ ...kettle, packageName: 'kettles', version: '1.0' }, 'f');
    const seen: number[] = [];
    for (let page: number | null = 1; page !== null; ) {
      const listed: Outcome<VersionPage> = await other.listVersions('crew', page);
      if (!listed.ok) throw new Error(listed.failure.reason);
      seen.push(
        ...listed.value.versions.filter(({ packageName }) => packageName === 'kettle').map((row) => row.id),
      );
      page = listed.value.nextPage;
    }
    expect(await packages.deletePackage(id, kettle, seen.slice(1))).toEqual({
      ok: false,
      failure: { reason: 'changed-on-server', subject: 'kettle' },
    });
    expect(changes).toEqual([]);
    expect(await packages.deletePackage(id, { ...kettle, packageName: 'KETTLE' }, seen)).toEqual({
      ok: true,
      value: { deletedVersions: 60 },
    });
    expect((await versions()).map(({ packageName }) => packageName)).toEqual(['kettles']);
    expect(changes).toEqual([
      { accountId: id, owner: 'crew', deleted: { packageName: 'KETTLE', version: null } },
    ]);
    expect(await packages.deletePackage(id, kettle, seen)).toEqual({
      ok: true,
      value: { deletedVersions: 0 },
    });
  });

  it('says that somebody may not delete, and deletes nothing', async () => {
    await using server = await startRegistry(serverVersion);
    const bob = await serviceWith(server, 'bob');
    const ada = await serviceWith(server);
    await bob.publish({ ...first, owner: 'bob' }, 'a.txt');
    const version = { ...first, owner: 'bob' };
    const [seen] = await ada.files(version);
    if (seen === undefined) throw new Error('no file');
    const refused = { ok: false, failure: { reason: 'not-allowed' } };
    expect(await ada.packages.deleteFile(ada.id, { ...version, fileName: 'a.txt' }, seen)).toMatchObject(
      refused,
    );
    expect(await ada.packages.deleteVersion(ada.id, version, [seen.id])).toMatchObject(refused);
    expect(await ada.files(version)).toEqual([seen]);
    expect(ada.changes).toEqual([]);
  });

  it('gives text about a file', async () => {
    await using server = await startRegistry(serverVersion);
    const { id, packages, publish } = await serviceWith(server);
    await publish(first, 'a b.txt', 'tea');
    const file = { ...first, fileName: 'a b.txt' };
    const url = `${server.url}/api/packages/crew/generic/kettle/1.0/a%20b.txt`;
    expect(await packages.snippetOf(id, file, 'url')).toEqual({ ok: true, value: url });
    const sha256 = createHash('sha256').update('tea').digest('hex');
    expect(await packages.snippetOf(id, file, 'sha256')).toEqual({ ok: true, value: `${sha256}  a b.txt` });
    expect(await packages.snippetOf(id, { ...file, fileName: 'gone' }, 'sha256')).toMatchObject({
      ok: false,
      failure: { reason: 'not-found', subject: 'gone' },
    });
    for (const snippet of ['curl', 'wget', 'powershell', 'workflow-step'] as const) {
      const text = await packages.snippetOf(id, file, snippet);
      expect(text.ok && text.value).toContain(url);
      expect(JSON.stringify(text)).not.toContain(server.token('full'));
    }
  });
});

/** A server of Gitea 1.23's API that lists what a test says and notes what is deleted. */
async function scripted(versions: readonly string[]) {
  const deleted: string[] = [];
  const server = await ScriptedServer.start((request, response) => {
    const url = request.url ?? '';
    if (request.method === 'DELETE') {
      deleted.push(url);
      if (url.endsWith('/gone')) sendJson(response, { message: 'package does not exist' }, 404);
      else if (url.endsWith('/kept')) sendText(response, 500, '');
      else response.writeHead(204).end();
    } else if (url === '/api/v1/version') sendJson(response, { version: '1.23.6' });
    else if (url === '/api/v1/user') sendJson(response, { id: 1, login: 'ada' });
    else if (url.includes('/generic/')) sendText(response, 404, '404 page not found\n');
    else {
      const rows = versions.map((version, index) => ({
        id: index + 1,
        type: 'generic',
        owner: { login: 'crew' },
        name: 'kettle',
        version,
      }));
      sendJson(response, rows, 200, { 'x-total-count': String(rows.length) });
    }
  });
  return { server, deleted };
}

const ids = [1, 2, 3, 4];

describe('deleting a package version by version', () => {
  it('goes from the oldest on, passes what is gone and stops at a failure', async () => {
    const { server, deleted } = await scripted(['4', 'kept', 'gone', '1']);
    await using _ = server;
    const { id, packages, changes } = await serviceOn(server.url, 'canary');
    expect(await packages.deletePackage(id, kettle, ids)).toMatchObject({
      ok: false,
      failure: { reason: 'server-error' },
    });
    expect(deleted.map((path) => path.split('/').at(-1))).toEqual(['1', 'gone', 'kept']);
    expect(changes).toEqual([{ accountId: id, owner: 'crew', deleted: null }]);
  });

  it.each(['..', '.', 'a/../1', '%2e%2e'])(
    'deletes nothing at all where a version is called %j',
    async (name) => {
      const { server, deleted } = await scripted(['4', name, '1']);
      await using _ = server;
      const { id, packages } = await serviceOn(server.url, 'canary');
      expect(await packages.deletePackage(id, kettle, ids)).toEqual({
        ok: false,
        failure: { reason: 'invalid-version', subject: name },
      });
      expect(deleted).toEqual([]);
    },
  );
});

it('does not delete a file whose row cannot be read', async () => {
  const deleted: string[] = [];
  await using server = await ScriptedServer.start((request, response) => {
    const url = request.url ?? '';
    if (request.method === 'DELETE') deleted.push(url);
    if (url === '/api/v1/version') sendJson(response, { version: '1' });
    else if (url === '/api/v1/user') sendJson(response, { id: 1, login: 'ada' });
    else sendJson(response, url.endsWith('/files') ? [{ id: 1, name: 'a.txt', size: -5 }] : []);
  });
  const { id, packages } = await serviceOn(server.url, 'canary');
  const seen = { id: 1, sha256: 'a'.repeat(64) };
  expect(await packages.deleteFile(id, { ...first, fileName: 'a.txt' }, seen)).toMatchObject({
    ok: false,
    failure: { reason: 'changed-on-server' },
  });
  expect(deleted).toEqual([]);
});
