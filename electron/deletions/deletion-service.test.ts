import { Readable } from 'node:stream';
import { describe, expect, it, vi } from 'vitest';
import type { VersionCoordinates } from '../../shared/coordinates.ts';
import type { DeletionProgress, DeletionTarget, SeenFileOfVersion } from '../../shared/deletion.ts';
import type { Outcome } from '../../shared/outcome.ts';
import type { VersionPage } from '../../shared/package.ts';
import { createAccounts } from '../accounts/testing/account-parts.ts';
import { type StartedRegistry, startRegistry } from '../accounts/testing/started-registry.ts';
import { systemClock } from '../clock.ts';
import { PackageService } from '../packages/package-service.ts';
import { RegistryClient } from '../registry/registry-client.ts';
import { ScriptedServer, sendJson, sendText } from '../registry/testing/scripted-server.ts';
import type { BeforeDeletion } from './before-deletion.ts';
import { DeletionService, type GoneFromOwner } from './deletion-service.ts';

const kettle = { owner: 'crew', packageName: 'kettle' };
const first = { ...kettle, version: '1.0' };

/** A service signed in to `url`, with another client of the same rights beside it. */
async function serviceOn(url: string, token: string, before: BeforeDeletion | null = null) {
  const accounts = createAccounts();
  const credential = { kind: 'token', token } as const;
  const added = await accounts.add(url, credential);
  if (!added.ok) throw new Error(added.failure.reason);
  const { id } = added.value;
  const changes: GoneFromOwner[] = [];
  const progress: DeletionProgress[] = [];
  let lastId = 0;
  const deletions = new DeletionService({
    clientFor: (accountId) => accounts.clientFor(accountId),
    before,
    clock: systemClock,
    newId: () => `deletion-${(lastId += 1)}`,
    gone: (gone) => changes.push(gone),
    progressed: (each) => progress.push(each),
  });
  const packages = new PackageService(accounts);
  /** Deletes something of a version. */
  const deletes = {
    files: (version: VersionCoordinates, seen: readonly SeenFileOfVersion[], isOneThing = true) =>
      deletions.delete(id, version.owner, filesOf(version, seen, isOneThing)),
    version: (version: VersionCoordinates, fileIds: readonly number[]) =>
      deletions.delete(id, version.owner, versionOf(version, fileIds)),
    package: (packageName: string, versionIds: readonly number[]) =>
      deletions.delete(id, 'crew', { kind: 'package', packageName, versionIds: [...versionIds] }),
  };
  const other = new RegistryClient({ serverUrl: url, credential });
  return { id, deletions, deletes, packages, changes, progress, other };
}

