import { createHash } from 'node:crypto';
import { expect, test } from '../fixtures.ts';
import { accountRow, signIn, signInToOwner } from '../steps/accounts.ts';
import { fileName, filesOf, openPackage, packageRow, versionToggle } from '../steps/packages.ts';

test('sixty packages over several pages are all there, and found by typing', async ({
  app,
  server,
  byHand,
  packageName,
}) => {
  for (let number = 1; number <= 60; number += 1) {
    await byHand.put(
      server.owner,
      `${packageName}-${String(number).padStart(2, '0')}`,
      '1.0',
      'a.txt',
      Buffer.from('a'),
    );
  }
  await signInToOwner(app.page, { address: server.url, token: server.token }, server.owner);
  const filter = app.page.getByRole('searchbox', { name: 'Filter packages' });
  await filter.fill(packageName);
  await expect(app.page.getByText(/^60( of \d+)? packages$/)).toBeVisible();
  await filter.fill(`${packageName}-07`);
  await expect(packageRow(app.page, `${packageName}-07`)).toBeVisible();
  await expect(packageRow(app.page, `${packageName}-08`)).toBeHidden();
  await filter.fill('no such package at all');
  await expect(app.page.getByText(/Nothing matches/)).toBeVisible();
});

test('versions stand newest first and open to their files', async ({ app, server, byHand, packageName }) => {
  await byHand.put(server.owner, packageName, '1.9.0', 'old.bin', Buffer.from('old'));
  await byHand.put(server.owner, packageName, '1.10.0', 'new.bin', Buffer.from('new!'));
  await byHand.put(server.owner, packageName, '2.0.0-rc.1', 'next.bin', Buffer.from('next!'));
  await signInToOwner(app.page, { address: server.url, token: server.token }, server.owner);
  // On a server that others use the newest packages may be those of others.
  await app.page.getByRole('searchbox', { name: 'Filter packages' }).fill(packageName);
  await openPackage(app.page, packageName);
  await versionToggle(app.page, '1.9.0').click();
  await expect(fileName(app.page, '1.9.0', 'old.bin')).toBeVisible();
  await expect(filesOf(app.page, '1.9.0').getByText('3 B')).toBeVisible();
  await expect(versionToggle(app.page, '2.0.0-rc.1')).toContainText('pre-release');
  // The server says which is the latest, where it does; else it is the highest that is final.
  const latest = app.page.getByRole('heading', { level: 3 }).filter({ hasText: 'latest' });
  await expect(latest).toHaveText(server.isReal ? /^(1\.10\.0|2\.0\.0-rc\.1)/ : /^2\.0\.0-rc\.1/);
});

test('many files of a version are narrowed by name and checksum, and ordered by name and size', async ({
  app,
  server,
  byHand,
  packageName,
}) => {
  const sizes = [9, 100, 20, 3, 55, 71, 8, 42, 64, 33, 12, 90, 77, 5, 81, 60];
  for (const [position, size] of sizes.entries())
    await byHand.put(server.owner, packageName, '1.0', `disc-${position}.bin`, Buffer.alloc(size, size));
  const { page } = app;
  await signInToOwner(page, { address: server.url, token: server.token }, server.owner);
  await page.getByRole('searchbox', { name: 'Filter packages' }).fill(packageName);
  await openPackage(page, packageName);
  const table = filesOf(page, '1.0');
  const shown = table.getByRole('rowheader');
  const heading = (name: string) => table.getByRole('columnheader', { name });
  await heading('File').click();
  await expect(shown.nth(2)).toHaveText('disc-2.bin');
  await expect(shown.nth(10)).toHaveText('disc-10.bin');
  await expect(heading('File')).toHaveAttribute('aria-sort', 'ascending');
  await heading('Size').click();
  await expect(shown.first()).toHaveText('disc-3.bin');
  await heading('Size').click();
  await expect(shown.first()).toHaveText('disc-1.bin');
  await expect(heading('Size')).toHaveAttribute('aria-sort', 'descending');

  const filter = page.getByRole('searchbox', { name: 'Filter by name or SHA-256' });
  await filter.fill('DISC-1');
  await expect(shown).toHaveText([
    'disc-1.bin',
    'disc-11.bin',
    'disc-14.bin',
    'disc-12.bin',
    'disc-15.bin',
    'disc-10.bin',
    'disc-13.bin',
  ]);
  await expect(page.getByText('7 files', { exact: true })).toBeVisible();
  await filter.fill(createHash('sha256').update(Buffer.alloc(42, 42)).digest('hex').slice(0, 12));
  await expect(shown).toHaveText(['disc-7.bin']);
  await filter.fill('kettle');
  await expect(page.getByText('No file here is called that')).toBeVisible();
  await filter.press('Escape');
  await expect(shown.first()).toHaveText('disc-1.bin');

  // By keyboard to a row that was not drawn yet, and to one by its name.
  await heading('File').click();
  await page.keyboard.press('ArrowDown');
  await expect(fileName(page, '1.0', 'disc-0.bin')).toBeFocused();
  await page.keyboard.press('PageDown');
  await page.keyboard.press('PageDown');
  await expect(fileName(page, '1.0', 'disc-15.bin')).toBeFocused();
  await expect(fileName(page, '1.0', 'disc-15.bin')).toBeInViewport();
  await page.keyboard.press('ArrowLeft');
  await page.keyboard.type('disc-2');
  const second = table.getByRole('row', { name: 'disc-2.bin' });
  await expect(second).toBeFocused();
  await expect(second).toBeInViewport();
});

test('an owner without packages says what to do next', async ({ app }) => {
  await app.page.getByRole('button', { name: 'Try the built-in registry' }).click();
  await expect(
    app.page.getByText('Drop files anywhere in this window to publish the first one.'),
  ).toBeVisible();
});

test('an owner is added by name, an unknown one is refused', async ({ app, server }) => {
  await signIn(app.page, { address: server.url, token: server.token });
  await accountRow(app.page).click({ button: 'right' });
  await app.page.getByRole('menuitem', { name: 'Add owner…' }).click();
  const dialog = app.page.getByRole('dialog', { name: 'Add owner' });
  await dialog.getByLabel('User or organization').fill('nobody-of-this-name');
  await dialog.getByRole('button', { name: 'Add owner' }).click();
  await expect(dialog.getByRole('alert')).toContainText('There is no user or organization');
});

test('the server going away leaves the list in place and says so', async ({
  app,
  network,
  server,
  byHand,
  packageName,
}) => {
  await byHand.put(server.owner, packageName, '1.0', 'a.txt', Buffer.from('a'));
  await signInToOwner(app.page, { address: network.url, token: server.token }, server.owner);
  await expect(packageRow(app.page, packageName)).toBeVisible();
  await network.goAway();
  await app.runCommand('refresh');
  await expect(app.page.getByText(/cannot be reached|broke off/).first()).toBeVisible();
  await expect(packageRow(app.page, packageName)).toBeVisible();
});
