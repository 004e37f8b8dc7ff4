import type { Page } from 'playwright';
import { expect, test } from '../fixtures.ts';
import { sha256Of } from '../registry-by-hand.ts';
import { accountRow, signInToOwner } from '../steps/accounts.ts';
import { chooseAction, openPackage, packageRow } from '../steps/packages.ts';
import { sampleBytes } from '../steps/sample-files.ts';

function trash(page: Page) {
  return page.getByRole('dialog', { name: 'Trash' });
}

function trashRow(page: Page, name: string) {
  return trash(page).getByRole('row').filter({ hasText: name });
}

async function deleteVersion(page: Page, version: string, note: RegExp): Promise<void> {
  await chooseAction(page, version, 'Delete version…');
  const dialog = page.getByRole('alertdialog');
  // Said before the confirmation.
  await expect(dialog.getByText(note)).toBeVisible();
  await dialog.getByLabel('Type the version to confirm').fill(version);
  await dialog.getByRole('button', { name: 'Delete version' }).click();
  await expect(dialog).toBeHidden();
}

test('what is deleted is kept, also over a restart, and put back with its very bytes', async ({
  app,
  server,
  byHand,
  packageName,
}) => {
  test.slow();
  const bytes = sampleBytes(300_000, 'kept');
  await byHand.put(server.owner, packageName, '1.0', 'kettle.bin', bytes);
  await byHand.put(server.owner, packageName, '1.0', 'notes.txt', Buffer.from('hot'));
  await byHand.put(server.owner, packageName, '2.0', 'c.txt', Buffer.from('c'));
  await byHand.put(server.owner, packageName, '3.0', 'd.txt', Buffer.from('d'));
  await signInToOwner(app.page, { address: server.url, token: server.token }, server.owner);
  await openPackage(app.page, packageName);
  await deleteVersion(app.page, '1.0', /A copy is kept here for 30 days/);
  await expect(app.page.getByText('It can be put back from the trash.').first()).toBeVisible();
  await deleteVersion(app.page, '2.0', /A copy is kept here for 30 days/);
  expect(await byHand.versions(server.owner, packageName)).toEqual(['3.0']);

  await app.restart();
  const { page } = app;
  await app.runCommand('show-trash');
  await expect(trash(page)).toContainText(/of 2 GB used/);
  // The latest first.
  await expect(trash(page).getByRole('row').first()).toContainText(`${packageName} 2.0`);
  const first = trashRow(page, `${packageName} 1.0`);
  for (const fact of ['2 files', 'kettle.bin', 'notes.txt', server.owner, '300 kB', '30 days left'])
    await expect(first).toContainText(fact);

  // Somebody took the place meanwhile: nothing of it goes over that.
  await byHand.put(server.owner, packageName, '2.0', 'c.txt', Buffer.from('others'));
  await trash(page).getByRole('row').first().focus();
  await page.keyboard.press('ControlOrMeta+a');
  await trash(page).getByRole('button', { name: 'Put back 2' }).click();
  await expect(first).toBeHidden();
  await expect(trash(page).getByRole('alert')).toContainText('is there already, with other bytes');
  await expect(trashRow(page, `${packageName} 2.0`)).toContainText('with other bytes');
  const back = await byHand.get(server.owner, packageName, '1.0', 'kettle.bin');
  expect(sha256Of(back ?? new Uint8Array())).toBe(sha256Of(bytes));
  expect(Buffer.from((await byHand.get(server.owner, packageName, '2.0', 'c.txt')) ?? []).toString()).toBe(
    'others',
  );

  // The rest goes for good, after a question with the focus on Cancel.
  await trashRow(page, `${packageName} 2.0`).focus();
  await page.keyboard.press('Delete');
  const some = page.getByRole('alertdialog', { name: 'Delete this copy for good?' });
  await expect(some.getByRole('button', { name: 'Cancel' })).toBeFocused();
  await page.keyboard.press('Escape');
  await trash(page).getByRole('button', { name: 'Empty trash…' }).click();
  const all = page.getByRole('alertdialog', { name: 'Empty the trash?' });
  await expect(all).toContainText('1 deletion');
  await all.getByRole('button', { name: 'Empty trash' }).click();
  await expect(trash(page).getByText('The trash is empty')).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(trash(page)).toBeHidden();
});