async function serviceWith(
  server: StartedRegistry,
  token: Parameters<StartedRegistry['token']>[0] = 'full',
  before: BeforeDeletion | null = null,
) {
  const service = await serviceOn(server.url, server.token(token), before);
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

const done = { ok: true, value: { isKept: null } };

function filesOf(
  { packageName, version }: VersionCoordinates,
  seen: readonly SeenFileOfVersion[],
  isOneThing: boolean,
): DeletionTarget {
  const files = seen.map(({ fileName, id, sha256 }) => ({ fileName, id, sha256 }));
  return { kind: 'files', packageName, version, files, isOneThing };
}

function versionOf(
  { packageName, version }: VersionCoordinates,
  fileIds: readonly number[] | null,
  id: number | null = null,
): DeletionTarget {
  return { kind: 'version', packageName, version, id, fileIds: fileIds === null ? null : [...fileIds] };
}

describe.each(['1.23', '1.26'] as const)('deleting on a server like Gitea %s', (serverVersion) => {
  it('deletes a file that is what was seen, and the version with its last one', async () => {
    await using server = await startRegistry(serverVersion);
    const { id, deletes, changes, publish, files, versions } = await serviceWith(server);
    await publish(first, 'a.txt');
    await publish(first, 'b.txt');
    const [a, b] = await files(first);
    if (a === undefined || b === undefined) throw new Error('files are missing');
    expect(await deletes.files(first, [{ ...a, fileName: 'a.txt' }])).toEqual(done);
    expect(await files(first)).toEqual([b]);
    expect(changes).toEqual([{ accountId: id, owner: 'crew', versionIds: [], changed: [first] }]);
    expect(await deletes.files(first, [{ ...b, fileName: 'B.TXT' }])).toEqual(done);
    expect(await versions()).toEqual([]);
    // Gone already: by then the version is, too.
    expect(await deletes.files(first, [{ ...b, fileName: 'b.txt' }])).toEqual(done);
    expect(changes).toHaveLength(3);
  });

  it('deletes several files in the order given, and none when one of them is another', async () => {
    await using server = await startRegistry(serverVersion);
    const { deletes, changes, publish, files } = await serviceWith(server);
    for (const name of ['a.txt', 'b.txt', 'c.txt']) await publish(first, name);
    const [a, b, c] = await files(first);
    if (a === undefined || b === undefined || c === undefined) throw new Error('files are missing');
    expect(await deletes.files(first, [a, { ...b, sha256: c.sha256 }])).toMatchObject({
      failure: { reason: 'changed-on-server', subject: 'b.txt' },
    });
    expect(await files(first)).toEqual([a, b, c]);
    expect(await deletes.files(first, [c, a])).toEqual(done);
    expect(await files(first)).toEqual([b]);
    expect(await deletes.files(first, [a, b])).toEqual(done);
    expect(changes).toHaveLength(2);
  });

  it('keeps a file that was replaced since it was seen', async () => {
    await using server = await startRegistry(serverVersion);
    const { deletes, changes, other, publish, files } = await serviceWith(server);
    await publish(first, 'a.txt', 'old');
    await publish(first, 'keep.txt');
    const [seen] = await files(first);
    if (seen === undefined) throw new Error('no file');
    await other.deleteFile({ ...first, fileName: 'a.txt' });
    await publish(first, 'a.txt', 'new');
    expect(await deletes.files(first, [{ ...seen, fileName: 'a.txt' }])).toEqual({
      ok: false,
      failure: { reason: 'changed-on-server', subject: 'a.txt' },
    });
    expect(await files(first)).toHaveLength(2);
    expect(changes).toEqual([]);
  });

  it('deletes a version whose files are those that were seen, and no other', async () => {
    await using server = await startRegistry(serverVersion);
    const { id, deletes, changes, publish, files, versions } = await serviceWith(server);
    await publish(first, 'a.txt');
    const seen = (await files(first)).map((file) => file.id);
    await publish(first, 'late.txt');
    expect(await deletes.version(first, seen)).toMatchObject({
      ok: false,
      failure: { reason: 'changed-on-server', subject: '1.0' },
    });
    const now = (await files(first)).map((file) => file.id);
    expect(await deletes.version(first, now)).toEqual(done);
    expect(await versions()).toEqual([]);
    expect(changes).toEqual([{ accountId: id, owner: 'crew', versionIds: [], changed: [] }]);
    expect(await deletes.version(first, now)).toEqual(done);
  });

  it('deletes a package of many versions and leaves its neighbours', async () => {
    await using server = await startRegistry(serverVersion);
    const { id, deletes, changes, other, publish, versions } = await serviceWith(server);
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
    expect(await deletes.package('kettle', seen.slice(1))).toEqual({
      ok: false,
      failure: { reason: 'changed-on-server', subject: 'kettle' },
    });
    expect(changes).toEqual([]);
    expect(await deletes.package('KETTLE', seen)).toEqual(done);
    expect((await versions()).map(({ packageName }) => packageName)).toEqual(['kettles']);
    expect(changes).toEqual([{ accountId: id, owner: 'crew', versionIds: seen, changed: [] }]);
    expect(await deletes.package('kettle', seen)).toEqual(done);
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
    expect(await ada.deletes.files(version, [seen])).toMatchObject(refused);
    expect(await ada.deletes.version(version, [seen.id])).toMatchObject(refused);
    expect(await ada.files(version)).toEqual([seen]);
    expect(ada.changes).toEqual([]);
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
    const { id, deletes, changes } = await serviceOn(server.url, 'canary');
    expect(await deletes.package('kettle', ids)).toMatchObject({
      ok: false,
      failure: { reason: 'server-error' },
    });
    expect(deleted.map((path) => path.split('/').at(-1))).toEqual(['1', 'gone', 'kept']);
    expect(changes).toEqual([{ accountId: id, owner: 'crew', versionIds: [], changed: [] }]);
  });

  it.each(['..', '.', 'a/../1', '%2e%2e'])(
    'deletes nothing at all where a version is called %j',
    async (name) => {
      const { server, deleted } = await scripted(['4', name, '1']);
      await using _ = server;
      const { deletes } = await serviceOn(server.url, 'canary');
      expect(await deletes.package('kettle', ids)).toEqual({
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
  const { deletes } = await serviceOn(server.url, 'canary');
  const seen = { fileName: 'a.txt', id: 1, sha256: 'a'.repeat(64) };
  expect(await deletes.files(first, [seen])).toMatchObject({
    ok: false,
    failure: { reason: 'changed-on-server' },
  });
  expect(deleted).toEqual([]);
});

/** Until a deletion ended. */
async function end(progress: readonly DeletionProgress[]): Promise<DeletionProgress> {
  return vi.waitFor(() => {
    const last = progress.at(-1);
    if (last?.isEnded !== true) throw new Error('not yet');
    return last;
  });
}

describe('deleting several things at once', () => {
  it('refuses what changed meanwhile, deletes the rest and tells what became of each', async () => {
    await using server = await startRegistry('1.23');
    const { id, deletions, publish, files, versions, changes, progress } = await serviceWith(server);
    for (const version of ['1.0', '1.1', '1.2', '1.3'])
      for (const name of ['a.txt', 'b.txt']) await publish({ ...kettle, version }, name);
    const ids = new Map((await versions()).map((each) => [each.version, each.id]));
    const idOf = (version: string) => ids.get(version) ?? null;
    const measured = await deletions.measure(id, [
      { ...kettle, version: '1.0' },
      { ...kettle, version: '9.9' },
    ]);
    const ofFirst = await files({ ...kettle, version: '1.0' });
    expect(measured).toMatchObject({
      value: [
        { value: { bytes: 10, fileIds: ofFirst.map((file) => file.id), damagedRows: 0 } },
        { failure: { reason: 'not-found' } },
      ],
    });
    const ofSecond = await files({ ...kettle, version: '1.1' });
    await publish({ ...kettle, version: '1.0' }, 'late.txt');
    const [keep, gone] = ofSecond;
    if (keep === undefined || gone === undefined) throw new Error('files are missing');

    const started = deletions.start(id, 'crew', [
      versionOf(
        { ...kettle, version: '1.0' },
        ofFirst.map((file) => file.id),
        idOf('1.0'),
      ),
      filesOf({ ...kettle, version: '1.1' }, [{ ...keep, sha256: 'f'.repeat(64) }, gone], false),
      versionOf({ ...kettle, version: '1.2' }, null, idOf('1.2')),
      versionOf({ ...kettle, version: '1.3' }, null, 4711),
    ]);
    expect(await end(progress)).toEqual({
      id: started,
      accountId: id,
      owner: 'crew',
      total: 5,
      settled: 5,
      failed: 3,
      current: null,
      isEnded: true,
      stoppedBy: null,
    });
    expect(deletions.results(started, 0, 100)).toEqual([
      { target: 0, fileName: null, failure: { reason: 'changed-on-server', subject: '1.0' }, isKept: null },
      {
        target: 1,
        fileName: 'a.txt',
        failure: { reason: 'changed-on-server', subject: 'a.txt' },
        isKept: null,
      },
      { target: 1, fileName: 'b.txt', failure: null, isKept: null },
      { target: 2, fileName: null, failure: null, isKept: null },
      { target: 3, fileName: null, failure: { reason: 'changed-on-server', subject: '1.3' }, isKept: null },
    ]);
    expect((await versions()).map(({ version }) => version).sort()).toEqual(['1.0', '1.1', '1.3']);
    expect(await files({ ...kettle, version: '1.1' })).toEqual([keep]);
    expect(changes.flatMap(({ versionIds }) => versionIds)).toEqual([idOf('1.2')]);
  });

  it('is cancelled between two things, and says what was left', async () => {
    await using server = await startRegistry('1.26');
    const reached = Promise.withResolvers<void>();
    const goOn = Promise.withResolvers<void>();
    const before: BeforeDeletion = {
      keep: async ({ version }) => {
        if (version.version === '1.1') {
          reached.resolve();
          await goOn.promise;
        }
        return { ok: true, value: 'kept' };
      },
    };
    const { id, deletions, publish, versions, progress } = await serviceWith(server, 'full', before);
    for (const version of ['1.0', '1.1', '1.2']) await publish({ ...kettle, version }, 'a.txt');
    const targets = (await versions())
      .toSorted((left, right) => left.id - right.id)
      .map((each) => versionOf({ ...kettle, version: each.version }, null, each.id));
    const started = deletions.start(id, 'crew', targets);
    await reached.promise;
    deletions.cancel(started);
    goOn.resolve();
    expect(await end(progress)).toMatchObject({ stoppedBy: { reason: 'cancelled' } });
    expect(deletions.results(started, 0, 9)).toMatchObject([
      { target: 0, failure: null, isKept: true },
      { target: 1, failure: { reason: 'cancelled' } },
    ]);
    expect((await versions()).map(({ version }) => version).sort()).toEqual(['1.1', '1.2']);
  });

  it('deletes nothing of which no copy could be kept', async () => {
    await using server = await startRegistry('1.23');
    const before: BeforeDeletion = { keep: async () => ({ ok: false, failure: { reason: 'disk-full' } }) };
    const { deletes, publish, files, versions } = await serviceWith(server, 'full', before);
    await publish(first, 'a.txt');
    const seen = await files(first);
    const [version] = await versions();
    const refused = { ok: false, failure: { reason: 'disk-full' } };
    expect(await deletes.files(first, seen)).toEqual(refused);
    expect(
      await deletes.version(
        first,
        seen.map((file) => file.id),
      ),
    ).toEqual(refused);
    expect(await deletes.package('kettle', [version?.id ?? 0])).toEqual(refused);
    expect(await files(first)).toEqual(seen);
  });

  it('stops where the account itself is refused', async () => {
    let isRefused = false;
    const asked: string[] = [];
    await using server = await ScriptedServer.start((request, response) => {
      const url = request.url ?? '';
      if (url === '/api/v1/version') return sendJson(response, { version: '1.23.6' });
      if (url === '/api/v1/user' && !isRefused) return sendJson(response, { id: 1, login: 'ada' });
      asked.push(url);
      return sendJson(response, { message: 'user does not exist' }, 401);
    });
    const { id, deletions, progress } = await serviceOn(server.url, 'canary');
    isRefused = true;
    const targets = ['1.0', '1.1', '1.2'].map((version) => versionOf({ ...kettle, version }, null, 1));
    const started = deletions.start(id, 'crew', targets);
    expect(await end(progress)).toMatchObject({ settled: 1, failed: 1, stoppedBy: { reason: 'bad-login' } });
    expect(deletions.results(started, 0, 9)).toHaveLength(1);
    expect(asked.filter((url) => url.endsWith('/files'))).toHaveLength(1);
  });
});
