import { expect, test } from '../fixtures.ts';
import { signInToOwner } from '../steps/accounts.ts';
import { fileName, filesOf, openPackage, packageRow } from '../steps/packages.ts';

test('several packages go together; one with a version that nobody saw stays and is named', async ({
  app,
  server,
  byHand,
  packageName,
}) => {
  const names = ['a', 'b', 'c', 'd'].map((letter) => `${packageName}-${letter}`);
  for (const name of names) await byHand.put(server.owner, name, '1.0', 'a.bin', Buffer.from('12345'));
  await byHand.put(server.owner, names[1] ?? '', '1.1', 'b.bin', Buffer.from('123'));
  const { page } = app;
  await signInToOwner(page, { address: server.url, token: server.token }, server.owner);
  await page.getByRole('searchbox', { name: 'Filter packages' }).fill(packageName);
  await page.getByRole('button', { name: 'Sort: Newest' }).click();
  await page.getByRole('menuitem', { name: 'Name' }).click();
  // From the first to the third, by keyboard.
  await packageRow(page, names[0] ?? '').click();
  await page.keyboard.press('Shift+ArrowDown');
  await page.keyboard.press('Shift+ArrowDown');
  await page.keyboard.press('Delete');
  const dialog = page.getByRole('alertdialog', { name: 'Delete 3 packages?' });
  await expect(dialog).toContainText('4 versions, 4 files, 18 B');
  await expect(dialog).toContainText('The server frees the space later');
  for (const fact of [server.url, server.owner, ...names.slice(0, 3)])
    await expect(dialog).toContainText(fact);
  await expect(dialog.getByRole('button', { name: 'Cancel' })).toBeFocused();
  const confirm = dialog.getByRole('button', { name: 'Delete 3 packages' });
  await expect(confirm).toBeDisabled();
  await dialog.getByLabel('Type this to confirm').fill(server.owner);
  await byHand.put(server.owner, names[2] ?? '', '9.9', 'late.bin', Buffer.from('late'));
  await confirm.click();

  const report = page.getByRole('dialog', { name: 'Not all was deleted' });
  await expect(report).toContainText('2 deleted. 1 could not be. 2 can be put back from the trash.');
  await expect(report.getByRole('option', { name: names[2] ?? '' })).toContainText('changed');
  await expect(report.getByRole('button', { name: /Try the rest again/ })).toBeHidden();
  await report.getByRole('button', { name: 'Copy report' }).click();
  await expect
    .poll(() => app.evaluate(({ clipboard }) => clipboard.readText()))
    .toMatch(
      new RegExp(
        `^deleted, kept here: ${names[0]}\ndeleted, kept here: ${names[1]}\nnot deleted: ${names[2]}: `,
      ),
    );
  await report.getByRole('button', { name: 'Close' }).click();
  await expect(packageRow(page, names[0] ?? '')).toBeHidden();
  await expect(packageRow(page, names[2] ?? '')).toBeVisible();
  expect(await byHand.packagesNamed(server.owner, packageName)).toEqual(
    expect.arrayContaining([names[2], names[3]]),
  );
  expect(await byHand.packagesNamed(server.owner, packageName)).toHaveLength(2);
});

test('several files go together, and those that are other ones by now stay', async ({
  app,
  server,
  byHand,
  packageName,
}) => {
  for (const name of ['a.bin', 'b.bin', 'c.bin', 'd.bin'])
    await byHand.put(server.owner, packageName, '1.0', name, Buffer.from(name));
  const { page } = app;
  await signInToOwner(page, { address: server.url, token: server.token }, server.owner);
  await openPackage(page, packageName);
  await fileName(page, '1.0', 'a.bin').click();
  await fileName(page, '1.0', 'c.bin').click({ modifiers: ['Shift'] });
  await fileName(page, '1.0', 'b.bin').click({ button: 'right' });
  await page.getByRole('menuitem', { name: 'Delete 3 files…' }).click();
  const dialog = page.getByRole('alertdialog', { name: 'Delete 3 files?' });
  await expect(dialog).toContainText('3 files, 15 B');
  await byHand.deleteFile(server.owner, packageName, '1.0', 'b.bin');
  await byHand.put(server.owner, packageName, '1.0', 'b.bin', Buffer.from('other'));
  await dialog.getByLabel('Type this to confirm').fill('1.0');
  await dialog.getByRole('button', { name: 'Delete 3 files' }).click();
  const report = page.getByRole('dialog', { name: 'Not all was deleted' });
  await expect(report).toContainText('2 deleted. 1 could not be. 2 can be put back from the trash.');
  await page.keyboard.press('Enter');
  await expect(fileName(page, '1.0', 'a.bin')).toBeHidden();
  await expect(filesOf(page, '1.0').getByRole('rowheader')).toHaveText(['d.bin', 'b.bin']);
});

