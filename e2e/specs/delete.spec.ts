import { expect, test } from '../fixtures.ts';
import { signInToOwner } from '../steps/accounts.ts';
import { chooseAction, fileName, openPackage, packageRow, versionToggle } from '../steps/packages.ts';

test.beforeEach(async ({ byHand, server, packageName }) => {
  await byHand.put(server.owner, packageName, '1.0', 'a.txt', Buffer.from('a'));
  await byHand.put(server.owner, packageName, '1.0', 'b.txt', Buffer.from('b'));
  await byHand.put(server.owner, packageName, '2.0', 'c.txt', Buffer.from('c'));
});

test('one file goes after a dialog that names it, with the focus on Cancel', async ({
  app,
  server,
  byHand,
  packageName,
}) => {
  await signInToOwner(app.page, { address: server.url, token: server.token }, server.owner);
  await openPackage(app.page, packageName);
  await versionToggle(app.page, '1.0').click();
  await chooseAction(app.page, 'a.txt', 'Delete file…');
  const dialog = app.page.getByRole('alertdialog', { name: 'Delete a.txt?' });
  for (const fact of [server.url, server.owner, packageName, '1.0', 'a.txt'])
    await expect(dialog).toContainText(fact);
  await expect(dialog.getByRole('button', { name: 'Cancel' })).toBeFocused();

  await app.page.keyboard.press('Enter');
  await expect(dialog).toBeHidden();
  expect(await byHand.get(server.owner, packageName, '1.0', 'a.txt')).not.toBeNull();

  await chooseAction(app.page, 'a.txt', 'Delete file…');
  await dialog.getByRole('button', { name: 'Delete file' }).click();
  await expect(dialog).toBeHidden();
  await expect(fileName(app.page, '1.0', 'a.txt')).toBeHidden();
  await expect(fileName(app.page, '1.0', 'b.txt')).toBeVisible();
  expect(await byHand.files(server.owner, packageName, '1.0')).toHaveProperty('size', 1);
});

test('the last file takes its version along, and the dialog says so first', async ({
  app,
  server,
  byHand,
  packageName,
}) => {
  await signInToOwner(app.page, { address: server.url, token: server.token }, server.owner);
  await openPackage(app.page, packageName);
  await expect(fileName(app.page, '2.0', 'c.txt')).toBeVisible();
  await chooseAction(app.page, 'c.txt', 'Delete file…');
  const dialog = app.page.getByRole('alertdialog');
  await expect(
    dialog.getByText('It is the last file of version 2.0: the version goes with it.'),
  ).toBeVisible();
  await dialog.getByRole('button', { name: 'Delete file' }).click();
  await expect(versionToggle(app.page, '2.0')).toBeHidden();
  expect(await byHand.versions(server.owner, packageName)).toEqual(['1.0']);
});

test('a version goes only after its name was typed', async ({ app, server, byHand, packageName }) => {
  await signInToOwner(app.page, { address: server.url, token: server.token }, server.owner);
  await openPackage(app.page, packageName);
  await chooseAction(app.page, '1.0', 'Delete version…');
  const dialog = app.page.getByRole('alertdialog', { name: `Delete version 1.0 of ${packageName}?` });
  const confirm = dialog.getByRole('button', { name: 'Delete version' });
  await expect(dialog).toContainText('2 files');
  await expect(confirm).toBeDisabled();
  await dialog.getByLabel('Type the version to confirm').fill('1.1');
  await expect(confirm).toBeDisabled();
  await dialog.getByLabel('Type the version to confirm').fill('1.0');
  await confirm.click();
  await expect(dialog).toBeHidden();
  await expect(versionToggle(app.page, '1.0')).toBeHidden();
  expect(await byHand.versions(server.owner, packageName)).toEqual(['2.0']);
});

test('a package goes with all of its versions', async ({ app, server, byHand, packageName }) => {
  await signInToOwner(app.page, { address: server.url, token: server.token }, server.owner);
  await openPackage(app.page, packageName);
  await chooseAction(app.page, packageName, 'Delete package…');
  const dialog = app.page.getByRole('alertdialog', { name: `Delete ${packageName}?` });
  await expect(dialog.getByText('All 2 versions go with all of their files.')).toBeVisible();
  await dialog.getByLabel('Type the package name to confirm').fill(packageName);
  await dialog.getByRole('button', { name: 'Delete package' }).click();
  await expect(dialog).toBeHidden();
  await expect(packageRow(app.page, packageName)).toBeHidden();
  expect(await byHand.versions(server.owner, packageName)).toEqual([]);
});

test('what changed since it was seen is not deleted, and the dialog says why', async ({
  app,
  server,
  byHand,
  packageName,
}) => {
  await signInToOwner(app.page, { address: server.url, token: server.token }, server.owner);
  await openPackage(app.page, packageName);
  await chooseAction(app.page, '1.0', 'Delete version…');
  const dialog = app.page.getByRole('alertdialog');
  // What comes before the dialog has listed the files has been seen.
  await expect(dialog).toContainText('2 files');
  await dialog.getByLabel('Type the version to confirm').fill('1.0');
  await byHand.put(server.owner, packageName, '1.0', 'late.txt', Buffer.from('late'));
  await dialog.getByRole('button', { name: 'Delete version' }).click();
  await expect(dialog.getByRole('alert')).toContainText('changed on the server since you looked');
  expect(await byHand.files(server.owner, packageName, '1.0')).toHaveProperty('size', 3);
});
