import { mkdir, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from 'playwright';
import { expect, test } from '../fixtures.ts';
import { signInToOwner } from '../steps/accounts.ts';
import { confirmPublish, fillTarget, publishSheet, sheetRow } from '../steps/publish.ts';
import { drawerButton, transferList } from '../steps/transfers.ts';

test.beforeEach(async ({ app, server }) => {
  await signInToOwner(app.page, { address: server.url, token: server.token }, server.owner);
});

/** Small files in folders of a thousand; answers the folder to drop. */
async function writeMany(folder: string, count: number): Promise<string> {
  const root = join(folder, 'many');
  const part = 1000;
  for (let start = 0; start < count; start += part) {
    const inside = join(root, `part-${start / part}`);
    await mkdir(inside, { recursive: true });
    await Promise.all(
      Array.from({ length: Math.min(part, count - start) }, (_, number) =>
        writeFile(
          join(inside, `file-${String(start + number).padStart(5, '0')}.bin`),
          `bytes ${start + number}`,
        ),
      ),
    );
  }
  return root;
}

/** The sheet's table says how many rows there are, its heading counted, and holds only those in sight. */
async function expectRows(page: Page, count: number): Promise<void> {
  const table = publishSheet(page).getByRole('grid', { name: 'Files to publish' });
  await expect(table).toHaveAttribute('aria-rowcount', String(count + 1));
  expect(await table.getByRole('row').count()).toBeLessThan(60);
}

test('ten thousand files are planned, narrowed, renamed and sent from one sheet', async ({
  app,
  server,
  byHand,
  packageName,
  folder,
}) => {
  test.slow();
  const { page } = app;
  const count = server.isReal ? 1000 : 10_000;
  const all = new Intl.NumberFormat('en-GB').format(count);
  const root = await writeMany(folder, count - 1);
  await writeFile(join(root, 'Prüfbericht.pdf'), 'a name that the server does not take');
  await byHand.put(server.owner, packageName, '1.0', 'file-00007.bin', Buffer.from('bytes 7'));
  await byHand.put(server.owner, packageName, '1.0', 'file-00008.bin', Buffer.from('other'));

  await app.dropFiles([root]);
  const sheet = publishSheet(page);
  await expect(sheet).toBeVisible();
  await fillTarget(page, { packageName, version: '1.0' });
  await expect(sheet.getByRole('radio', { name: `All ${all}` })).toBeChecked();
  await expect(sheet.getByText('Already there 1', { exact: true })).toBeVisible();
  await expectRows(page, count);
  // What blocks comes first, however many there are.
  await expect(sheet.getByRole('row').nth(1)).toContainText('Prüfbericht.pdf');

  await sheet.getByText('Differ 1', { exact: true }).click();
  await expectRows(page, 1);
  await expect(sheetRow(page, 'file-00008.bin')).toContainText('already there with other bytes');
  await sheet.getByText(`All ${all}`, { exact: true }).click();

  // Rows are reached with the keyboard, from one end to the other.
  await sheet.getByRole('row').nth(1).focus();
  await page.keyboard.press('End');
  const last = sheetRow(page, `file-${String(count - 2).padStart(5, '0')}.bin`);
  await expect(last).toBeFocused();
  await page.keyboard.press('F2');
  await page.keyboard.press('ControlOrMeta+a');
  await page.keyboard.type('last.bin');
  await page.keyboard.press('Enter');
  await expect(sheetRow(page, 'last.bin')).toBeFocused();
  await page.keyboard.press('ArrowUp');
  await page.keyboard.press('Delete');
  await expectRows(page, count - 1);
  await page.keyboard.press('Home');
  await expect(sheetRow(page, 'Prüfbericht.pdf')).toBeFocused();
  await page.keyboard.press('Delete');

  await sheet.getByRole('searchbox').fill('00042');
  await expectRows(page, 1);
  await expect(sheetRow(page, 'file-00042.bin').getByText('new', { exact: true })).toBeVisible();
  await confirmPublish(page);

  // Two were left out, one is there already and one is there with other bytes.
  const transfers = page.getByRole('region', { name: 'Transfers' });
  await expect(
    transfers.getByText(new RegExp(`\\d+ of ${(count - 4).toLocaleString('en-GB')} published`)).first(),
  ).toBeVisible();
  await expect(transfers.getByText(/more are not listed here/)).toBeVisible();
  expect(await transferList(page).getByRole('row').count()).toBeLessThan(60);
  await expect
    .poll(async () => (await byHand.files(server.owner, packageName, '1.0'))?.size ?? 0)
    .toBeGreaterThan(50);
  await drawerButton(page, 'Cancel all').click();
  await expect(drawerButton(page, 'Cancel all')).toBeHidden();
});

test('what failed of a large batch is told by reason, and tried again by itself', async ({
  app,
  server,
  byHand,
  packageName,
  folder,
}) => {
  const { page } = app;
  const root = await writeMany(folder, 60);
  await app.dropFiles([root]);
  await fillTarget(page, { packageName, version: '2.0' });
  await expect(publishSheet(page).getByText('60 files, ', { exact: false })).toBeVisible();
  const away = join(folder, 'away');
  await mkdir(away);
  const moved = ['file-00003.bin', 'file-00011.bin', 'file-00012.bin'];
  for (const name of moved) await rename(join(root, 'part-0', name), join(away, name));
  await confirmPublish(page);

  const failures = page.getByRole('list', { name: 'What failed' });
  await expect(failures).toContainText('57 published, 3 failed: 3 × ');
  for (const name of moved) await rename(join(away, name), join(root, 'part-0', name));
  await failures.getByRole('button', { name: 'Retry the 3 that failed' }).click();
  await expect(failures).toBeHidden();
  await expect.poll(async () => (await byHand.files(server.owner, packageName, '2.0'))?.size).toBe(60);
});