test('what cannot be kept is said before it is deleted, and an account that is gone is named', async ({
  app,
  network,
  server,
  byHand,
  packageName,
}) => {
  test.slow();
  for (const version of ['1.0', '2.0', '3.0', '4.0'])
    await byHand.put(server.owner, packageName, version, 'a.bin', sampleBytes(50_000, version));
  const { page } = app;
  await signInToOwner(page, { address: network.url, token: server.token }, server.owner);
  await openPackage(page, packageName);
  await deleteVersion(page, '1.0', /A copy is kept/);

  await app.runCommand('open-settings');
  const settings = page.getByRole('dialog', { name: 'Settings' });
  await settings.getByRole('textbox', { name: 'Days it is kept' }).fill('7');
  await settings.getByRole('textbox', { name: 'Most of it' }).fill('120 kB');
  await page.keyboard.press('Tab');
  await settings.getByRole('button', { name: 'Close' }).click();
  // Fetching may take long: it is told, and can be called off.
  network.holdBodiesAfter(20_000);
  await chooseAction(page, '2.0', 'Delete version…');
  const dialog = page.getByRole('alertdialog');
  await dialog.getByLabel('Type the version to confirm').fill('2.0');
  await dialog.getByRole('button', { name: 'Delete version' }).click();
  await expect(dialog.getByText(/Keeping a copy first: [\d.]+ of 50 kB/)).toBeVisible();
  await dialog.getByRole('button', { name: 'Cancel' }).click();
  await expect(dialog.getByRole('button', { name: 'Delete version' })).toBeVisible();
  await dialog.getByRole('button', { name: 'Cancel' }).click();
  await expect(dialog).toBeHidden();
  network.release();
  // Bytes that are damaged on the way are no copy: nothing is deleted.
  network.damageDownloads();
  await chooseAction(page, '2.0', 'Delete version…');
  await expect(dialog.getByText(/A copy is kept here for 7 days/)).toBeVisible();
  await dialog.getByLabel('Type the version to confirm').fill('2.0');
  await dialog.getByRole('button', { name: 'Delete version' }).click();
  await expect(dialog.getByRole('alert')).toContainText('No copy could be kept, so it was not deleted');
  await page.keyboard.press('Escape');
  expect(await byHand.versions(server.owner, packageName)).toContain('2.0');

  await app.runCommand('open-settings');
  await settings.getByRole('textbox', { name: 'Most of it' }).fill('60 kB');
  await settings.getByRole('button', { name: 'Close' }).click();
  await deleteVersion(page, '3.0', /Not kept: larger than the room left in the trash \(10 kB\)/);
  await app.runCommand('open-settings');
  await settings.getByRole('radiogroup', { name: 'Keep what is deleted' }).getByText('Off').click();
  await settings.getByRole('button', { name: 'Close' }).click();
  await deleteVersion(page, '4.0', /the trash is switched off: this cannot be undone/);
  expect(await byHand.versions(server.owner, packageName)).toEqual(['2.0']);

  await accountRow(page).click({ button: 'right' });
  await page.getByRole('menuitem', { name: 'Remove…' }).click();
  await page.getByRole('alertdialog').getByRole('button', { name: 'Remove account' }).click();
  await expect(packageRow(page, packageName)).toBeHidden();
  await app.runCommand('show-trash');
  const row = trashRow(page, `${packageName} 1.0`);
  await expect(row).toContainText('(removed)');
  await row.click({ button: 'right' });
  await page.getByRole('menuitem', { name: 'Put back' }).click();
  await expect(trash(page).getByRole('alert')).toContainText('is not in the app any more');
  await expect(trash(page).getByRole('row')).toHaveCount(1);
});
