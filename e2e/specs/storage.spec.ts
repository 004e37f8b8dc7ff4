import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from '../fixtures.ts';
import { ownerRow, signInToOwner } from '../steps/accounts.ts';
import { fileName, packageRow, versionToggle } from '../steps/packages.ts';

const firmware = Buffer.alloc(3000, 'firmware');

test.beforeEach(async ({ app, server, byHand, packageName }) => {
  await byHand.put(server.owner, packageName, '1.0', 'firmware.bin', firmware);
  await byHand.put(server.owner, packageName, '1.1', 'firmware-copy.bin', firmware);
  await byHand.put(server.owner, packageName, '1.1', 'notes.txt', Buffer.from('notes'));
  await byHand.put(server.owner, `${packageName}-big`, '7', 'image.iso', Buffer.alloc(9000, 'i'));
  await signInToOwner(app.page, { address: server.url, token: server.token }, server.owner);
  await expect(packageRow(app.page, packageName)).toBeVisible();
});

test('the storage of an owner is a picture, tables and a file', async ({
  app,
  server,
  byHand,
  packageName,
  folder,
}) => {
  test.skip(server.isReal, 'what else is there would count');
  const { page } = app;
  await ownerRow(page, server.owner).click({ button: 'right' });
  await page.getByRole('menuitem', { name: 'Storage…' }).click();
  const dialog = page.getByRole('dialog', { name: `Storage of ${server.owner}` });
  await expect(dialog.getByText('15 kB in 2 packages, 4 files.')).toBeVisible();
  await expect(dialog.getByText('All 3 versions known, looked at just now.')).toBeVisible();
  const table = dialog.getByRole('grid', { name: 'Space as a table' });
  await expect(table.getByRole('rowheader')).toHaveText([`${packageName}-big`, packageName]);
  await table.getByRole('columnheader', { name: 'Versions' }).click();
  await table.getByRole('columnheader', { name: 'Versions' }).click();
  await expect(table.getByRole('rowheader')).toHaveText([packageName, `${packageName}-big`]);

  const file = join(folder, 'storage.csv');
  await app.answerSaveDialog(file);
  await dialog.getByRole('button', { name: 'Export CSV' }).click();
  await page.getByRole('menuitem', { name: 'Every version…' }).click();
  await expect
    .poll(() => readFile(file, 'utf8').catch(() => ''))
    .toBe(
      `package,version,files,bytes\r\n${packageName}-big,7,1,9000\r\n${packageName},1.1,2,3005\r\n${packageName},1.0,1,3000\r\n`,
    );

  const files = join(folder, 'files.csv');
  await app.answerSaveDialog(files);
  await dialog.getByRole('button', { name: 'Export CSV' }).click();
  await page.getByRole('menuitem', { name: 'Every file…' }).click();
  const sha256 = createHash('sha256').update(firmware).digest('hex');
  await expect
    .poll(() => readFile(files, 'utf8').catch(() => ''))
    .toContain(`\r\n${packageName},1.0,firmware.bin,3000,${sha256}\r\n`);

  await dialog.getByText('Duplicates').click();
  await expect(
    dialog.getByText('1 content is there more than once: 3 kB beyond the first copy.'),
  ).toBeVisible();
  await expect(dialog.getByRole('listbox', { name: 'Where it is' }).getByRole('option')).toHaveCount(2);
  await dialog.getByText('Largest files').click();
  await expect(dialog.getByRole('option').first()).toContainText('image.iso');

  // What others added to a version shows after another look.
  await byHand.put(server.owner, packageName, '1.0', 'late.bin', Buffer.alloc(1000));
  await dialog.getByRole('button', { name: 'Look again' }).click();
  await expect(dialog.getByText('16 kB in 2 packages, 5 files.')).toBeVisible();

  await dialog.getByText('Packages', { exact: true }).click();
  await dialog.getByRole('button', { name: `${packageName} 7 kB` }).click();
  await dialog.getByRole('button', { name: '1.1 3 kB' }).click();
  await expect(dialog).toBeHidden();
  await expect(fileName(page, '1.1', 'notes.txt')).toBeVisible();
});

test('files are found by name and by sha256 in versions that were never opened', async ({
  app,
  packageName,
}) => {
  const { page } = app;
  await app.runCommand('find-files');
  const dialog = page.getByRole('dialog', { name: /^Find files of/ });
  const field = dialog.getByLabel('Part of a file name, or the beginning of a sha256');
  await field.fill('MWARE-c');
  const found = dialog.getByRole('listbox', { name: 'Files found' }).getByRole('option');
  await expect(found.filter({ hasText: `${packageName} 1.1` })).toContainText('firmware-copy.bin');
  const sha256 = createHash('sha256').update(firmware).digest('hex');
  await field.fill(sha256.slice(0, 12));
  await expect(found.filter({ hasText: packageName })).toHaveCount(2);
  // By keyboard: the newest first, then the older one.
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('ArrowDown');
  await expect(found.filter({ hasText: `${packageName} 1.0` })).toHaveAttribute('data-focused', 'true');
  await page.keyboard.press('Enter');
  await expect(dialog).toBeHidden();
  await expect(versionToggle(page, '1.0')).toHaveAttribute('aria-expanded', 'true');
  await expect(fileName(page, '1.0', 'firmware.bin')).toBeInViewport();
});

test('packages and versions are ordered by size, also those that were never opened', async ({
  app,
  server,
  byHand,
  packageName,
}) => {
  await byHand.put(server.owner, `${packageName}-small`, '1', 'a.bin', Buffer.alloc(10));
  const { page } = app;
  await app.runCommand('refresh');
  await page.getByRole('searchbox', { name: 'Filter packages' }).fill(packageName);
  await page.getByRole('button', { name: 'Sort: Newest' }).click();
  await page.getByRole('menuitem', { name: 'Largest' }).click();
  const packages = page.getByRole('listbox', { name: 'Packages' }).getByRole('option');
  await expect(packages).toHaveCount(3);
  await expect(packages.nth(0)).toContainText('9 kB');
  await expect(packages.nth(1)).toContainText('6 kB');
  await expect(packages.nth(2)).toContainText('10 B');
  await expect(packages.nth(0)).toContainText(`${packageName}-big`);

  await packageRow(page, packageName).click();
  const versions = page.getByRole('heading', { level: 3 });
  await byHand.put(server.owner, packageName, '1.2', 'a.bin', Buffer.alloc(10));
  await app.runCommand('refresh');
  await expect(versions.first()).toContainText('1.2');
  await page.getByRole('button', { name: 'Sort versions: Newest' }).click();
  await page.getByRole('menuitem', { name: 'Largest' }).click();
  await expect(versions.nth(0)).toContainText('1.1');
  await expect(versions.nth(1)).toContainText('1.0');
  await expect(versions.nth(1)).toContainText('3 kB');
  await expect(versions.nth(2)).toContainText('1.2');
});
