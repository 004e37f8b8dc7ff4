import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test as base, expect } from '../fixtures.ts';
import { sha256Of } from '../registry-by-hand.ts';
import { signInToOwner } from '../steps/accounts.ts';
import { openPackage } from '../steps/packages.ts';
import { confirmPublish, fillTarget, publishSheet } from '../steps/publish.ts';
import { sampleBytes, writeSample } from '../steps/sample-files.ts';
import { drawerButton, transferList, transferOrder, transferRow } from '../steps/transfers.ts';

/** More than the buffers between app and server hold. */
const largeSize = 24_000_000;

interface Queue {
  /** Publishes a large file, which the network stops in the middle, and small ones behind it in the queue. */
  readonly startQueue: (behind: readonly string[]) => Promise<void>;
}

const test = base.extend<Queue>({
  startQueue: async ({ app, network, server, packageName, folder }, provide) => {
    await provide(async (behind) => {
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
    });
  },
});

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

test('a paused publish says that it starts anew, and arrives whole', async ({
  app,
  network,
  server,
  byHand,
  packageName,
  startQueue,
}) => {
  const { page } = app;
  await startQueue([]);
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

test('everything can be paused and resumed at once, and what is selected cancelled', async ({
  app,
  network,
  server,
  byHand,
  packageName,
  startQueue,
}) => {
  const { page } = app;
  await startQueue(['a.bin', 'b.bin', 'c.bin']);
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

test('selecting and acting works with the keyboard alone', async ({ app, startQueue }) => {
  const { page } = app;
  await startQueue(['a.bin', 'b.bin']);
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

test('the queue is worked off in the order that it was given', async ({ app, network, startQueue }) => {
  const { page } = app;
  await startQueue(['a.bin', 'b.bin', 'c.bin', 'd.bin']);
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
  // One is still verified while the next one is sent, so they may end in another order than they began.
  const begun = await page.evaluate(async () => {
    const { value } = await Reflect.get(globalThis, 'teaChest').request('transfers:list', undefined);
    return value
      .toSorted((one: { startedAt: number }, other: { startedAt: number }) => one.startedAt - other.startedAt)
      .map(({ localName }: { localName: string }) => localName);
  });
  expect(begun).toEqual(['large.bin', 'a.bin', 'd.bin', 'c.bin', 'b.bin']);
});

test('rows are dragged with the mouse, and are not taken for files', async ({ app, startQueue }) => {
  const { page } = app;
  await startQueue(['a.bin', 'b.bin', 'c.bin']);
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

test('rows are dragged with the keyboard', async ({ app, startQueue }) => {
  const { page } = app;
  await startQueue(['a.bin', 'b.bin', 'c.bin']);
  await transferRow(page, 'a.bin').click();
  await page.keyboard.press('ArrowRight');
  await expect(page.getByRole('button', { name: /^Drag a\.bin/ })).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('button', { name: /^Insert/ }).first()).toBeAttached();
  await page.keyboard.press('End');
  await page.keyboard.press('Enter');
  await expect.poll(() => transferOrder(page)).toEqual(['large.bin', 'b.bin', 'c.bin', 'a.bin']);
});

test('files that are dropped on the list of transfers are published', async ({ app, folder, startQueue }) => {
  const { page } = app;
  await startQueue(['a.bin', 'b.bin', 'c.bin']);
  await app.dropFiles([await writeSample(folder, 'dropped.bin', 10)], transferRow(page, 'b.bin'));
  await expect(publishSheet(page).getByText('dropped.bin').first()).toBeVisible();
});

test('what the network breaks off is tried again by itself', async ({
  app,
  network,
  server,
  byHand,
  packageName,
  startQueue,
}) => {
  test.slow();
  const { page } = app;
  await startQueue([]);
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
