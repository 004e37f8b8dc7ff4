import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from '../fixtures.ts';
import { sha256Of } from '../registry-by-hand.ts';
import { signInToOwner } from '../steps/accounts.ts';
import { fileName, packageRow } from '../steps/packages.ts';
import { confirmPublish, fillTarget, publishSheet, sheetRow } from '../steps/publish.ts';
import { sampleBytes, writeSample } from '../steps/sample-files.ts';
import { transferRow } from '../steps/transfers.ts';

test.beforeEach(async ({ app, server }) => {
  await signInToOwner(app.page, { address: server.url, token: server.token }, server.owner);
});

test('one dropped file is published, verified and shown', async ({
  app,
  server,
  byHand,
  packageName,
  folder,
}) => {
  const path = await writeSample(folder, 'kettle.bin', 300_000);
  await app.dropFiles([path]);
  await fillTarget(app.page, { packageName, version: '1.0.0' });
  await expect(sheetRow(app.page, 'kettle.bin').getByText('new', { exact: true })).toBeVisible();
  await confirmPublish(app.page);

  await expect(transferRow(app.page, 'kettle.bin').getByText('Published and verified')).toBeVisible();
  await expect(fileName(app.page, '1.0.0', 'kettle.bin')).toBeVisible();
  const files = await byHand.files(server.owner, packageName, '1.0.0');
  expect(files).toEqual(new Map([['kettle.bin', sha256Of(sampleBytes(300_000, 'kettle.bin'))]]));
});

test('package and version are read from the file names', async ({ app, folder }) => {
  await app.dropFiles([await writeSample(folder, 'kettle-1.4.2-linux-x64.tar.gz', 100)]);
  await expect(publishSheet(app.page).getByLabel('Package', { exact: true })).toHaveValue('kettle');
  await expect(publishSheet(app.page).getByLabel('Version', { exact: true })).toHaveValue('1.4.2');
  await expect(publishSheet(app.page).getByText('from the file names').first()).toBeVisible();
});

test('many files: a refused name gets a proposal, a conflict is not sent, the rest is', async ({
  app,
  server,
  byHand,
  packageName,
  folder,
}) => {
  const other = Buffer.from('other bytes');
  await byHand.put(server.owner, packageName, '2.0', 'taken.bin', other);
  await byHand.put(server.owner, packageName, '2.0', 'same.bin', sampleBytes(900, 'same.bin'));
  await app.dropFiles([
    await writeSample(folder, 'new.bin', 5000),
    await writeSample(folder, 'taken.bin', 700),
    await writeSample(folder, 'same.bin', 900),
    await writeSample(folder, 'Prüfbericht.pdf', 800),
  ]);
  await fillTarget(app.page, { packageName, version: '2.0' });

  await expect(sheetRow(app.page, 'taken.bin').getByText(/already there with other bytes/)).toBeVisible();
  await expect(sheetRow(app.page, 'same.bin').getByText(/already there, identical/)).toBeVisible();
  const refused = sheetRow(app.page, 'Prüfbericht.pdf');
  await expect(refused.getByText('Pruefbericht.pdf')).toBeVisible();
  await expect(publishSheet(app.page).getByRole('button', { name: 'Publish', exact: true })).toBeDisabled();
  await refused.getByRole('button', { name: /^Accept/ }).click();
  await confirmPublish(app.page);

  await expect(transferRow(app.page, 'new.bin').getByText('Published and verified')).toBeVisible();
  await expect(transferRow(app.page, 'Pruefbericht.pdf').getByText('Published and verified')).toBeVisible();
  const files = await byHand.files(server.owner, packageName, '2.0');
  expect([...(files ?? new Map()).keys()]).toEqual(['Pruefbericht.pdf', 'new.bin', 'same.bin', 'taken.bin']);
  expect(files?.get('taken.bin')).toBe(sha256Of(other));
});

test('a dropped folder is walked, links and litter are left out and said', async ({
  app,
  server,
  byHand,
  packageName,
  folder,
}) => {
  await writeSample(folder, 'release/bin/kettle', 1000);
  await writeSample(folder, 'release/README.txt', 200);
  await writeSample(folder, 'release/.DS_Store', 10);
  const { symlink } = await import('node:fs/promises');
  await symlink('/etc/passwd', join(folder, 'release', 'secret'));
  await app.dropFiles([join(folder, 'release')]);
  await expect(publishSheet(app.page).getByText('2 items were left out')).toBeVisible();
  await fillTarget(app.page, { packageName, version: '3' });
  await confirmPublish(app.page);
  await expect(transferRow(app.page, 'README.txt').getByText('Published and verified')).toBeVisible();
  await expect(transferRow(app.page, 'kettle').getByText('Published and verified')).toBeVisible();
  const files = await byHand.files(server.owner, packageName, '3');
  expect([...(files ?? new Map()).keys()]).toEqual(['README.txt', 'kettle']);
});

test('names are judged as they are typed', async ({ app, folder }) => {
  await app.dropFiles([await writeSample(folder, 'a.txt', 10)]);
  const sheet = publishSheet(app.page);
  await fillTarget(app.page, { packageName: 'two words', version: '1.0' });
  await expect(sheet.getByText(/the server allows no/).first()).toBeVisible();
  await expect(sheet.getByRole('button', { name: 'Publish', exact: true })).toBeDisabled();
  await fillTarget(app.page, { packageName: 'words', version: '..' });
  await expect(sheet.getByText('it is only dots').first()).toBeVisible();
});

test('a file that vanished between drop and send is named, the others go', async ({
  app,
  packageName,
  folder,
}) => {
  const gone = await writeSample(folder, 'gone.bin', 100);
  await app.dropFiles([gone, await writeSample(folder, 'stays.bin', 100)]);
  await fillTarget(app.page, { packageName, version: '1' });
  await expect(sheetRow(app.page, 'gone.bin').getByText('new', { exact: true })).toBeVisible();
  await rm(gone);
  await confirmPublish(app.page);
  await expect(transferRow(app.page, 'gone.bin').getByText(/is no longer there/)).toBeVisible();
  await expect(transferRow(app.page, 'stays.bin').getByText('Published and verified')).toBeVisible();
});

test('picked files take the same way as dropped ones', async ({ app, packageName, folder }) => {
  const path = await writeSample(folder, 'picked.bin', 100);
  await app.answerOpenDialog([path]);
  await app.page.getByRole('banner').getByRole('button', { name: 'Publish…' }).click();
  await app.page.getByRole('menuitem', { name: 'Files…' }).click();
  await fillTarget(app.page, { packageName, version: '1' });
  await confirmPublish(app.page);
  await expect(transferRow(app.page, 'picked.bin').getByText('Published and verified')).toBeVisible();
  await expect(packageRow(app.page, packageName)).toBeVisible();
});
