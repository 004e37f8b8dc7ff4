import { createHash, randomBytes } from 'node:crypto';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Transfer } from '../shared/transfer.ts';
import { type App, createApp } from './app.ts';
import { FakePlatform } from './testing/fake-platform.ts';

const coordinates = { owner: 'local', packageName: 'kettle', version: '1.4.2' };

let folder = '';
let platform: FakePlatform;
let app: App;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tea-chest-app-'));
  platform = new FakePlatform(folder);
  await platform.makeFolders();
  app = createApp(platform);
  await app.start();
});
afterEach(async () => {
  await app.stop();
  await rm(folder, { recursive: true, force: true });
});

async function settled(count: number): Promise<Transfer[]> {
  return vi.waitFor(
    async () => {
      const transfers = await platform.request('transfers:list', undefined);
      expect(transfers.filter(({ settledAt }) => settledAt !== null)).toHaveLength(count);
      return transfers;
    },
    { timeout: 10_000, interval: 10 },
  );
}

function hashOf(bytes: Buffer): string {
  return createHash('sha256').update(bytes).digest('hex');
}

async function publish(accountId: string, contents: Readonly<Record<string, Buffer>>): Promise<void> {
  const source = join(folder, 'dist');
  await mkdir(source, { recursive: true });
  for (const [name, bytes] of Object.entries(contents)) await writeFile(join(source, name), bytes);
  platform.chosen = [source];
  const { files } = await platform.request('local-files:choose', { what: 'folder' });
  await platform.request('transfers:publish', {
    accountId,
    version: coordinates,
    files: files.map(({ ticket, name }) => ({ ticket, fileName: name })),
  });
  await platform.request('local-files:release', { tickets: files.map(({ ticket }) => ticket) });
}

describe('the app on its built-in registry', () => {
  it('publishes, lists, downloads and deletes', async () => {
    const account = await platform.request('accounts:add-built-in', undefined);
    expect(account).toMatchObject({ kind: 'built-in', userName: 'local', state: { kind: 'ready' } });
    const owners = await platform.request('owners:list', { accountId: account.id });
    expect(owners.map(({ name }) => name)).toEqual(['local']);

    const contents = {
      'big.bin': randomBytes(3_000_000),
      'empty.txt': Buffer.alloc(0),
      'note.txt': Buffer.from('tea'),
    };
    await publish(account.id, contents);
    const published = await settled(3);
    expect(published.map(({ state, failure }) => failure ?? state)).toEqual(['done', 'done', 'done']);
    expect(platform.pushed.map(({ name }) => name)).toEqual(
      expect.arrayContaining(['accounts:changed', 'transfers:changed', 'packages:changed']),
    );
    expect(platform.notified).toEqual(['All transfers are done']);

    const listed = await platform.request('packages:list-files', {
      accountId: account.id,
      version: coordinates,
    });
    expect(Object.fromEntries(listed.files.map(({ fileName, sha256 }) => [fileName, sha256]))).toEqual(
      Object.fromEntries(Object.entries(contents).map(([name, bytes]) => [name, hashOf(bytes)])),
    );

    await platform.request('transfers:clear-settled', undefined);
    await platform.request('transfers:download', {
      accountId: account.id,
      version: coordinates,
      fileNames: Object.keys(contents),
      to: 'download-folder',
    });
    const downloads = await settled(3);
    expect(downloads.map(({ state, failure }) => failure ?? state)).toEqual(['done', 'done', 'done']);
    const target = join(platform.folders.downloads, 'kettle-1.4.2');
    expect((await readdir(target)).sort()).toEqual(Object.keys(contents).sort());
    for (const [name, bytes] of Object.entries(contents)) {
      expect((await readFile(join(target, name))).equals(bytes)).toBe(true);
    }
    await platform.request('transfers:show-in-folder', { id: downloads[0]?.id ?? '' });
    expect(platform.shown).toEqual([join(target, 'big.bin')]);

    const { owner, packageName, version } = coordinates;
    const fileIds = listed.files.map(({ id }) => id);
    await platform.request('deletions:delete', {
      accountId: account.id,
      owner,
      target: { kind: 'version', packageName, version, id: null, fileIds },
    });
    await expect(
      platform.request('packages:list-files', { accountId: account.id, version: coordinates }),
    ).rejects.toThrow('not-found');
  });

  it('knows what its files take, also after publishing to a version and putting back what was deleted', async () => {
    const { id: accountId } = await platform.request('accounts:add-built-in', undefined);
    await publish(accountId, { 'a.txt': Buffer.from('a') });
    await settled(1);
    const { owner, packageName, version } = coordinates;
    const takes = (expected: { readonly files: number; readonly bytes: number }) =>
      vi.waitFor(
        async () =>
          expect(await platform.request('storage:summary', { accountId, owner })).toMatchObject(expected),
        { timeout: 10_000, interval: 20 },
      );
    await platform.request('storage:open', { accountId, owner });
    await takes({ files: 1, bytes: 1 });
    await publish(accountId, { 'b.txt': Buffer.from('bb') });
    await takes({ files: 2, bytes: 3 });

    const { files } = await platform.request('packages:list-files', { accountId, version: coordinates });
    const seen = files.filter(({ fileName }) => fileName === 'b.txt');
    await platform.request('deletions:delete', {
      accountId,
      owner,
      target: {
        kind: 'files',
        packageName,
        version,
        files: seen.map(({ fileName, id, sha256 }) => ({ fileName, id, sha256 })),
        isOneThing: false,
      },
    });
    await takes({ files: 1, bytes: 1 });
    const { entries } = await platform.request('chest:list', { before: null, limit: 10 });
    await platform.request('chest:put-back', { ids: entries.map((entry) => entry.id) });
    await takes({ files: 2, bytes: 3 });
  });

  it('is the same one after a restart', async () => {
    const account = await platform.request('accounts:add-built-in', undefined);
    await publish(account.id, { 'a.txt': Buffer.from('a') });
    await settled(1);
    await app.stop();
    app = createApp(platform);
    await app.start();
    await vi.waitFor(async () => {
      const [again] = await platform.request('accounts:list', undefined);
      expect(again).toMatchObject({ id: account.id, serverUrl: account.serverUrl, state: { kind: 'ready' } });
    });
    const { files } = await platform.request('packages:list-files', {
      accountId: account.id,
      version: coordinates,
    });
    expect(files.map(({ fileName }) => fileName)).toEqual(['a.txt']);
  });

  it('gives its token to the clipboard, and to neither window nor log', async () => {
    const account = await platform.request('accounts:add-built-in', undefined);
    await platform.request('accounts:copy-built-in-token', { accountId: account.id });
    expect(platform.copied).toMatch(/^[0-9a-f]{40}$/);
    await publish(account.id, { 'a.txt': Buffer.from('a') });
    await settled(1);
    expect(JSON.stringify([platform.pushed, platform.lines])).not.toContain(platform.copied);
  });

  it('cancels the transfers of an account that is removed', async () => {
    const account = await platform.request('accounts:add-built-in', undefined);
    await publish(account.id, { 'a.bin': randomBytes(9_000_000), 'b.bin': randomBytes(9_000_000) });
    await platform.request('accounts:remove', { accountId: account.id });
    const states = (await settled(2)).map(({ state }) => state);
    expect(new Set([...states, 'cancelled'])).toEqual(new Set(['cancelled']));
    expect(await platform.request('accounts:list', undefined)).toEqual([]);
  });
});

