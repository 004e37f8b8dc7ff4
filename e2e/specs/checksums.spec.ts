import { spawnSync } from 'node:child_process';
import { readdir, rename } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from 'playwright';
import { expect, type Fixtures, test } from '../fixtures.ts';
import { sha256Of } from '../registry-by-hand.ts';
import { signInToOwner } from '../steps/accounts.ts';
import { openPackage, versionToggle } from '../steps/packages.ts';
import { confirmPublish, fillTarget, publishSheet, sheetRow } from '../steps/publish.ts';
import { sampleBytes, writeSample } from '../steps/sample-files.ts';
import { transferRow } from '../steps/transfers.ts';

const published = 'Published and verified';

/** Ticks that SHA256SUMS is to be published too, or takes the tick off. */
async function tick(page: Page): Promise<void> {
  await publishSheet(page).getByText('Publish SHA256SUMS too').click();
}

function linesOf(files: readonly string[]): string {
  return files.map((name) => `${sha256Of(sampleBytes(3000, name))}  ${name}\n`).join('');
}

async function sumsOf({
  byHand,
  server,
  packageName,
}: Pick<Fixtures, 'byHand' | 'server' | 'packageName'>): Promise<string | null> {
  const bytes = await byHand.get(server.owner, packageName, '1.0', 'SHA256SUMS');
  return bytes === null ? null : Buffer.from(bytes).toString();
}

test.beforeEach(async ({ app, network, server }) => {
  await signInToOwner(app.page, { address: network.url, token: server.token }, server.owner);
});

test('one tick publishes a list of all checksums last, and sha256sum reads it', async ({
  app,
  server,
  byHand,
  packageName,
  folder,
}) => {
  await byHand.put(server.owner, packageName, '1.0', 'before.txt', sampleBytes(3000, 'before.txt'));
  const names = ['kettle linux.zip', 'kettle.tar.gz', 'readme.txt'];
  await app.dropFiles(await Promise.all(names.map((name) => writeSample(folder, name, 3000))));
  await fillTarget(app.page, { packageName, version: '1.0' });
  await expect(publishSheet(app.page).getByText('3 files, 9 kB to send')).toBeVisible();
  await tick(app.page);
  const row = sheetRow(app.page, 'SHA256SUMS');
  await expect(row).toContainText('written last');
  await expect(row).toContainText('lists 4 files');
  await expect(publishSheet(app.page).getByText('4 files, 9.3 kB to send')).toBeVisible();
  await confirmPublish(app.page);

  await expect(transferRow(app.page, 'SHA256SUMS').getByText(published)).toBeVisible();
  const sums = await sumsOf({ byHand, server, packageName });
  expect(sums).toBe(linesOf(['before.txt', ...names]));
  const files = await byHand.files(server.owner, packageName, '1.0');
  expect(files?.get('SHA256SUMS')).toBe(sha256Of(Buffer.from(sums ?? '')));

  await openPackage(app.page, packageName);
  await expect(versionToggle(app.page, '1.0')).toContainText('5 files');
  await app.page.getByRole('button', { name: 'Download all' }).click();
  await expect(
    app.page.getByRole('region', { name: 'Transfers' }).getByText('Downloaded and verified'),
  ).toHaveCount(5);
  const [downloaded = ''] = await readdir(app.downloads);
  const check = spawnSync('sha256sum', ['-c', '--strict', 'SHA256SUMS'], {
    cwd: join(app.downloads, downloaded),
    encoding: 'utf8',
  });
  if (check.error === undefined) {
    expect(check.stdout).toBe(['before.txt', ...names].map((name) => `${name}: OK\n`).join(''));
    expect(check.status).toBe(0);
  }
});

test('the tick is remembered, and a list that is there is never sent over', async ({
  app,
  server,
  byHand,
  packageName,
  folder,
}) => {
  const sheet = publishSheet(app.page);
  const button = sheet.getByRole('button', { name: 'Publish', exact: true });
  const first = await writeSample(folder, 'a.bin', 3000);
  await app.dropFiles([first]);
  await fillTarget(app.page, { packageName, version: '1.0' });
  await tick(app.page);
  await confirmPublish(app.page);
  await expect(transferRow(app.page, 'SHA256SUMS').getByText(published)).toBeVisible();

  await app.dropFiles([first]);
  await fillTarget(app.page, { packageName, version: '1.0' });
  const row = sheetRow(app.page, 'SHA256SUMS');
  await expect(row).toContainText('already there, identical');
  await expect(button).toBeDisabled();
  await sheet.getByRole('button', { name: 'Discard draft' }).click();

  await app.dropFiles([await writeSample(folder, 'b.bin', 3000)]);
  await fillTarget(app.page, { packageName, version: '1.0' });
  await expect(row).toContainText('already there, and would change');
  await expect(button).toBeDisabled();
  await row.getByRole('button', { name: 'Change name of SHA256SUMS' }).click();
  await sheet.getByLabel('Name on the server for SHA256SUMS').fill('SHA256SUMS-2');
  await sheet.getByRole('button', { name: 'Accept' }).click();
  await confirmPublish(app.page);
  await expect(transferRow(app.page, 'SHA256SUMS-2').getByText(published)).toBeVisible();
  expect(await sumsOf({ byHand, server, packageName })).toBe(linesOf(['a.bin']));

  await app.dropFiles([await writeSample(folder, 'c.bin', 3000)]);
  await fillTarget(app.page, { packageName, version: '1.0' });
  await expect(button).toBeDisabled();
  await row.getByRole('button', { name: 'Leave out SHA256SUMS' }).click();
  await expect(row).toBeHidden();
  await expect(button).toBeEnabled();
});

