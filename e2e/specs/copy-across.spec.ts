import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import type { Page } from 'playwright';
import { serveRegistry } from '../../electron/local-registry/testing/served-registry.ts';
import { expect, test } from '../fixtures.ts';
import { RegistryByHand, sha256Of } from '../registry-by-hand.ts';
import { signIn, signInToOwner } from '../steps/accounts.ts';
import { chooseAction, openPackage, versionToggle } from '../steps/packages.ts';

const large = randomBytes(3_000_000);
const small = Buffer.from('tea');

function transfer(page: Page, name: RegExp) {
  return page.getByRole('grid', { name: 'Transfers' }).getByRole('row', { name });
}

test('a version is copied to another account, with the very bytes; what is there already is told', async ({
  app,
  server,
  byHand,
  packageName,
  folder,
}) => {
  const other = await serveRegistry('--data', join(folder, 'other'));
  try {
    const { page } = app;
    const { owner } = server;
    await byHand.put(owner, packageName, '1.4.2', 'kettle.bin', large);
    await byHand.put(owner, packageName, '1.4.2', 'notes.txt', small);
    const otherByHand = new RegistryByHand(other.url, other.token);
    await otherByHand.put(other.owner, 'pot', '2.0', 'notes.txt', small);
    await signIn(page, { address: other.url, token: other.token });
    await signIn(page, { address: server.url, token: server.token });
    const places = page.getByRole('treegrid', { name: 'Accounts and owners' });
    const owners = places.getByRole('row', { name: owner, exact: true });
    await expect(owners).toHaveCount(other.owner === owner ? 2 : 1);
    await owners.last().click();
    await openPackage(page, packageName);

    await chooseAction(page, '1.4.2', 'Copy or move…');
    const dialog = page.getByRole('dialog', { name: `Copy or move ${packageName} 1.4.2` });
    const copy = dialog.getByRole('button', { name: 'Copy', exact: true });
    await expect(dialog.getByText('This is where it is now.')).toBeVisible();
    await expect(copy).toBeDisabled();
    await dialog.getByRole('button', { name: 'Suggestions for Owner' }).click();
    await page
      .getByRole('group', { name: new URL(other.url).host })
      .getByRole('option', { name: other.owner, exact: true })
      .click();
    await dialog.getByLabel('Package').fill('pot/1');
    await expect(dialog.getByText('/', { exact: false }).first()).toBeVisible();
    await expect(copy).toBeDisabled();
    await dialog.getByLabel('Package').fill('pot');
    await dialog.getByLabel('Version').fill('2.0');
    await expect(dialog.getByText('1 file, 3 MB')).toBeVisible();
    await expect(dialog.getByText('1 file with the same bytes')).toBeVisible();
    await copy.click();
    await expect(dialog).toBeHidden();

    await expect(transfer(page, /^kettle\.bin, Copied and verified/)).toContainText(
      `${packageName} / 1.4.2 on ${new URL(server.url).host}`,
    );
    await expect(transfer(page, /^notes\.txt, Already there, identical/)).toBeVisible();
    expect(await otherByHand.files(other.owner, 'pot', '2.0')).toEqual(
      new Map([
        ['kettle.bin', sha256Of(large)],
        ['notes.txt', sha256Of(small)],
      ]),
    );
    expect(await byHand.files(owner, packageName, '1.4.2')).not.toBeNull();
  } finally {
    await other.end('SIGKILL');
  }
});

test('a version is renamed; a move that does not get through leaves the source whole, and goes on when it can', async ({
  app,
  server,
  byHand,
  packageName,
}) => {
  const { page } = app;
  const { owner } = server;
  await byHand.put(owner, packageName, '1.0', 'kettle.bin', large);
  await byHand.put(owner, packageName, '1.0', 'notes.txt', small);
  await byHand.put(owner, packageName, '3.0', 'notes.txt', Buffer.from('coffee'));
  await signInToOwner(page, { address: server.url, token: server.token }, owner);
  await openPackage(page, packageName);

  await chooseAction(page, '1.0', 'Copy or move…');
  const dialog = page.getByRole('dialog', { name: `Copy or move ${packageName} 1.0` });
  await dialog.getByText('Move or rename').click();
  await dialog.getByLabel('Version').fill('2.0');
  await expect(dialog.getByText('2 files, 3 MB')).toBeVisible();
  await dialog.getByLabel('Version').press('Enter');
  await expect(dialog).toBeHidden();
  await expect(transfer(page, /^Delete 1\.0 after moving it, Deleted/)).toBeVisible();
  expect(await byHand.files(owner, packageName, '1.0')).toBeNull();
  const all = new Map([
    ['kettle.bin', sha256Of(large)],
    ['notes.txt', sha256Of(small)],
  ]);
  expect(await byHand.files(owner, packageName, '2.0')).toEqual(all);
  await expect(versionToggle(page, '2.0')).toBeVisible();
  await expect(versionToggle(page, '1.0')).toBeHidden();

  await versionToggle(page, '2.0').click();
  await app.runCommand('copy-package');
  const whole = page.getByRole('dialog', { name: `Copy or move ${packageName}`, exact: true });
  await whole.getByLabel('Package').fill(`${packageName}-2`);
  await expect(whole.getByText('2 versions, oldest first')).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(whole).toBeHidden();
  await app.runCommand('copy-version');
  const second = page.getByRole('dialog', { name: `Copy or move ${packageName} 2.0` });
  await second.getByText('Move or rename').click();
  await second.getByLabel('Version').fill('3.0');
  await expect(second.getByText('1 file with other bytes')).toBeVisible();
  await second.getByRole('button', { name: 'Move', exact: true }).click();
  await expect(transfer(page, /^Delete 2\.0 after moving it, Nothing was deleted: notes\.txt/)).toBeVisible();
  expect(await byHand.files(owner, packageName, '2.0')).toEqual(all);
  await transfer(page, /^notes\.txt, /)
    .getByRole('button', { name: 'Choose what becomes of notes.txt' })
    .click();
  const decision = page.getByRole('dialog', { name: 'notes.txt is there already' });
  await decision.getByText('Replace it').click();
  await decision.getByRole('button', { name: 'Continue' }).click();
  await expect(transfer(page, /^Delete 2\.0 after moving it, Deleted/)).toBeVisible();
  expect(await byHand.files(owner, packageName, '2.0')).toBeNull();
  expect(await byHand.files(owner, packageName, '3.0')).toEqual(all);
});
