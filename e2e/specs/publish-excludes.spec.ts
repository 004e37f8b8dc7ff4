import { join } from 'node:path';
import { expect, test } from '../fixtures.ts';
import { signInToOwner } from '../steps/accounts.ts';
import { confirmPublish, fillTarget, publishSheet, sheetRow } from '../steps/publish.ts';
import { writeSample } from '../steps/sample-files.ts';
import { transferRow } from '../steps/transfers.ts';

test.beforeEach(async ({ app, server }) => {
  await signInToOwner(app.page, { address: server.url, token: server.token }, server.owner);
});

test('what nobody means to publish is left out, told, and taken in again where it was meant', async ({
  app,
  server,
  byHand,
  packageName,
  folder,
}) => {
  await writeSample(folder, 'release/.DS_Store', 10);
  await writeSample(folder, 'release/film.part', 20);
  await writeSample(folder, 'release/kettle.bin', 1000);
  await app.dropFiles([join(folder, 'release')]);
  await fillTarget(app.page, { packageName, version: '1' });
  const sheet = publishSheet(app.page);
  await expect(sheet.getByText('2 items were left out')).toBeVisible();
  await expect(sheet.getByText('release/film.part: fits *.part')).toBeVisible();
  await expect(sheet.getByText('1 file, 1 kB to send')).toBeVisible();
  await sheet.getByRole('button', { name: 'Take release/film.part in again' }).click();
  await expect(sheetRow(app.page, 'film.part').getByText('new', { exact: true })).toBeVisible();
  await confirmPublish(app.page);
  await expect(transferRow(app.page, 'film.part').getByText('Published and verified')).toBeVisible();
  await expect(transferRow(app.page, 'kettle.bin').getByText('Published and verified')).toBeVisible();
  const files = await byHand.files(server.owner, packageName, '1');
  expect([...(files ?? new Map()).keys()]).toEqual(['film.part', 'kettle.bin']);
});

test('names of the user’s own are left out now and the next time', async ({ app, folder }) => {
  await writeSample(folder, 'release/kettle.bin', 1000);
  await writeSample(folder, 'release/logs/build.txt', 10);
  await writeSample(folder, 'release/trace.LOG', 10);
  await app.dropFiles([join(folder, 'release')]);
  const sheet = publishSheet(app.page);
  await expect(sheetRow(app.page, 'build.txt')).toBeVisible();
  await sheet.getByText('Leave files out by name').click();
  await sheet.getByLabel('Names to leave out, one per line').fill('*.log\nlogs\n');
  await sheet.getByRole('button', { name: 'Leave these out' }).click();
  await expect(sheet.getByText('2 items were left out')).toBeVisible();
  await expect(sheetRow(app.page, 'build.txt')).toBeHidden();
  await sheet.getByRole('button', { name: 'Close' }).click();
  await expect(sheet).toBeHidden();
  await app.dropFiles([join(folder, 'release')]);
  await expect(sheet.getByText('release/logs/: fits logs')).toBeVisible();
  await expect(sheetRow(app.page, 'kettle.bin')).toBeVisible();
});
