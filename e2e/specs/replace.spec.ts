import type { Page } from 'playwright';
import { expect, test } from '../fixtures.ts';
import { type RegistryByHand, sha256Of } from '../registry-by-hand.ts';
import { signInToOwner } from '../steps/accounts.ts';
import { confirmPublish, fillTarget, publishSheet, sheetRow } from '../steps/publish.ts';
import { sampleBytes, writeSample } from '../steps/sample-files.ts';
import { transferRow } from '../steps/transfers.ts';

const version = '1.0.0';
const oldBytes = sampleBytes(400_000, 'old');
const lidBytes = sampleBytes(1000, 'lid');
const newSize = 1_500_000;
/** More than fits into the buffers on the way. */
const largeSize = 12_000_000;

/** A sheet over a version that has the dropped file with other bytes, and another file. */
async function openSheet(
  page: Page,
  drop: (paths: readonly string[]) => Promise<void>,
  {
    byHand,
    owner,
    packageName,
    folder,
  }: {
    readonly byHand: RegistryByHand;
    readonly owner: string;
    readonly packageName: string;
    readonly folder: string;
  },
  size = newSize,
): Promise<void> {
  await byHand.put(owner, packageName, version, 'kettle.bin', oldBytes);
  await byHand.put(owner, packageName, version, 'lid.bin', lidBytes);
  await drop([await writeSample(folder, 'kettle.bin', size), await writeSample(folder, 'new.bin', 2000)]);
  await fillTarget(page, { packageName, version });
  await expect(publishSheet(page).getByText('1 file is there already with other bytes')).toBeVisible();
}

function replaced(): string {
  return sha256Of(sampleBytes(newSize, 'kettle.bin'));
}

test('what differs is replaced, all by keyboard', async ({ app, server, byHand, packageName, folder }) => {
  const { page } = app;
  const { owner } = server;
  await signInToOwner(page, { address: server.url, token: server.token }, owner);
  await openSheet(page, (paths) => app.dropFiles(paths), { byHand, owner, packageName, folder });
  const sheet = publishSheet(page);
  await expect(sheetRow(page, 'kettle.bin')).toContainText('not sent');
  const choice = sheet.getByRole('radiogroup', { name: '1 file is there already with other bytes' });
  await sheet.getByLabel('Version', { exact: true }).focus();
  await expect(async () => {
    await page.keyboard.press('Tab');
    await expect(choice.getByRole('radio', { name: 'Leave' })).toBeFocused({ timeout: 100 });
  }).toPass();
  await page.keyboard.press('ArrowRight');
  await expect(sheetRow(page, 'kettle-2.bin')).toBeVisible();
  await page.keyboard.press('ArrowRight');
  await expect(choice.getByRole('radio', { name: 'Replace' })).toBeFocused();
  await expect(sheetRow(page, 'kettle.bin')).toContainText('replaces the server’s file');
  await expect(sheetRow(page, 'kettle.bin')).toContainText(sha256Of(oldBytes).slice(0, 12));
  await expect(sheetRow(page, 'kettle.bin')).toContainText(replaced().slice(0, 12));
  await expect(sheet.getByText(/In between nobody finds a file of this name/)).toBeVisible();
  await expect(sheet.getByText('2 files, 1.5 MB to send, 1 replaced')).toBeVisible();
  await app.picture(test.info().outputPath('sheet.png'));
  await sheet.getByLabel('Version', { exact: true }).focus();
  await page.keyboard.press('Enter');
  await expect(sheet).toBeHidden();
  await expect(transferRow(page, 'kettle.bin').getByText('Replaced and verified')).toBeVisible();
  await expect(transferRow(page, 'new.bin').getByText('Published and verified')).toBeVisible();
  const files = await byHand.files(owner, packageName, version);
  expect([...(files ?? [])]).toEqual([
    ['kettle.bin', replaced()],
    ['lid.bin', sha256Of(lidBytes)],
    ['new.bin', sha256Of(sampleBytes(2000, 'new.bin'))],
  ]);
});

test('one row goes another way than the batch', async ({ app, server, byHand, packageName, folder }) => {
  const { page } = app;
  const { owner } = server;
  await signInToOwner(page, { address: server.url, token: server.token }, owner);
  await openSheet(page, (paths) => app.dropFiles(paths), { byHand, owner, packageName, folder });
  const row = sheetRow(page, 'kettle.bin').getByRole('radiogroup', { name: 'What to do with kettle.bin' });
  await row.getByText('Rename').click();
  await expect(sheetRow(page, 'kettle-2.bin')).toContainText('new');
  await confirmPublish(page);
  await expect(transferRow(page, 'kettle-2.bin').getByText('Published and verified')).toBeVisible();
  const files = await byHand.files(owner, packageName, version);
  expect(files?.get('kettle.bin')).toBe(sha256Of(oldBytes));
  expect(files?.get('kettle-2.bin')).toBe(replaced());
});

