import { expect, test } from '../fixtures.ts';
import { ownerRow, signIn, signInToOwner } from '../steps/accounts.ts';
import { fileName, filesOf, openPackage, packageRow, versionToggle } from '../steps/packages.ts';

test('owners and packages are reached, chosen and opened by keyboard alone', async ({
  app,
  server,
  byHand,
  packageName,
}) => {
  const names = ['a', 'b', 'c', 'd'].map((letter) => `${packageName}-${letter}`);
  for (const name of names) await byHand.put(server.owner, name, '1.0', 'a.bin', Buffer.from('a'));
  const { page } = app;
  await signIn(page, { address: server.url, token: server.token });
  // Letters go to the owner of that name.
  await expect(async () => {
    await page.getByRole('treegrid', { name: 'Accounts and owners' }).getByRole('row').first().focus();
    await page.keyboard.type(server.owner.slice(0, 2));
    await expect(ownerRow(page, server.owner)).toBeFocused({ timeout: 1000 });
  }).toPass();
  await page.keyboard.press('Enter');
  await expect(packageRow(page, names[0] ?? '')).toBeVisible();
  await page.keyboard.press('Shift+F10');
  await expect(page.getByRole('menu', { name: `Actions for ${server.owner}` })).toBeVisible();
  await page.keyboard.press('Escape');

  await page.getByRole('searchbox', { name: 'Filter packages' }).fill(packageName);
  await page.getByRole('button', { name: 'Sort: Newest' }).click();
  await page.getByRole('menuitem', { name: 'Name' }).click();
  await page.getByRole('searchbox', { name: 'Filter packages' }).focus();
  await page.keyboard.press('Tab');
  await page.keyboard.press('Home');
  await expect(packageRow(page, names[0] ?? '')).toBeFocused();
  await page.keyboard.press('End');
  await expect(packageRow(page, names[3] ?? '')).toBeFocused();
  // Letters that come too slowly begin anew.
  await expect(async () => {
    await page.keyboard.press('Home');
    await page.keyboard.type(names[1] ?? '');
    await expect(packageRow(page, names[1] ?? '')).toBeFocused({ timeout: 1000 });
  }).toPass();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { level: 2, name: names[1] ?? '' })).toBeVisible();
  await page.keyboard.press('Shift+ArrowDown');
  await expect(packageRow(page, names[2] ?? '')).toHaveAttribute('aria-selected', 'true');
  await page.keyboard.press('Shift+F10');
  await expect(page.getByRole('menuitem', { name: 'Delete 2 packages…' })).toBeVisible();
  await page.keyboard.press('Escape');
  await page.keyboard.press('ControlOrMeta+a');
  await expect(page.getByRole('option', { selected: true })).toHaveCount(4);
  // With the pointer: one more, one less.
  await packageRow(page, names[0] ?? '').click();
  await packageRow(page, names[2] ?? '').click({ modifiers: ['ControlOrMeta'] });
  await expect(page.getByRole('option', { selected: true })).toHaveCount(2);
});

test('versions and files are walked through and worked with by keyboard alone', async ({
  app,
  server,
  byHand,
  packageName,
}) => {
  for (let number = 10; number < 40; number += 1)
    await byHand.put(server.owner, packageName, `1.${number}`, 'a.bin', Buffer.from(`${number}`));
  for (const name of ['b.bin', 'c.bin', 'd.bin'])
    await byHand.put(server.owner, packageName, '1.39', name, Buffer.from(name));
  const { page } = app;
  await signInToOwner(page, { address: server.url, token: server.token }, server.owner);
  await openPackage(page, packageName);
  await page.getByRole('button', { name: 'Sort versions: Newest' }).click();
  await page.getByRole('menuitem', { name: 'Highest version' }).click();
  await versionToggle(page, '1.39').focus();
  await page.keyboard.press('ArrowDown');
  await expect(versionToggle(page, '1.38')).toBeFocused();
  // One that was not drawn yet.
  await page.keyboard.press('End');
  await expect(versionToggle(page, '1.10')).toBeFocused();
  await expect(versionToggle(page, '1.10')).toBeInViewport();
  await page.keyboard.press('Enter');
  await expect(fileName(page, '1.10', 'a.bin')).toBeVisible();
  await page.keyboard.press('Home');
  await expect(versionToggle(page, '1.39')).toBeFocused();
  await expect(versionToggle(page, '1.39')).toBeInViewport();
  await page.keyboard.press('Shift+F10');
  await expect(page.getByRole('menu', { name: 'Actions for 1.39' })).toBeVisible();
  await page.keyboard.press('Escape');

  await fileName(page, '1.39', 'a.bin').click();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('ControlOrMeta+Shift+End');
  await expect(filesOf(page, '1.39').getByRole('row', { selected: true })).toHaveCount(3);
  await page.keyboard.press('Shift+F10');
  await expect(page.getByRole('menuitem', { name: 'Delete 3 files…' })).toBeVisible();
  await page.keyboard.press('Escape');
  await page.keyboard.press('Delete');
  await expect(page.getByRole('alertdialog', { name: 'Delete 3 files?' })).toBeVisible();
  await page.keyboard.press('Escape');
});