function packedFolder(): string {
  return join(platform.folders.userData, 'packed');
}

describe('archives of folders', () => {
  it('stay as long as a transfer will read them, also over a restart, and go then', async () => {
    const account = await platform.request('accounts:add-built-in', undefined);
    const source = join(folder, 'kettle-1.4.2');
    await mkdir(source);
    await writeFile(join(source, 'kettle'), randomBytes(3_000_000));
    platform.chosen = [source];
    const { files } = await platform.request('local-files:choose', { what: 'folder' });
    const tickets = files.map(({ ticket }) => ticket);
    const [archive, ...more] = await platform.request('local-files:pack', { tickets, format: 'zip' });
    if (archive === undefined) throw new Error('nothing was packed');
    expect(more).toEqual([]);
    expect(archive).toMatchObject({ name: 'kettle-1.4.2.zip', folder: '' });
    const ids = await platform.request('transfers:publish', {
      accountId: account.id,
      version: coordinates,
      files: [{ ticket: archive.ticket, fileName: archive.name }],
    });
    await platform.request('transfers:pause', { ids });
    await platform.request('local-files:release', { tickets: [...tickets, archive.ticket] });
    await app.stop();
    await mkdir(join(packedFolder(), 'left-over'));
    app = createApp(platform);
    await app.start();
    await vi.waitFor(async () => expect(await readdir(packedFolder())).not.toContain('left-over'));
    expect(await readdir(packedFolder())).toHaveLength(1);
    await platform.request('transfers:resume', { ids });
    expect((await settled(1)).map(({ state, failure }) => failure ?? state)).toEqual(['done']);
    await vi.waitFor(async () => expect(await readdir(packedFolder())).toEqual([]));
  });

  it('go with the sheet that showed them', async () => {
    const source = join(folder, 'tea');
    await mkdir(source);
    await writeFile(join(source, 'a'), 'a');
    platform.chosen = [source];
    const { files } = await platform.request('local-files:choose', { what: 'folder' });
    const tickets = files.map(({ ticket }) => ticket);
    const packed = await platform.request('local-files:pack', { tickets, format: 'tar.gz' });
    expect(await readdir(packedFolder())).toHaveLength(1);
    await platform.request('local-files:release', { tickets: packed.map(({ ticket }) => ticket) });
    await vi.waitFor(async () => expect(await readdir(packedFolder())).toEqual([]));
  });
});

describe('the app and its surroundings', () => {
  it('takes files from outside the window', async () => {
    await writeFile(join(folder, 'a.zip'), 'a');
    await app.acceptFromOutside([join(folder, 'a.zip')]);
    expect(platform.pushed).toMatchObject([
      { name: 'local-files:arrived', value: { files: [{ name: 'a.zip', size: 1 }], leftOut: [] } },
    ]);
  });

  it('builds the addresses that it opens itself', async () => {
    await platform.request('accounts:open-token-page', { address: 'tea.example/git/user/settings' });
    expect(platform.opened).toEqual(['https://tea.example/git/user/settings/applications']);
    await expect(
      platform.request('accounts:open-token-page', { address: 'javascript:alert(1)' }),
    ).rejects.toThrow('invalid-address');
  });

  it('changes the download folder by a dialog alone', async () => {
    platform.chosen = [join(folder, 'elsewhere')];
    expect(await platform.request('settings:choose-download-folder', undefined)).toMatchObject({
      downloadFolderName: 'elsewhere',
    });
    platform.chosen = [];
    expect(await platform.request('settings:choose-download-folder', undefined)).toMatchObject({
      downloadFolderName: 'elsewhere',
    });
  });

  it('tells of files that were broken when it started', async () => {
    platform.setAside = [{ name: 'settings.json', movedTo: '/data/settings.broken.json' }];
    await app.start();
    expect(platform.told).toEqual([
      'Tea Chest could not read its file settings.json and started without it.',
    ]);
  });
});
