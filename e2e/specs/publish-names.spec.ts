import { join } from 'node:path';
import { expect, test } from '../fixtures.ts';
import { signInToOwner } from '../steps/accounts.ts';
import { confirmPublish, fillTarget, publishSheet, sheetRow } from '../steps/publish.ts';
import { writeSample } from '../steps/sample-files.ts';
import { transferRow } from '../steps/transfers.ts';

test.beforeEach(async ({ app, server }) => {
  await signInToOwner(app.page, { address: server.url, token: server.token }, server.owner);
});

test('files of one name in several folders are told apart by a rule that the user sees and changes', async ({
  app,
  server,
  byHand,
  packageName,
  folder,
}) => {
  await writeSample(folder, 'release/linux/kettle', 1000);
  await writeSample(folder, 'release/mac/kettle', 2000);
  await writeSample(folder, 'release/README.txt', 200);
  await app.dropFiles([join(folder, 'release')]);
  await fillTarget(app.page, { packageName, version: '1' });
  const sheet = publishSheet(app.page);
  await expect(sheet.getByText('release/linux/kettle becomes kettle')).toBeVisible();
  await expect(sheet.getByText('2 names must be changed first.')).toBeVisible();

  await sheet.getByText('Folders and file name', { exact: true }).click();
  await expect(sheet.getByText('release/linux/kettle becomes linux-kettle')).toBeVisible();
  await sheet.getByRole('radiogroup', { name: 'Joined by' }).getByText('__', { exact: true }).click();
  await expect(sheetRow(app.page, 'linux__kettle').getByText('new', { exact: true })).toBeVisible();
  await confirmPublish(app.page);

  await expect(transferRow(app.page, 'mac__kettle').getByText('Published and verified')).toBeVisible();
  await expect(transferRow(app.page, 'README.txt').getByText('Published and verified')).toBeVisible();
  await expect(transferRow(app.page, 'linux__kettle').getByText('Published and verified')).toBeVisible();
  const files = await byHand.files(server.owner, packageName, '1');
  expect([...(files ?? new Map()).keys()]).toEqual(['README.txt', 'linux__kettle', 'mac__kettle']);
});

test('files without folders are asked nothing about folders', async ({ app, folder }) => {
  await app.dropFiles([await writeSample(folder, 'kettle.bin', 10)]);
  await expect(sheetRow(app.page, 'kettle.bin')).toBeVisible();
  await expect(publishSheet(app.page).getByText('Names on the server')).toBeHidden();
});