test('a file that somebody else changed meanwhile is not replaced unasked', async ({
  app,
  server,
  byHand,
  packageName,
  folder,
}) => {
  const { page } = app;
  const { owner } = server;
  await signInToOwner(page, { address: server.url, token: server.token }, owner);
  await openSheet(page, (paths) => app.dropFiles(paths), { byHand, owner, packageName, folder });
  await publishSheet(page)
    .getByRole('radiogroup', { name: '1 file is there already with other bytes' })
    .getByText('Replace')
    .click();
  await expect(publishSheet(page).getByText('2 files, 1.5 MB to send, 1 replaced')).toBeVisible();
  const others = sampleBytes(3000, 'somebody else');
  await byHand.deleteFile(owner, packageName, version, 'kettle.bin');
  await byHand.put(owner, packageName, version, 'kettle.bin', others);
  await confirmPublish(page);
  const row = transferRow(page, 'kettle.bin');
  await expect(row.getByText('kettle.bin changed on the server since you looked')).toBeVisible();
  expect((await byHand.files(owner, packageName, version))?.get('kettle.bin')).toBe(sha256Of(others));

  await row.getByRole('button', { name: 'Choose what becomes of kettle.bin' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByText('Replace it').click();
  await expect(dialog.getByText(/In between nobody finds a file of this name/)).toBeVisible();
  await dialog.getByRole('button', { name: 'Continue' }).click();
  await expect(row.getByText('Replaced and verified')).toBeVisible();
  expect((await byHand.files(owner, packageName, version))?.get('kettle.bin')).toBe(replaced());
});

test('a server that is gone between deleting and sending has the new file when it is back', async ({
  app,
  network,
  server,
  byHand,
  packageName,
  folder,
}) => {
  test.slow();
  const { page } = app;
  const { owner } = server;
  await signInToOwner(page, { address: network.url, token: server.token }, owner);
  await openSheet(page, (paths) => app.dropFiles(paths), { byHand, owner, packageName, folder });
  await publishSheet(page)
    .getByRole('radiogroup', { name: '1 file is there already with other bytes' })
    .getByText('Replace')
    .click();
  network.choose = ({ kind, path }) =>
    kind === 'publish' && path.endsWith('kettle.bin')
      ? { swallow: 'drop', struck: () => network.goAway() }
      : undefined;
  await confirmPublish(page);
  const row = transferRow(page, 'kettle.bin');
  await expect(row.getByText(/the old file is kept on this computer meanwhile/)).toBeVisible({
    timeout: 30_000,
  });
  await expect(row.getByRole('button', { name: 'Show the old file of kettle.bin' })).toBeVisible();
  await expect(row.getByRole('button', { name: 'Pause kettle.bin' })).toBeHidden();
  await app.picture(test.info().outputPath('away.png'));
  expect((await byHand.files(owner, packageName, version))?.has('kettle.bin')).toBe(false);
  network.choose = () => undefined;
  await network.comeBack();
  await expect(row.getByText('Replaced and verified')).toBeVisible({ timeout: 60_000 });
  expect((await byHand.files(owner, packageName, version))?.get('kettle.bin')).toBe(replaced());
});

test('cancelling while the old file is away puts it back, and a refused new one does', async ({
  app,
  network,
  server,
  byHand,
  packageName,
  folder,
}) => {
  test.slow();
  const { page } = app;
  const { owner } = server;
  await signInToOwner(page, { address: network.url, token: server.token }, owner);
  await openSheet(page, (paths) => app.dropFiles(paths), { byHand, owner, packageName, folder }, largeSize);
  await publishSheet(page)
    .getByRole('radiogroup', { name: '1 file is there already with other bytes' })
    .getByText('Replace')
    .click();
  network.holdBodiesAfter(2_000_000);
  await confirmPublish(page);
  const row = transferRow(page, 'kettle.bin');
  await expect(row.getByText(/^Sending/)).toBeVisible();
  await row.getByRole('button', { name: 'Cancel kettle.bin' }).click();
  network.release();
  await expect(row.getByText('The old file is back on the server.')).toBeVisible();
  expect((await byHand.files(owner, packageName, version))?.get('kettle.bin')).toBe(sha256Of(oldBytes));

  network.choose = ({ kind, path, headers }) =>
    kind === 'publish' && path.endsWith('kettle.bin') && Number(headers['content-length']) === largeSize
      ? { swallow: { status: 403, body: 'maximum allowed package type size exceeded' } }
      : undefined;
  await row.getByRole('button', { name: 'Retry kettle.bin' }).click();
  await expect(row.getByText('The server refuses files of this size', { exact: false })).toBeVisible();
  await expect(row.getByText('The old file is back on the server.', { exact: false })).toBeVisible();
  await app.picture(test.info().outputPath('back.png'));
  expect((await byHand.files(owner, packageName, version))?.get('kettle.bin')).toBe(sha256Of(oldBytes));
});
