import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from '../fixtures.ts';
import { ownerRow, signInToOwner } from '../steps/accounts.ts';
import { chooseAction, openPackage, packageRow } from '../steps/packages.ts';

test('a rule lets go exactly what it shows, and what was spared or came meanwhile stays', async ({
  app,
  server,
  network,
  byHand,
  packageName,
  folder,
}) => {
  const put = (version: string, name = packageName) =>
    byHand.put(server.owner, name, version, 'a.bin', Buffer.from(version));
  for (const version of ['1.0', '1.1-rc.1', '1.1', '1.2-rc.1', '1.2', '1.3', '1.4', '1.5'])
    await put(version);
  await put('1.0', `${packageName}-other`);
  const { page } = app;
  await signInToOwner(page, { address: network.url, token: server.token }, server.owner);
  await openPackage(page, packageName);
  // What is gone since the list was read does not count as kept.
  await expect(page.getByText('8 versions')).toHaveCount(2);
  await byHand.deleteVersion(server.owner, packageName, '1.5');
  await chooseAction(page, packageName, 'Clean up…');
  const dialog = page.getByRole('dialog', { name: `Clean up ${packageName}` });
  await expect(dialog.getByText('0 of 7 versions go.')).toBeVisible();

  network.choose = ({ path }) => (path.endsWith('/1.0/files') ? { instead: { status: 403 } } : undefined);
  await dialog.getByLabel('Older than (days)').fill('');
  await dialog.getByLabel('Keep the newest').fill('none');
  await expect(dialog.getByText('Mend the rule to see what goes.')).toBeVisible();
  await expect(dialog.getByRole('button', { name: /^Delete/ })).toBeDisabled();
  await dialog.getByLabel('Keep the newest').fill('1');
  await expect(dialog.getByText('5 of 7 versions go: at least 4 files, 17 B.')).toBeVisible();
  network.choose = () => undefined;
  await dialog.getByRole('button', { name: 'Try again' }).click();
  await expect(dialog.getByText('5 of 7 versions go: 5 files, 20 B.')).toBeVisible();
  await dialog.getByLabel('Never versions like').fill('1.0*');
  await expect(dialog.getByText('4 of 7 versions go: 4 files, 17 B.')).toBeVisible();
  const rows = dialog.getByRole('listbox', { name: 'Versions' }).getByRole('option');
  await expect(rows).toHaveText([/1\.3/, /1\.2/, /1\.1/, /1\.1-rc\.1/]);
  await rows.first().focus();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('ArrowDown');
  await expect(rows.nth(2)).toBeFocused();
  await page.keyboard.press('Space');
  await expect(dialog.getByText('3 of 7 versions go: 3 files, 14 B.')).toBeVisible();
  await expect(rows.nth(2)).toBeFocused();
  await dialog.getByText('What stays').click();
  await expect(rows.filter({ hasText: '1.0' })).toContainText('protected');
  await expect(rows.filter({ hasText: '1.4' })).toContainText('the newest');
  await expect(rows.filter({ hasText: '1.2-rc.1' })).toContainText('the newest');
  await expect(rows.filter({ hasText: '1.1' })).toContainText('you said so');

  const file = join(folder, 'plan.csv');
  await app.answerSaveDialog(file);
  await dialog.getByRole('button', { name: 'Export…' }).click();
  await page.getByRole('menuitem', { name: 'Table (CSV)…' }).click();
  await expect
    .poll(() => readFile(file, 'utf8').catch(() => ''))
    .toMatch(new RegExp(`^package,version,.*\r\n${packageName},1.4,.*,no,newest,,\r\n(.*\r\n){6}$`));
  await dialog.getByRole('button', { name: 'Save rule' }).click();

  // Cancel leads back to the plan as it was.
  const confirm = page.getByRole('alertdialog', { name: 'Delete 3 versions?' });
  await dialog.getByRole('button', { name: 'Delete 3 versions…' }).click();
  await confirm.getByRole('button', { name: 'Cancel' }).click();
  await expect(dialog.getByText('3 of 7 versions go: 3 files, 14 B.')).toBeVisible();
  await dialog.getByRole('button', { name: 'Delete 3 versions…' }).click();
  await expect(confirm.getByText('3 versions, 3 files, 14 B')).toBeVisible();
  await put('1.2-late');
  await byHand.put(server.owner, packageName, '1.2', 'late.bin', Buffer.from('late'));
  await confirm.getByLabel('Type this to confirm').fill(packageName);
  await confirm.getByRole('button', { name: 'Delete 3 versions' }).click();
  const report = page.getByRole('dialog', { name: 'Not all was deleted' });
  await expect(report).toContainText('2 deleted.');
  await expect(report.getByRole('option', { name: /1\.2/ })).toContainText('changed');
  await page.keyboard.press('Escape');
  expect((await byHand.versions(server.owner, packageName)).sort()).toEqual([
    '1.0',
    '1.1',
    '1.2',
    '1.2-late',
    '1.2-rc.1',
    '1.4',
  ]);

  // The rule is still there after a restart, also where all packages are planned together.
  await app.restart();
  await ownerRow(app.page, server.owner).click();
  await expect(packageRow(app.page, packageName)).toBeVisible();
  await ownerRow(app.page, server.owner).click({ button: 'right' });
  await expect(app.page.getByRole('menuitem', { name: 'Clean up…' })).toBeVisible();
  await app.page.keyboard.press('Escape');
  await app.runCommand('clean-up');
  const all = app.page.getByRole('dialog', { name: `Clean up the packages of ${server.owner}` });
  await expect(all.getByText('1 package goes by a rule of its own.')).toBeVisible();
  await expect(all.getByRole('option', { name: `${packageName} 1.1` })).toBeVisible();
});