test('versions are ticked, alone and in a row, and go together', async ({
  app,
  server,
  byHand,
  packageName,
}) => {
  const versions = ['1.0', '1.1', '1.2', '1.3', '1.4'];
  for (const version of versions)
    await byHand.put(server.owner, packageName, version, 'a.bin', Buffer.from(version));
  const { page } = app;
  await signInToOwner(page, { address: server.url, token: server.token }, server.owner);
  await openPackage(page, packageName);
  await page.getByRole('button', { name: 'Sort versions: Newest' }).click();
  await page.getByRole('menuitem', { name: 'Highest version' }).click();
  await page.getByRole('button', { name: 'Select versions' }).click();
  const tick = (version: string) => page.getByRole('button', { name: `Select version ${version}` });
  await tick('1.3').click();
  await tick('1.1').click({ modifiers: ['Shift'] });
  await tick('1.2').click();
  await expect(page.getByText('2 selected')).toBeVisible();
  await page.getByRole('button', { name: 'Delete 2 versions…' }).click();
  const dialog = page.getByRole('alertdialog', { name: 'Delete 2 versions?' });
  await expect(dialog).toContainText('2 versions, 2 files, 6 B');
  await dialog.getByLabel('Type this to confirm').fill(packageName);
  await page.keyboard.press('Enter');
  const report = page.getByRole('dialog', { name: 'Deleted' });
  await expect(report).toContainText('2 deleted.');
  await page.keyboard.press('Escape');
  expect((await byHand.versions(server.owner, packageName)).sort()).toEqual(['1.0', '1.2', '1.4']);

  // All that are left: the package goes with them, and the dialog says so first.
  await page.getByRole('button', { name: 'Select all' }).click();
  await page.getByRole('button', { name: 'Delete 3 versions…' }).click();
  await expect(
    page.getByText(`${packageName} has no other version: the package goes with it.`),
  ).toBeVisible();
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: 'Done' }).click();
  await expect(tick('1.4')).toBeHidden();
});

test('a deletion goes on in the background, and what it was refused waits for a look', async ({
  app,
  network,
  server,
  byHand,
  packageName,
}) => {
  const names = ['a', 'b', 'c'].map((letter) => `${packageName}-${letter}`);
  for (const name of names) await byHand.put(server.owner, name, '1.0', 'a.bin', Buffer.from('12345'));
  network.choose = ({ kind }) => (kind === 'delete' ? { answer: 'hold' } : undefined);
  const { page } = app;
  await signInToOwner(page, { address: network.url, token: server.token }, server.owner);
  await page.getByRole('searchbox', { name: 'Filter packages' }).fill(packageName);
  await page.getByRole('button', { name: 'Sort: Newest' }).click();
  await page.getByRole('menuitem', { name: 'Name' }).click();
  await packageRow(page, names[0] ?? '').click();
  await packageRow(page, names[2] ?? '').click({ modifiers: ['Shift'] });
  await page.keyboard.press('Delete');
  await page.getByLabel('Type this to confirm').fill(server.owner);
  await page.getByRole('button', { name: 'Delete 3 packages' }).click();
  await page.getByRole('button', { name: 'Go on in the background' }).click();
  const way = page.getByRole('button', { name: 'Deleting: 0 of 3' });
  await way.click();
  await expect(page.getByRole('dialog', { name: 'Deleting…' })).toContainText('0 of 3');
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog')).toBeHidden();
  await byHand.put(server.owner, names[2] ?? '', '9.9', 'late.bin', Buffer.from('late'));
  network.choose = () => undefined;
  network.release();

  await expect(page.getByText('2 of 3 deleted.')).toBeVisible();
  await page.getByRole('button', { name: 'What was not deleted' }).click();
  const report = page.getByRole('dialog', { name: 'Not all was deleted' });
  await expect(report.getByRole('option', { name: names[2] ?? '' })).toContainText('changed');
  await report.getByRole('button', { name: 'Close' }).click();
  await expect(page.getByRole('button', { name: 'What was not deleted' })).toBeHidden();
});
