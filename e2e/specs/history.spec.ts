import { readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from 'playwright';
import { expect, test } from '../fixtures.ts';
import { signInToOwner } from '../steps/accounts.ts';
import { openPackage, versionToggle } from '../steps/packages.ts';
import { confirmPublish, fillTarget } from '../steps/publish.ts';
import { sampleBytes, writeSample } from '../steps/sample-files.ts';
import { drawerButton, transferList, transferRow } from '../steps/transfers.ts';

function history(page: Page) {
  return page.getByRole('dialog', { name: 'Transfer history' });
}

function historyRow(page: Page, fileName: string) {
  return history(page).getByRole('row').filter({ hasText: fileName });
}

test('the history outlives the app, and what is in it can be run again', async ({
  app,
  server,
  byHand,
  packageName,
  folder,
}) => {
  test.slow();
  const bytes = sampleBytes(50_000, 'kept');
  await byHand.put(server.owner, packageName, '1.0', 'kept.bin', bytes);
  await signInToOwner(app.page, { address: server.url, token: server.token }, server.owner);
  await openPackage(app.page, packageName);
  await app.page.getByRole('button', { name: 'Download kept.bin' }).click();
  await expect(transferRow(app.page, 'kept.bin').getByText('Downloaded and verified')).toBeVisible();
  await app.dropFiles([await writeSample(folder, 'sent.bin', 1000)]);
  await fillTarget(app.page, { packageName, version: '2.0' });
  await confirmPublish(app.page);
  await expect(transferRow(app.page, 'sent.bin').getByText('Published and verified')).toBeVisible();

  await app.restart();
  const { page } = app;
  await rm(join(app.downloads, 'kept.bin'));
  await drawerButton(page, 'History').click();
  await expect(history(page).getByRole('row')).toHaveCount(2);
  // The latest first.
  await expect(history(page).getByRole('row').first()).toContainText('sent.bin');
  await expect(historyRow(page, 'sent.bin')).toContainText(`${server.owner} / ${packageName} / 2.0`);
  await expect(historyRow(page, 'sent.bin')).toContainText('Published and verified');
  await expect(historyRow(page, 'kept.bin')).toContainText('Downloaded and verified');
  await expect(historyRow(page, 'kept.bin')).toContainText('50 kB');

  await historyRow(page, 'kept.bin').click();
  await history(page).getByRole('button', { name: 'Run again' }).click();
  await expect(history(page)).toBeHidden();
  await expect(transferRow(page, 'kept.bin').getByText('Downloaded and verified')).toBeVisible();
  expect(await readFile(join(app.downloads, 'kept.bin'))).toEqual(Buffer.from(bytes));
});

test('what failed says why, and what cannot be run again as well', async ({
  app,
  network,
  server,
  byHand,
  packageName,
  folder,
}) => {
  const { page } = app;
  await byHand.put(server.owner, packageName, '1.0', 'fragile.bin', sampleBytes(50_000, 'fragile'));
  await signInToOwner(page, { address: network.url, token: server.token }, server.owner);
  const path = await writeSample(folder, 'gone.bin', 10);
  await app.dropFiles([path]);
  await fillTarget(page, { packageName, version: '2.0' });
  await confirmPublish(page);
  await expect(transferRow(page, 'gone.bin').getByText('Published and verified')).toBeVisible();
  network.damageDownloads();
  await openPackage(page, packageName);
  await versionToggle(page, '1.0').click();
  await page.getByRole('button', { name: 'Download fragile.bin' }).click();
  await expect(
    transferRow(page, 'fragile.bin')
      .getByText(/damaged/)
      .first(),
  ).toBeVisible();
  await rm(path);

  await app.runCommand('show-history');
  await expect(historyRow(page, 'fragile.bin')).toContainText(/damaged/);
  await historyRow(page, 'gone.bin').click({ button: 'right' });
  await page.getByRole('menuitem', { name: 'Run again' }).click();
  await expect(history(page).getByRole('alert')).toContainText('is no longer there');
});

test('clearing the history touches no file', async ({ app, server, byHand, packageName }) => {
  const { page } = app;
  await byHand.put(server.owner, packageName, '1.0', 'kept.bin', sampleBytes(100, 'kept'));
  await signInToOwner(page, { address: server.url, token: server.token }, server.owner);
  await openPackage(page, packageName);
  await page.getByRole('button', { name: 'Download kept.bin' }).click();
  await expect(transferRow(page, 'kept.bin').getByText('Downloaded and verified')).toBeVisible();

  await app.runCommand('show-history');
  await history(page).getByRole('button', { name: 'Clear history…' }).click();
  const question = page.getByRole('alertdialog', { name: 'Clear the history?' });
  await expect(question.getByText('No file is touched')).toBeVisible();
  await expect(question.getByRole('button', { name: 'Cancel' })).toBeFocused();
  await page.keyboard.press('Escape');
  await expect(historyRow(page, 'kept.bin')).toBeVisible();
  await history(page).getByRole('button', { name: 'Clear history…' }).click();
  await question.getByRole('button', { name: 'Clear history' }).click();
  await expect(question).toBeHidden();

  await app.runCommand('show-history');
  await expect(history(page).getByText('Nothing in the history yet')).toBeVisible();
  expect(await readdir(app.downloads)).toEqual(['kept.bin']);
  expect(await byHand.get(server.owner, packageName, '1.0', 'kept.bin')).not.toBeNull();
});

test('older transfers come as one scrolls', async ({ app, server, packageName, folder }) => {
  test.slow();
  const { page } = app;
  const count = 130;
  await signInToOwner(page, { address: server.url, token: server.token }, server.owner);
  const paths: string[] = [];
  for (let number = 0; number < count; number += 1) {
    paths.push(await writeSample(folder, `part-${String(number).padStart(3, '0')}.bin`, 10));
  }
  await app.dropFiles(paths);
  await fillTarget(page, { packageName, version: '1.0' });
  await confirmPublish(page);
  await expect(page.getByText(`${count} of ${count} published`).first()).toBeVisible({ timeout: 60_000 });
  await expect(transferList(page).getByText('Published and verified').first()).toBeVisible();

  await app.runCommand('show-history');
  const list = history(page).getByRole('grid');
  await expect(list.getByRole('row').first()).toBeVisible();
  expect(await list.getByRole('row').count()).toBeLessThan(40);
  // The end moves away as long as older ones come.
  await expect
    .poll(async () => {
      await list.evaluate((element) => element.scrollTo(0, element.scrollHeight));
      return historyRow(page, 'part-000.bin').isVisible();
    })
    .toBe(true);
  await expect(list).toHaveAttribute('aria-rowcount', String(count));
});