test('a list that is there is replaced where the user says so', async ({
  app,
  server,
  byHand,
  packageName,
  folder,
}) => {
  await byHand.put(server.owner, packageName, '1.0', 'a.bin', sampleBytes(3000, 'a.bin'));
  await byHand.put(server.owner, packageName, '1.0', 'SHA256SUMS', Buffer.from(linesOf(['a.bin'])));
  await app.dropFiles([await writeSample(folder, 'b.bin', 3000)]);
  await fillTarget(app.page, { packageName, version: '1.0' });
  await tick(app.page);
  const row = sheetRow(app.page, 'SHA256SUMS');
  await expect(row).toContainText('already there, and would change');
  await row.getByRole('button', { name: 'Replace it' }).click();
  await expect(row).toContainText('replaces the server’s file');
  await expect(row).toContainText('In between nobody finds a file of this name');
  await expect(publishSheet(app.page).getByText(/^2 files, 3.1 kB to send, 1 replaced/)).toBeVisible();
  await confirmPublish(app.page);
  await expect(transferRow(app.page, 'SHA256SUMS').getByText('Replaced and verified')).toBeVisible();
  expect(await sumsOf({ byHand, server, packageName })).toBe(linesOf(['a.bin', 'b.bin']));
});

test('a file that failed holds the list back, and with its retry both are finished', async ({
  app,
  server,
  byHand,
  packageName,
  folder,
}) => {
  const path = await writeSample(folder, 'b.bin', 3000);
  await app.dropFiles([await writeSample(folder, 'a.bin', 3000), path]);
  await fillTarget(app.page, { packageName, version: '1.0' });
  await expect(sheetRow(app.page, 'b.bin').getByText('new', { exact: true })).toBeVisible();
  await tick(app.page);
  await rename(path, `${path}.away`);
  await confirmPublish(app.page);
  await expect(transferRow(app.page, 'a.bin').getByText(published)).toBeVisible();
  const sums = transferRow(app.page, 'SHA256SUMS');
  await expect(sums.getByText('It comes after files that are missing: b.bin')).toBeVisible();
  expect(await sumsOf({ byHand, server, packageName })).toBeNull();

  await rename(`${path}.away`, path);
  await app.page.getByRole('button', { name: 'Retry b.bin' }).click();
  await expect(transferRow(app.page, 'b.bin').getByText(published)).toBeVisible();
  await expect(sums.getByText(published)).toBeVisible();
  expect(await sumsOf({ byHand, server, packageName })).toBe(linesOf(['a.bin', 'b.bin']));
});

test('without a file that is cancelled there is no list', async ({
  app,
  network,
  server,
  byHand,
  packageName,
  folder,
}) => {
  network.holdBodiesAfter(1000);
  await app.dropFiles([await writeSample(folder, 'a.bin', 3000), await writeSample(folder, 'b.bin', 3000)]);
  await fillTarget(app.page, { packageName, version: '1.0' });
  await tick(app.page);
  await confirmPublish(app.page);
  const sums = transferRow(app.page, 'SHA256SUMS');
  await expect(sums.getByText('Comes last: waits for 2 files of its batch')).toBeVisible();
  await app.page.getByRole('button', { name: 'Cancel b.bin' }).click();
  await expect(sums.getByText('It comes after files that are missing: b.bin')).toBeVisible();
  network.release();
  await expect(transferRow(app.page, 'a.bin').getByText(published)).toBeVisible();
  expect(await sumsOf({ byHand, server, packageName })).toBeNull();
});

for (const end of ['crash', 'restart'] as const) {
  test(`a ${end} between the files and the list does not lose it`, async ({
    app,
    network,
    server,
    byHand,
    packageName,
    folder,
  }) => {
    const names = ['a.bin', 'b.bin', 'c.bin'];
    const sums = () => transferRow(app.page, 'SHA256SUMS');
    network.holdBodiesAfter(1000);
    await app.dropFiles(await Promise.all(names.map((name) => writeSample(folder, name, 3000))));
    await fillTarget(app.page, { packageName, version: '1.0' });
    await tick(app.page);
    await confirmPublish(app.page);
    await expect(sums().getByText(/Comes last/)).toBeVisible();
    await app.answerMessageBox(1);
    await app[end]();
    network.release();
    await expect(sums().getByText(published)).toBeVisible({ timeout: 30_000 });
    expect(await sumsOf({ byHand, server, packageName })).toBe(linesOf(names));
    expect((await byHand.files(server.owner, packageName, '1.0'))?.size).toBe(4);
  });
}
