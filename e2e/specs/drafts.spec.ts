import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from 'playwright';
import { expect, test } from '../fixtures.ts';
import { signInToOwner } from '../steps/accounts.ts';
import { confirmPublish, fillTarget, publishSheet, sheetRow } from '../steps/publish.ts';
import { writeSample } from '../steps/sample-files.ts';
import { transferRow } from '../steps/transfers.ts';

test.beforeEach(async ({ app, server }) => {
  await signInToOwner(app.page, { address: server.url, token: server.token }, server.owner);
});

function draftsButton(page: Page) {
  return page.getByRole('navigation').getByRole('button', { name: /^Drafts/ });
}

async function openDraft(page: Page, name: string): Promise<void> {
  await draftsButton(page).click();
  await page.getByRole('button', { name: `Open the draft of ${name}` }).click();
  await expect(publishSheet(page)).toBeVisible();
}

function field(page: Page, label: string) {
  return publishSheet(page).getByLabel(label, { exact: true });
}

test('a sheet that is closed is kept, and opened again as it was', async ({ app, packageName, folder }) => {
  const { page } = app;
  await writeSample(folder, 'release/bin/kettle', 1000);
  await writeSample(folder, 'release/README.txt', 200);
  await writeSample(folder, 'release/Prüfbericht.pdf', 300);
  await app.dropFiles([join(folder, 'release')]);
  await fillTarget(page, { packageName, version: '1.0.0' });
  await publishSheet(page).getByText('Folders and file name').click();
  await sheetRow(page, 'README.txt').getByRole('button', { name: 'Leave out README.txt' }).click();
  await sheetRow(page, 'Prüfbericht.pdf')
    .getByRole('button', { name: /^Accept/ })
    .click();
  await page.keyboard.press('Escape');
  await expect(publishSheet(page)).toBeHidden();
  await expect(draftsButton(page)).toHaveText('Drafts (1)');

  await openDraft(page, `${packageName} 1.0.0`);
  await expect(field(page, 'Package')).toHaveValue(packageName);
  await expect(field(page, 'Version')).toHaveValue('1.0.0');
  await expect(sheetRow(page, 'bin-kettle').getByText('new', { exact: true })).toBeVisible();
  await expect(sheetRow(page, 'Pruefbericht.pdf').getByText('new', { exact: true })).toBeVisible();
  await expect(sheetRow(page, 'README.txt')).toBeHidden();
});

test('a crash loses nothing of a sheet; once published its draft is gone', async ({
  app,
  server,
  byHand,
  packageName,
  folder,
}) => {
  await app.dropFiles([
    await writeSample(folder, 'kettle.bin', 3000),
    await writeSample(folder, 'gone.bin', 10),
    await writeSample(folder, 'changed.bin', 10),
  ]);
  await fillTarget(app.page, { packageName, version: '2.0' });
  // Kept while it is still open.
  await expect(sheetRow(app.page, 'kettle.bin').getByText('new', { exact: true })).toBeVisible();
  await expect.poll(async () => (await app.filesHolding(packageName)).join()).toContain('drafts.sqlite');
  await app.crash();
  await rm(join(folder, 'gone.bin'));
  await writeFile(join(folder, 'changed.bin'), 'more than there was');

  const { page } = app;
  await openDraft(page, `${packageName} 2.0`);
  await expect(field(page, 'Version')).toHaveValue('2.0');
  await expect(publishSheet(page).getByText('gone.bin: no longer there')).toBeVisible();
  await expect(publishSheet(page).getByText(/^1 file changed since/)).toBeVisible();
  await expect(sheetRow(page, 'changed.bin').getByText('19 B')).toBeVisible();
  await confirmPublish(page);
  await expect(transferRow(page, 'kettle.bin').getByText('Published and verified')).toBeVisible();
  await expect(transferRow(page, 'changed.bin').getByText('Published and verified')).toBeVisible();
  await expect(draftsButton(page)).toBeHidden();
  await app.restart();
  await expect(app.page.getByRole('navigation')).toBeVisible();
  await expect(draftsButton(app.page)).toBeHidden();
  const files = await byHand.files(server.owner, packageName, '2.0');
  expect([...(files ?? new Map()).keys()]).toEqual(['changed.bin', 'kettle.bin']);
});

test('files that are dropped later begin a sheet of their own', async ({ app, packageName, folder }) => {
  const { page } = app;
  await app.dropFiles([await writeSample(folder, 'first.bin', 10)]);
  await fillTarget(page, { packageName, version: '1' });
  await page.keyboard.press('Escape');
  await expect(publishSheet(page)).toBeHidden();
  await app.dropFiles([await writeSample(folder, 'second.bin', 10)]);
  await expect(sheetRow(page, 'second.bin')).toBeVisible();
  await expect(sheetRow(page, 'first.bin')).toBeHidden();
  await publishSheet(page).getByRole('button', { name: 'Close' }).click();
  await expect(draftsButton(page)).toHaveText('Drafts (2)');
});

test('a draft is discarded at once, or after a question where something was entered', async ({
  app,
  packageName,
  folder,
}) => {
  const { page } = app;
  await app.dropFiles([await writeSample(folder, 'untouched.bin', 10)]);
  await publishSheet(page).getByRole('button', { name: 'Discard draft' }).click();
  await expect(publishSheet(page)).toBeHidden();
  await expect(draftsButton(page)).toBeHidden();

  await app.dropFiles([await writeSample(folder, 'touched.bin', 10)]);
  await fillTarget(page, { packageName, version: '1' });
  await publishSheet(page).getByRole('button', { name: 'Discard draft' }).click();
  await expect(publishSheet(page).getByRole('button', { name: 'Keep', exact: true })).toBeFocused();
  await page.keyboard.press('Escape');
  await app.runCommand('show-drafts');
  await page.getByRole('button', { name: `Discard draft ${packageName} 1` }).click();
  await page.getByRole('button', { name: 'Discard', exact: true }).click();
  await expect(page.getByText('No drafts')).toBeVisible();
  await page.getByRole('button', { name: 'Close' }).click();
  await expect(draftsButton(page)).toBeHidden();
});

test('names are made by the rule of the last time', async ({ app, folder }) => {
  const { page } = app;
  await writeSample(folder, 'one/bin/kettle', 10);
  await writeSample(folder, 'two/lib/lid', 10);
  await app.dropFiles([join(folder, 'one')]);
  await publishSheet(page).getByText('Folders and file name').click();
  await expect(sheetRow(page, 'bin-kettle')).toBeVisible();
  await publishSheet(page).getByRole('button', { name: 'Discard draft' }).click();
  await app.dropFiles([join(folder, 'two')]);
  await expect(sheetRow(page, 'lib-lid')).toBeVisible();
});
