import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from '../fixtures.ts';
import { sha256Of } from '../registry-by-hand.ts';
import { signInToOwner } from '../steps/accounts.ts';
import { openPackage } from '../steps/packages.ts';
import { sampleBytes } from '../steps/sample-files.ts';
import { drawerButton, transferRow } from '../steps/transfers.ts';

test('a bandwidth limit slows, and lifting it lets go', async ({ app, server, byHand, packageName }) => {
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
