import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from '../fixtures.ts';
import { ownerRow, signInToOwner } from '../steps/accounts.ts';
import { chooseAction, openPackage, packageRow } from '../steps/packages.ts';

test('a rule lets go exactly what it shows, and what was spared or came meanwhile stays', async ({
  app,
  server,
  byHand,
  packageName,
  folder,
}) => {
  const put = (version: string, name = packageName) =>
    byHand.put(server.owner, name, version, 'a.bin', Buffer.from(version));
  for (const version of ['1.0', '1.1', '1.2-rc.1', '1.2', '1.3', '1.4']) await put(version);
  await put('1.0', `${packageName}-other`);
  const { page } = app;
  await signInToOwner(page, { address: server.url, token: server.token }, server.owner);
  await openPackage(page, packageName);
  await chooseAction(page, packageName, 'Clean up…');
  const dialog = page.getByRole('dialog', { name: `Clean up ${packageName}` });
  await expect(dialog.getByText(/^0 of 6 versions go/)).toBeVisible();

  await dialog.getByLabel('Older than (days)').fill('');
  await dialog.getByLabel('Keep the newest').fill('2');
  await expect(dialog.getByText('4 of 6 versions go: 4 files, 17 B.')).toBeVisible();
  await dialog.getByLabel('Never versions like').fill('1.0*');
  await expect(dialog.getByText('3 of 6 versions go: 3 files, 14 B.')).toBeVisible();
  const rows = dialog.getByRole('grid', { name: 'Versions' }).getByRole('row');
  await expect(rows).toHaveText([/1\.2/, /1\.2-rc\.1/, /1\.1/]);
  await dialog.getByRole('button', { name: 'Let version 1.1 go' }).click();
  await expect(dialog.getByText('2 of 6 versions go: 2 files, 11 B.')).toBeVisible();
  await dialog.getByText('What stays').click();
  await expect(rows.filter({ hasText: '1.0' })).toContainText('protected');
  await expect(rows.filter({ hasText: '1.4' })).toContainText('the newest');
  await expect(rows.filter({ hasText: '1.1' })).toContainText('you said so');

  const file = join(folder, 'plan.csv');
  await app.answerSaveDialog(file);
  await dialog.getByRole('button', { name: 'Export…' }).click();
  await page.getByRole('menuitem', { name: 'Table (CSV)…' }).click();
  await expect
    .poll(() => readFile(file, 'utf8').catch(() => ''))
    .toMatch(new RegExp(`^package,version,.*\r\n${packageName},1.4,.*,no,newest,,\r\n(.*\r\n){5}$`));
  await dialog.getByRole('button', { name: 'Save rule' }).click();

  await put('1.2-late');
  await dialog.getByRole('button', { name: 'Delete 2 versions…' }).click();
  const confirm = page.getByRole('alertdialog', { name: 'Delete 2 versions?' });
  await confirm.getByLabel('Type this to confirm').fill(packageName);
  await confirm.getByRole('button', { name: 'Delete 2 versions' }).click();
  await expect(page.getByRole('dialog', { name: 'Deleted' })).toContainText('2 deleted.');
  await page.keyboard.press('Escape');
  expect((await byHand.versions(server.owner, packageName)).sort()).toEqual([
    '1.0',
    '1.1',
    '1.2-late',
    '1.3',
    '1.4',
  ]);

  // The rule is still there after a restart, also where all packages are planned together.
  await app.restart();
  await ownerRow(app.page, server.owner).click();
  await expect(packageRow(app.page, packageName)).toBeVisible();
  await ownerRow(app.page, server.owner).click({ button: 'right' });
  await app.page.getByRole('menuitem', { name: 'Clean up…' }).click();
  const all = app.page.getByRole('dialog', { name: `Clean up the packages of ${server.owner}` });
  await expect(all.getByText('1 package goes by a rule of its own.')).toBeVisible();
  await expect(all.getByRole('row', { name: `${packageName} 1.1` })).toBeVisible();
});
