import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, type Fixtures, test } from '../fixtures.ts';
import { sha256Of } from '../registry-by-hand.ts';
import { signInToOwner } from '../steps/accounts.ts';
import { openPackage } from '../steps/packages.ts';
import { confirmPublish, fillTarget, publishSheet } from '../steps/publish.ts';
import { sampleBytes, writeSample } from '../steps/sample-files.ts';
import { drawerButton, transferList, transferOrder, transferRow } from '../steps/transfers.ts';

type Parts = Pick<Fixtures, 'app' | 'network' | 'server' | 'packageName' | 'folder'>;

/** More than the buffers between app and server hold. */
const largeSize = 24_000_000;

/** Publishes a large file, which the network stops in the middle, and small ones behind it in the queue. */
async function startHeldQueue(
  { app, network, server, packageName, folder }: Parts,
  behind: readonly string[],
): Promise<void> {
  const { page } = app;
  await signInToOwner(page, { address: network.url, token: server.token }, server.owner);
  await page.evaluate(() =>
    Reflect.get(globalThis, 'teaChest').request('settings:change', { parallelUploads: 1 }),
  );
  network.holdBodiesAfter(2_000_000);
  const paths = [await writeSample(folder, 'large.bin', largeSize)];
  for (const name of behind) paths.push(await writeSample(folder, name, 1000));
  await app.dropFiles(paths);
  await fillTarget(page, { packageName, version: '1' });
  await confirmPublish(page);
  await expect(transferRow(page, 'large.bin').getByText(/^Sending/)).toBeVisible();
  await expect.poll(() => transferOrder(page)).toEqual(['large.bin', ...behind]);
}

test('a paused download keeps what it has and goes on from there', async ({
  app,
  network,
  server,
  byHand,
  packageName,
}) => {
  const { page } = app;
  const bytes = sampleBytes(largeSize, 'paused');
  await byHand.put(server.owner, packageName, '1.0', 'large.bin', bytes);
  await signInToOwner(page, { address: network.url, token: server.token }, server.owner);
  await openPackage(page, packageName);
  network.holdBodiesAfter(8_000_000);
  await page.getByRole('button', { name: 'Download large.bin' }).click();
  const row = transferRow(page, 'large.bin');
  await expect(row.getByText(/^Receiving [78](\.\d)? of 24 MB/)).toBeVisible();
  await row.getByRole('button', { name: 'Pause large.bin' }).click();
  await expect(row.getByText(/^Paused at [78](\.\d)? of 24 MB/)).toBeVisible();
  expect(await readdir(app.downloads)).not.toContain('large.bin');

  await page.reload();
  await expect(row.getByText(/^Paused at [78]/)).toBeVisible();
  network.release();
  await row.getByRole('button', { name: 'Resume large.bin' }).click();
  await expect(row.getByText('Downloaded and verified')).toBeVisible();
  expect(sha256Of(await readFile(join(app.downloads, 'large.bin')))).toBe(sha256Of(bytes));
  expect(await readdir(app.downloads)).toEqual(['large.bin']);
});

test('a paused publish says that it starts anew, and arrives whole', async (parts) => {
  const { app, network, server, byHand, packageName } = parts;
  const { page } = app;
  await startHeldQueue(parts, []);
  const row = transferRow(page, 'large.bin');
  await row.getByRole('button', { name: 'Pause large.bin' }).click();
  await expect(row.getByText(/^Paused.*starts again from the beginning/)).toBeVisible();
  network.release();
  expect(await byHand.files(server.owner, packageName, '1')).toBeNull();
  await row.getByRole('button', { name: 'Resume large.bin' }).click();
  await expect(row.getByText('Published and verified')).toBeVisible();
  const files = await byHand.files(server.owner, packageName, '1');
  expect(files?.get('large.bin')).toBe(sha256Of(sampleBytes(largeSize, 'large.bin')));
});

