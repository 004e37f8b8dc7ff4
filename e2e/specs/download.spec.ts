import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from '../fixtures.ts';
import { sha256Of } from '../registry-by-hand.ts';
import { signInToOwner } from '../steps/accounts.ts';
import { chooseAction, fileName, openPackage, versionToggle } from '../steps/packages.ts';
import { sampleBytes } from '../steps/sample-files.ts';
import { transferRow } from '../steps/transfers.ts';

test('a download is verified before its name appears', async ({ app, server, byHand, packageName }) => {
  const bytes = sampleBytes(2_000_000, 'download');
  await byHand.put(server.owner, packageName, '1.0', 'kettle.bin', bytes);
  await signInToOwner(app.page, { address: server.url, token: server.token }, server.owner);
  await openPackage(app.page, packageName);
  await app.page.getByRole('button', { name: 'Download kettle.bin' }).click();
  await expect(transferRow(app.page, 'kettle.bin').getByText('Downloaded and verified')).toBeVisible();
  const saved = await readFile(join(app.downloads, 'kettle.bin'));
  expect(sha256Of(saved)).toBe(sha256Of(bytes));
  expect(await readdir(app.downloads)).toEqual(['kettle.bin']);

  await transferRow(app.page, 'kettle.bin')
    .getByRole('button', { name: 'Show kettle.bin in folder' })
    .click();
  await expect.poll(() => app.shownInFolder()).toEqual([join(app.downloads, 'kettle.bin')]);
});

test('a file that is there is never overwritten', async ({ app, server, byHand, packageName }) => {
  await byHand.put(server.owner, packageName, '1.0', 'notes.txt', Buffer.from('from the server'));
  await writeFile(join(app.downloads, 'notes.txt'), 'my own');
  await signInToOwner(app.page, { address: server.url, token: server.token }, server.owner);
  await openPackage(app.page, packageName);
  await app.page.getByRole('button', { name: 'Download notes.txt' }).click();
  await expect(transferRow(app.page, 'notes.txt').getByText('Downloaded and verified')).toBeVisible();
  expect(await readFile(join(app.downloads, 'notes.txt'), 'utf8')).toBe('my own');
  expect(await readFile(join(app.downloads, 'notes (2).txt'), 'utf8')).toBe('from the server');
});

test('“Save as…” saves where the dialog says', async ({ app, server, byHand, packageName, folder }) => {
  await byHand.put(server.owner, packageName, '1.0', 'notes.txt', Buffer.from('from the server'));
  await app.answerSaveDialog(join(folder, 'my notes.txt'));
  await signInToOwner(app.page, { address: server.url, token: server.token }, server.owner);
  await openPackage(app.page, packageName);
  await chooseAction(app.page, 'notes.txt', 'Save as…');
  await expect(transferRow(app.page, 'notes.txt').getByText('Downloaded and verified')).toBeVisible();
  expect(await readFile(join(folder, 'my notes.txt'), 'utf8')).toBe('from the server');
  expect(await readdir(app.downloads)).toEqual([]);
});

test('a whole version comes with one press', async ({ app, server, byHand, packageName }) => {
  for (const name of ['a.bin', 'b.bin', 'c.bin']) {
    await byHand.put(server.owner, packageName, '1.0', name, sampleBytes(1000, name));
  }
  await signInToOwner(app.page, { address: server.url, token: server.token }, server.owner);
  await openPackage(app.page, packageName);
  await expect(versionToggle(app.page, '1.0')).toContainText('3 files');
  await app.page.getByRole('button', { name: 'Download all' }).click();
  await expect(
    app.page.getByRole('region', { name: 'Transfers' }).getByText('Downloaded and verified'),
  ).toHaveCount(3);
  const [folder] = await readdir(app.downloads);
  expect(folder).toBe(`${packageName}-1.0`);
  expect((await readdir(join(app.downloads, folder ?? ''))).sort()).toEqual(['a.bin', 'b.bin', 'c.bin']);
});

test('a damaged download never gets the name', async ({ app, network, server, byHand, packageName }) => {
  await byHand.put(server.owner, packageName, '1.0', 'fragile.bin', sampleBytes(50_000, 'fragile'));
  network.damageDownloads();
  await signInToOwner(app.page, { address: network.url, token: server.token }, server.owner);
  await openPackage(app.page, packageName);
  await app.page.getByRole('button', { name: 'Download fragile.bin' }).click();
  await expect(
    transferRow(app.page, 'fragile.bin')
      .getByText(/damaged/)
      .first(),
  ).toBeVisible();
  expect(await readdir(app.downloads)).not.toContain('fragile.bin');
});

test('hostile names end up safe on disk and readable on screen', async ({
  app,
  server,
  byHand,
  packageName,
}) => {
  const names = ['CON', 'aux.txt', 'a:b.txt', 'trailing.', '~$x.doc'];
  for (const name of names) await byHand.put(server.owner, packageName, '1.0', name, Buffer.from(name));
  await byHand.put(server.owner, packageName, 'x\u202e0.1', 'plain.txt', Buffer.from('x'));
  await signInToOwner(app.page, { address: server.url, token: server.token }, server.owner);
  await openPackage(app.page, packageName);
  await expect(app.page.getByText('⟨U+202E⟩').first()).toBeVisible();
  await versionToggle(app.page, '1.0').click();
  await expect(fileName(app.page, '1.0', 'CON')).toBeVisible();
  for (const name of names) {
    await app.page.getByRole('button', { name: `Download ${name}`, exact: true }).click();
    await expect(transferRow(app.page, name).first().getByText('Downloaded and verified')).toBeVisible();
  }
  const saved = await readdir(app.downloads);
  expect(saved).toHaveLength(names.length);
  for (const name of saved) {
    expect(name).not.toMatch(/[<>:"/\\|?*]|[. ]$/);
    expect(name).not.toMatch(/^(con|aux|prn|nul|com\d|lpt\d)(\.|$)/i);
  }
});

test('a version named like a folder trick stays in the download folder', async ({
  app,
  server,
  byHand,
  packageName,
}) => {
  await byHand.put(server.owner, packageName, '../../evil', 'a.txt', Buffer.from('a'));
  await byHand.put(server.owner, packageName, '../../evil', 'b.txt', Buffer.from('b'));
  await signInToOwner(app.page, { address: server.url, token: server.token }, server.owner);
  await openPackage(app.page, packageName);
  await app.page.getByRole('button', { name: 'Download all' }).click();
  await expect(
    app.page.getByRole('region', { name: 'Transfers' }).getByText('Downloaded and verified'),
  ).toHaveCount(2);
  const folders = await readdir(app.downloads);
  expect(folders).toHaveLength(1);
  expect((await readdir(join(app.downloads, folders[0] ?? ''))).sort()).toEqual(['a.txt', 'b.txt']);
});
