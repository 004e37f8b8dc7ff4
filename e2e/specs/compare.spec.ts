import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { writeManifest } from '../../shared/split-manifest.ts';
import { manifestName, partsOf } from '../../shared/split-volumes.ts';
import { expect, test } from '../fixtures.ts';
import { sha256Of } from '../registry-by-hand.ts';
import { signInToOwner } from '../steps/accounts.ts';
import { chooseAction, openPackage } from '../steps/packages.ts';

test('two versions are compared by checksum', async ({ app, server, byHand, packageName }) => {
  const put = (version: string, name: string, text: string) =>
    byHand.put(server.owner, packageName, version, name, Buffer.from(text));
  await put('1.0', 'same.bin', 'same');
  await put('1.0', 'changed.bin', 'old');
  await put('1.0', 'gone.bin', 'gone');
  await put('1.0', 'before.bin', 'moved');
  await put('2.0', 'same.bin', 'same');
  await put('2.0', 'changed.bin', 'newer');
  await put('2.0', 'fresh.bin', 'fresh');
  await put('2.0', 'after.bin', 'moved');
  const { page } = app;
  await signInToOwner(page, { address: server.url, token: server.token }, server.owner);
  await openPackage(page, packageName);
  await chooseAction(page, '2.0', 'Compare with another version…');
  const dialog = page.getByRole('dialog', { name: `Compare versions of ${packageName}` });
  await expect(dialog.getByText('1 added, 1 removed, 1 changed, 1 renamed, 1 the same')).toBeVisible();
  const rows = dialog.getByRole('listbox', { name: 'Files of both versions' }).getByRole('option');
  await expect(rows).toHaveCount(5);
  await expect(rows.filter({ hasText: 'after.bin' })).toContainText('was before.bin');
  await expect(rows.filter({ hasText: 'changed.bin' })).toContainText('3 B → 5 B');
  await dialog.getByText('Removed 1').click();
  await expect(rows).toHaveCount(1);
  await expect(rows).toContainText('gone.bin');
  await dialog.getByRole('button', { name: 'Swap the versions' }).click();
  await expect(rows).toContainText('fresh.bin');
  await dialog.getByRole('button', { name: 'Copy as text' }).click();
  await expect
    .poll(() => app.evaluate(({ clipboard }) => clipboard.readText()))
    .toContain('From 2.0 to 1.0\nrenamed\tbefore.bin <- after.bin\t5 -> 5\t');
  const from = dialog.getByRole('combobox', { name: 'From' });
  await from.fill('1.0');
  await page.keyboard.press('Escape');
  await expect(dialog.getByText('The same: 4 files.')).toBeVisible();
});

test('files that were cut into parts of other sizes, or not at all, are the same where their bytes are', async ({
  app,
  server,
  byHand,
  packageName,
}) => {
  const put = (version: string, name: string, content: Buffer) =>
    byHand.put(server.owner, packageName, version, name, content);
  const putInParts = async (version: string, content: Buffer, partSize: number) => {
    const layout = { name: 'kettle.iso', size: content.length, partSize };
    const hashes: string[] = [];
    for (const { name, start, length } of partsOf(layout)) {
      const part = content.subarray(start, start + length);
      hashes.push(sha256Of(part));
      await put(version, name, part);
    }
    const text = writeManifest(layout, sha256Of(content), hashes);
    await put(version, manifestName(layout.name), Buffer.from(text));
  };
  await putInParts('1.0', Buffer.from('0123456789'), 4);
  await putInParts('2.0', Buffer.from('0123456789'), 6);
  await put('3.0', 'kettle.iso', Buffer.from('0123456789'));
  await putInParts('4.0', Buffer.from('012345678x'), 6);
  const { page } = app;
  await signInToOwner(page, { address: server.url, token: server.token }, server.owner);
  await openPackage(page, packageName);
  await chooseAction(page, '2.0', 'Compare with another version…');
  const dialog = page.getByRole('dialog', { name: `Compare versions of ${packageName}` });
  await expect(dialog.getByText('The same: 1 file.')).toBeVisible();
  const to = dialog.getByRole('combobox', { name: 'To' });
  await to.fill('3.0');
  await page.keyboard.press('Enter');
  await expect(dialog.getByText('The same: 1 file.')).toBeVisible();
  await to.fill('4.0');
  await page.keyboard.press('Enter');
  await expect(dialog.getByText('1 changed', { exact: true })).toBeVisible();
  await expect(dialog.getByRole('option')).toContainText('kettle.iso');
});

test('a folder is verified against a version without a download', async ({
  app,
  server,
  byHand,
  packageName,
  folder,
}) => {
  for (const name of ['a.bin', 'b.bin', 'c.bin'])
    await byHand.put(server.owner, packageName, '1.0', name, Buffer.from(name));
  const here = join(folder, 'here');
  await mkdir(join(here, 'inside'), { recursive: true });
  await writeFile(join(here, 'a.bin'), 'a.bin');
  await writeFile(join(here, 'b.bin'), 'wrong');
  await writeFile(join(here, 'inside', 'x.bin'), 'x');
  const { page } = app;
  await signInToOwner(page, { address: server.url, token: server.token }, server.owner);
  await openPackage(page, packageName);
  await app.answerOpenDialog([here]);
  await chooseAction(page, '1.0', 'Verify a folder…');
  const dialog = page.getByRole('dialog', { name: `Verify a folder against ${packageName} 1.0` });
  await expect(
    dialog.getByText('1 differs. 1 is missing here. 1 is not of the version. 1 file is the same.'),
  ).toBeVisible();
  const rows = dialog.getByRole('option');
  await expect(rows).toHaveText([/b\.bin/, /c\.bin/, /x\.bin/, /a\.bin/]);

  await writeFile(join(here, 'b.bin'), 'b.bin');
  await writeFile(join(here, 'c.bin'), 'c.bin');
  const whole = join(folder, 'whole');
  await mkdir(whole);
  for (const name of ['a.bin', 'b.bin', 'c.bin']) await writeFile(join(whole, name), name);
  await app.answerOpenDialog([whole]);
  await dialog.getByRole('button', { name: 'Another folder…' }).click();
  await expect(dialog.getByText('The folder is the whole version. 3 files are the same.')).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(dialog).toBeHidden();

  await app.answerOpenDialog([]);
  await app.runCommand('verify-folder');
  await expect(page.getByRole('dialog')).toBeHidden();
});