test('everything can be paused and resumed at once, and what is selected cancelled', async (parts) => {
  const { app, network, server, byHand, packageName } = parts;
  const { page } = app;
  await startHeldQueue(parts, ['a.bin', 'b.bin', 'c.bin']);
  await drawerButton(page, 'Pause all').click();
  await expect(transferList(page).getByText(/^Paused/)).toHaveCount(4);
  await app.runCommand('resume-transfers');
  await expect(transferRow(page, 'large.bin').getByText(/^Sending/)).toBeVisible();

  await transferRow(page, 'a.bin').click();
  await transferRow(page, 'c.bin').click({ modifiers: ['Shift'] });
  await expect(page.getByText('3 selected')).toBeVisible();
  await drawerButton(page, 'Pause').click();
  await expect(transferList(page).getByText(/^Paused/)).toHaveCount(3);
  await transferRow(page, 'b.bin').click({ modifiers: ['ControlOrMeta'] });
  await page.keyboard.press('Delete');
  await expect(transferList(page).getByText('Cancelled')).toHaveCount(2);
  await expect(transferRow(page, 'b.bin').getByText(/^Paused/)).toBeVisible();

  network.release();
  await drawerButton(page, 'Clear selection').click();
  await drawerButton(page, 'Resume all').click();
  await expect(transferList(page).getByText('Published and verified')).toHaveCount(2);
  expect([...((await byHand.files(server.owner, packageName, '1'))?.keys() ?? [])]).toEqual([
    'b.bin',
    'large.bin',
  ]);
});

test('selecting and acting works with the keyboard alone', async (parts) => {
  const { app } = parts;
  const { page } = app;
  await startHeldQueue(parts, ['a.bin', 'b.bin']);
  await transferList(page).focus();
  await page.keyboard.press('ControlOrMeta+a');
  await expect(page.getByText('3 selected')).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(page.getByText('3 selected')).toBeHidden();
  await page.keyboard.press('End');
  await expect(transferRow(page, 'b.bin')).toBeFocused();
  await page.keyboard.press('Shift+F10');
  await page.getByRole('menuitem', { name: 'Pause', exact: true }).press('Enter');
  await expect(transferRow(page, 'b.bin').getByText(/^Paused/)).toBeVisible();
  await expect(transferRow(page, 'b.bin')).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(transferRow(page, 'b.bin').getByText(/^Waiting/)).toBeVisible();
  await page.keyboard.press('Delete');
  await expect(transferRow(page, 'b.bin').getByText('Cancelled')).toBeVisible();
});

test('the queue is worked off in the order that it was given', async (parts) => {
  const { app, network } = parts;
  const { page } = app;
  await startHeldQueue(parts, ['a.bin', 'b.bin', 'c.bin', 'd.bin']);
  await transferRow(page, 'd.bin').click();
  await page.keyboard.press('Alt+Home');
  await expect.poll(() => transferOrder(page)).toEqual(['large.bin', 'd.bin', 'a.bin', 'b.bin', 'c.bin']);
  await page.keyboard.press('Alt+ArrowDown');
  await expect.poll(() => transferOrder(page)).toEqual(['large.bin', 'a.bin', 'd.bin', 'b.bin', 'c.bin']);
  await transferRow(page, 'c.bin').click({ button: 'right' });
  await page.getByRole('menuitem', { name: 'Move up' }).click();
  await expect.poll(() => transferOrder(page)).toEqual(['large.bin', 'a.bin', 'd.bin', 'c.bin', 'b.bin']);

  network.release();
  await expect(transferList(page).getByText('Published and verified')).toHaveCount(5);
  // The latest to finish stands first.
  expect(await transferOrder(page)).toEqual(['b.bin', 'c.bin', 'd.bin', 'a.bin', 'large.bin']);
});

test('rows are dragged with the mouse, and are not taken for files', async (parts) => {
  const { app } = parts;
  const { page } = app;
  await startHeldQueue(parts, ['a.bin', 'b.bin', 'c.bin']);
  const from = await transferRow(page, 'c.bin').boundingBox();
  const to = await transferRow(page, 'a.bin').boundingBox();
  if (from === null || to === null) throw new Error('The rows are not in sight');
  await page.mouse.move(from.x + 120, from.y + from.height / 2);
  await page.mouse.down();
  await page.mouse.move(from.x + 120, from.y - 10, { steps: 4 });
  await page.mouse.move(to.x + 120, to.y + 4, { steps: 4 });
  await expect(page.getByText(/^Publish to/)).toBeHidden();
  await page.mouse.up();
  await expect.poll(() => transferOrder(page)).toEqual(['large.bin', 'c.bin', 'a.bin', 'b.bin']);

  // What runs has no place in the queue.
  await transferRow(page, 'large.bin').dragTo(transferRow(page, 'b.bin'), {
    targetPosition: { x: 120, y: 28 },
  });
  expect(await transferOrder(page)).toEqual(['large.bin', 'c.bin', 'a.bin', 'b.bin']);
});

test('rows are dragged with the keyboard', async (parts) => {
  const { app } = parts;
  const { page } = app;
  await startHeldQueue(parts, ['a.bin', 'b.bin', 'c.bin']);
  await transferRow(page, 'a.bin').click();
  await page.keyboard.press('ArrowRight');
  await expect(page.getByRole('button', { name: /^Drag a\.bin/ })).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('button', { name: /^Insert/ }).first()).toBeAttached();
  await page.keyboard.press('End');
  await page.keyboard.press('Enter');
  await expect.poll(() => transferOrder(page)).toEqual(['large.bin', 'b.bin', 'c.bin', 'a.bin']);
});

test('files that are dropped on the list of transfers are published', async (parts) => {
  const { app, folder } = parts;
  const { page } = app;
  await startHeldQueue(parts, ['a.bin', 'b.bin', 'c.bin']);
  await app.dropFiles([await writeSample(folder, 'dropped.bin', 10)], transferRow(page, 'b.bin'));
  await expect(publishSheet(page).getByText('dropped.bin').first()).toBeVisible();
});

test('what the network breaks off is tried again by itself', async (parts) => {
  test.slow();
  const { app, network, server, byHand, packageName } = parts;
  const { page } = app;
  await startHeldQueue(parts, []);
  await network.goAway();
  const row = transferRow(page, 'large.bin');
  await expect(row.getByText(/^Trying again( in \d+ s)?: .*(broke off|cannot be reached)/)).toBeVisible({
    timeout: 60_000,
  });
  expect(await byHand.files(server.owner, packageName, '1')).toBeNull();
  await network.comeBack();
  await row.getByRole('button', { name: 'Try large.bin now' }).click({ trial: true });
  await expect(row.getByText('Published and verified')).toBeVisible({ timeout: 60_000 });
});

/** Publishes files whose names are taken on the server, with other bytes, after the plan was made. */
async function startConflicts(
  { app, server, byHand, packageName, folder }: Parts & Pick<Fixtures, 'byHand'>,
  names: readonly string[],
): Promise<void> {
  const { page } = app;
  await signInToOwner(page, { address: server.url, token: server.token }, server.owner);
  const paths: string[] = [];
  for (const name of names) paths.push(await writeSample(folder, name, 1000));
  await app.dropFiles(paths);
  await fillTarget(page, { packageName, version: '1' });
  await expect(publishSheet(page).getByText('new', { exact: true })).toHaveCount(names.length);
  for (const name of names) {
    await byHand.put(server.owner, packageName, '1', name, sampleBytes(500, `theirs ${name}`));
  }
  await confirmPublish(page);
  await expect(transferList(page).getByText(/is there already, with other bytes/)).toHaveCount(names.length);
}

test('a taken name is settled with another name', async (parts) => {
  const { app, server, byHand, packageName } = parts;
  const { page } = app;
  await startConflicts(parts, ['kettle.tar.gz']);
  await transferRow(page, 'kettle.tar.gz')
    .getByRole('button', { name: 'Choose what becomes of kettle.tar.gz' })
    .click();
  const dialog = page.getByRole('dialog', { name: 'kettle.tar.gz is there already' });
  const name = dialog.getByLabel('Name on the server');
  await expect(name).toHaveValue('kettle-2.tar.gz');
  await name.fill('Kettle.tar.gz');
  await expect(dialog.getByText('this name is taken')).toBeVisible();
  await expect(dialog.getByRole('button', { name: 'Continue' })).toBeDisabled();
  await name.fill('kettle-mine.tar.gz');
  await name.press('Enter');
  await expect(dialog).toBeHidden();
  await expect(transferRow(page, 'kettle-mine.tar.gz').getByText('Published and verified')).toBeVisible();
  const files = await byHand.files(server.owner, packageName, '1');
  expect(files?.get('kettle-mine.tar.gz')).toBe(sha256Of(sampleBytes(1000, 'kettle.tar.gz')));
  expect(files?.get('kettle.tar.gz')).toBe(sha256Of(sampleBytes(500, 'theirs kettle.tar.gz')));
});

test('a taken name is settled by leaving the server’s file', async (parts) => {
  const { app, server, byHand, packageName } = parts;
  const { page } = app;
  await startConflicts(parts, ['kettle.bin']);
  await transferRow(page, 'kettle.bin').dblclick({ position: { x: 120, y: 16 } });
  const dialog = page.getByRole('dialog', { name: 'kettle.bin is there already' });
  await expect(dialog.getByLabel('Name on the server')).toBeFocused();
  await page.keyboard.press('Shift+Tab');
  await page.keyboard.press('ArrowRight');
  await expect(dialog.getByText('Yours is not sent.')).toBeVisible();
  await dialog.getByRole('button', { name: 'Continue' }).click();
  await expect(dialog).toBeHidden();
  await expect(transferRow(page, 'kettle.bin').getByText('Cancelled')).toBeVisible();
  const files = await byHand.files(server.owner, packageName, '1');
  expect([...(files ?? [])]).toEqual([['kettle.bin', sha256Of(sampleBytes(500, 'theirs kettle.bin'))]]);
});

test('many taken names are settled at once', async (parts) => {
  const { app, server, byHand, packageName } = parts;
  const { page } = app;
  const names = ['a.bin', 'b.bin', 'c.bin'];
  await startConflicts(parts, names);
  await drawerButton(page, 'Settle 3 conflicts…').click();
  await page.getByRole('button', { name: 'Keep all of the server’s' }).click();
  await expect(transferList(page).getByText('Cancelled')).toHaveCount(3);
  expect([...((await byHand.files(server.owner, packageName, '1'))?.keys() ?? [])]).toEqual(names);
});

test('a bandwidth limit slows, and lifting it lets go', async (parts) => {
  const { app, server, byHand, packageName } = parts;
  const { page } = app;
  const bytes = sampleBytes(1_500_000, 'slow');
  await byHand.put(server.owner, packageName, '1', 'slow.bin', bytes);
  await signInToOwner(page, { address: server.url, token: server.token }, server.owner);
  await openPackage(page, packageName);
  const setLimit = async (unit: 'None' | 'KiB/s', amount?: string) => {
    await app.runCommand('open-settings');
    const limit = page.getByRole('group', { name: 'Limit for downloads' });
    await limit.getByText(unit, { exact: true }).click();
    if (amount !== undefined) await limit.getByLabel('Limit for downloads: amount').fill(amount);
    await page.getByRole('button', { name: 'Close' }).click();
  };
  await setLimit('KiB/s', '500');
  const began = Date.now();
  await page.getByRole('button', { name: 'Download slow.bin' }).click();
  await expect(transferRow(page, 'slow.bin').getByText('Downloaded and verified')).toBeVisible();
  // Three seconds at that speed, and a second for what may be let through at first.
  expect(Date.now() - began).toBeGreaterThan(2000);
  expect(sha256Of(await readFile(join(app.downloads, 'slow.bin')))).toBe(sha256Of(bytes));

  await setLimit('KiB/s', '16');
  await drawerButton(page, 'Clear finished').click();
  await page.getByRole('button', { name: 'Download slow.bin' }).click();
  await expect(transferRow(page, 'slow.bin').getByText(/^Receiving/)).toBeVisible();
  await setLimit('None');
  await expect(transferRow(page, 'slow.bin').getByText('Downloaded and verified')).toBeVisible();
});

test('a limit below what connections survive is refused', async ({ app }) => {
  const { page } = app;
  await app.runCommand('open-settings');
  const limit = page.getByRole('group', { name: 'Limit for uploads' });
  await limit.getByText('MiB/s', { exact: true }).click();
  const amount = limit.getByLabel('Limit for uploads: amount');
  await expect(amount).toHaveValue('1');
  await amount.fill('0.001');
  await expect(limit.getByText('At least 16 KiB/s.')).toBeVisible();
  await amount.fill('2.5');
  await page.getByRole('button', { name: 'Close' }).click();
  await app.runCommand('open-settings');
  await expect(amount).toHaveValue('2.5');
});
