import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'playwright/test';
import type { AppUnderTest } from '../app-under-test.ts';
import type { FaultyProxy } from '../faulty-proxy.ts';
import { sha256Of } from '../registry-by-hand.ts';
import { checkConnection, chooseOwner, openAccountDialog, ownerRow } from '../steps/accounts.ts';
import { chooseAction, fileName, openPackage, versionToggle } from '../steps/packages.ts';
import { confirmPublish, fillTarget, publishSheet, sheetRow } from '../steps/publish.ts';
import { sampleBytes, writeSample } from '../steps/sample-files.ts';
import { drawerButton, transferRow } from '../steps/transfers.ts';
import type { Logbook } from './logbook.ts';
import type { SampleRegistry } from './sample-registry.ts';

export interface Tour {
  readonly app: AppUnderTest;
  readonly registry: SampleRegistry;
  readonly network: FaultyProxy;
  readonly logbook: Logbook;
  readonly folder: string;
}

const owner = 'crew';
const packageName = 'kettle-firmware';
const version = '2.4.2';
const firmware = { name: `kettle-${version}.bin`, size: 24_000_000 };

export async function signInOnTour({ app, registry, network, logbook }: Tour): Promise<void> {
  const { page } = app;
  await logbook.step(page, 'Welcome', async (check) => {
    await expect(page.getByRole('button', { name: 'Connect to a server' })).toBeVisible();
    check('a server or the built-in registry is offered', true);
  });
  await logbook.step(page, 'Sign in', async (check) => {
    await openAccountDialog(page);
    await checkConnection(page, { address: network.url, token: registry.token });
    await expect(page.getByText('Connected as ada')).toBeVisible();
    check('the server knows the token as ada', true);
  });
  await logbook.step(page, 'Browse', async (check) => {
    await page.getByRole('dialog').getByRole('button', { name: 'Add account' }).click();
    for (const name of ['ada', 'crew', 'vault']) await expect(ownerRow(page, name)).toBeVisible();
    check('the user and both organizations are in the sidebar', true);
    await chooseOwner(page, owner);
    await openPackage(page, packageName);
    await expect(fileName(page, '2.4.1', 'kettle-2.4.1.bin')).toBeVisible();
    const listed = await registry.byHand.versions(owner, packageName);
    check(
      `${listed.length} versions are listed as the server has them`,
      (await page.getByRole('heading', { level: 3 }).count()) === listed.length,
    );
  });
}

export async function publishOnTour({ app, registry, network, logbook, folder }: Tour): Promise<void> {
  const { page } = app;
  await logbook.step(page, 'Plan before anything is sent', async (check) => {
    await app.dropFiles([
      await writeSample(folder, firmware.name, firmware.size),
      await writeSample(folder, `kettle-${version}.sig`, 566),
      await writeSample(folder, 'LICENSE', 1070),
      await writeSample(folder, 'Prüfbericht (Ofen).pdf', 220_000),
    ]);
    await fillTarget(page, { packageName, version });
    await expect(sheetRow(page, firmware.name).getByText('new', { exact: true })).toBeVisible();
    await expect(sheetRow(page, 'Prüfbericht (Ofen).pdf').getByText('Pruefbericht (Ofen).pdf')).toBeVisible();
    check('a refused name comes with a proposal', true);
    check(
      'nothing is on the server yet',
      (await registry.byHand.files(owner, packageName, version)) === null,
    );
  });
  await logbook.step(page, 'Publishing', async (check) => {
    await publishSheet(page)
      .getByRole('button', { name: /^Accept .*Pruefbericht/ })
      .first()
      .click();
    network.holdBodiesAfter(10_000_000);
    await confirmPublish(page);
    await expect(transferRow(page, firmware.name).getByText(/^Sending/)).toBeVisible();
    check('a transfer shows how far it is', true);
  });
  await logbook.step(page, 'Published and verified', async (check) => {
    network.release();
    const names = [firmware.name, `kettle-${version}.sig`, 'LICENSE', 'Pruefbericht (Ofen).pdf'];
    for (const name of names) {
      await expect(transferRow(page, name).getByText('Published and verified')).toBeVisible();
    }
    await expect(fileName(page, version, firmware.name)).toBeVisible();
    const files = await registry.byHand.files(owner, packageName, version);
    check(`the server lists ${names.length} files`, files?.size === names.length);
    const expected = sha256Of(sampleBytes(firmware.size, firmware.name));
    check(`sha256 of ${firmware.name} is ${expected.slice(0, 16)}…`, files?.get(firmware.name) === expected);
  });
  await logbook.step(page, 'Receipt', async (check) => {
    await drawerButton(page, `Receipt of ${owner} / ${packageName} / ${version}`).click();
    const receipt = page.getByRole('dialog', { name: /^4 files published/ });
    await expect(receipt).toContainText('verified');
    check('the receipt lists what was published, with its hashes', true);
  });
  await page.keyboard.press('Escape');
}

export async function downloadOnTour({ app, registry, network, logbook }: Tour): Promise<void> {
  const { page } = app;
  await openPackage(page, packageName);
  await logbook.step(page, 'Paused download', async (check) => {
    await page.getByRole('button', { name: 'Clear finished' }).click();
    network.holdBodiesAfter(10_000_000);
    await page.getByRole('button', { name: `Download ${firmware.name}`, exact: true }).click();
    const row = transferRow(page, firmware.name);
    await expect(row.getByText(/^Receiving (9|10)/)).toBeVisible();
    await row.getByRole('button', { name: `Pause ${firmware.name}` }).click();
    await expect(row.getByText(/^Paused at (9|10)/)).toBeVisible();
    check('a paused download keeps what it has', true);
  });
  await logbook.step(page, 'Download and verify', async (check) => {
    network.release();
    await page.getByRole('button', { name: `Resume ${firmware.name}` }).click();
    await expect(transferRow(page, firmware.name).getByText('Downloaded and verified')).toBeVisible();
    const saved = sha256Of(await readFile(join(app.downloads, firmware.name)));
    const files = await registry.byHand.files(owner, packageName, version);
    check(`sha256 on disk is the server’s, ${saved.slice(0, 16)}…`, saved === files?.get(firmware.name));
  });
  await logbook.step(page, 'Copy as a command', async (check) => {
    await page.getByRole('button', { name: `Actions for ${firmware.name}`, exact: true }).click();
    await expect(page.getByRole('menuitem', { name: /curl/ })).toBeVisible();
    check('curl, wget, PowerShell and a workflow step are offered', true);
  });
  await page.keyboard.press('Escape');
}

export async function deleteOnTour({ app, registry, logbook }: Tour): Promise<void> {
  const { page } = app;
  const { byHand } = registry;
  const doomed = `kettle-${version}.sig`;
  await logbook.step(page, 'Delete a file', async (check) => {
    await chooseAction(page, doomed, 'Delete file…');
    const dialog = page.getByRole('alertdialog');
    await expect(dialog.getByRole('button', { name: 'Cancel' })).toBeFocused();
    check('the dialog names it, the focus is on Cancel', true);
  });
  await logbook.step(page, 'File deleted', async (check) => {
    await page.getByRole('alertdialog').getByRole('button', { name: 'Delete file' }).click();
    await expect(page.getByRole('alertdialog')).toBeHidden();
    await expect(fileName(page, version, doomed)).toBeHidden();
    check('GET of the file is 404', (await byHand.get(owner, packageName, version, doomed)) === null);
    check('the version keeps its other files', (await byHand.files(owner, packageName, version))?.size === 3);
  });
  await logbook.step(page, 'Delete a version', async (check) => {
    await chooseAction(page, '2.3.0', 'Delete version…');
    const dialog = page.getByRole('alertdialog');
    await expect(dialog.getByRole('button', { name: 'Delete version' })).toBeDisabled();
    check('it cannot be deleted before its name is typed', true);
    await dialog.getByLabel('Type the version to confirm').fill('2.3.0');
    await expect(dialog.getByRole('button', { name: 'Delete version' })).toBeEnabled();
  });
  await logbook.step(page, 'Version deleted', async (check) => {
    await page.getByRole('alertdialog').getByRole('button', { name: 'Delete version' }).click();
    await expect(page.getByRole('alertdialog')).toBeHidden();
    await expect(versionToggle(page, '2.3.0')).toBeHidden();
    check('the server has it no more', (await byHand.files(owner, packageName, '2.3.0')) === null);
    check('the other versions are there', (await byHand.versions(owner, packageName)).length === 4);
  });
}

/** The same window in the dark, and what the keyboard reaches. */
export async function lookAround({ app, logbook, folder }: Tour): Promise<void> {
  const { page } = app;
  await app.evaluate(({ nativeTheme }) => {
    nativeTheme.themeSource = 'dark';
  });
  await logbook.step(page, 'In the dark', async (check) => {
    await expect
      .poll(() => page.evaluate(() => matchMedia('(prefers-color-scheme: dark)').matches))
      .toBe(true);
    check('the window follows the system into dark mode', true);
  });
  await logbook.step(page, 'Publish sheet in the dark', async (check) => {
    await app.dropFiles([
      await writeSample(folder, 'teapot-0.19.1-linux-x64.tar.gz', 860_000),
      await writeSample(folder, 'teapot-0.19.1-windows-x64.zip', 920_000),
    ]);
    await fillTarget(page, { packageName: 'teapot-cli', version: '0.19.1' });
    await expect(
      sheetRow(page, 'teapot-0.19.1-windows-x64.zip').getByText('new', { exact: true }),
    ).toBeVisible();
    check('a plan is shown', true);
  });
  await page.keyboard.press('Escape');
  await logbook.step(page, 'Go anywhere', async (check) => {
    await app.runCommand('go-to');
    await page.getByRole('combobox', { name: 'A package, version, owner, address or command' }).fill('leaf');
    await expect(page.getByRole('menuitem', { name: /leaf-maps/ }).first()).toBeVisible();
    check('a few letters find a package', true);
  });
  await page.keyboard.press('Escape');
  await logbook.step(page, 'Settings', async (check) => {
    await app.runCommand('open-settings');
    await expect(page.getByRole('dialog', { name: 'Settings' })).toBeVisible();
    check('the settings are there', true);
  });
  await page.keyboard.press('Escape');
  await logbook.step(page, 'Transfer history', async (check) => {
    await app.runCommand('show-history');
    const history = page.getByRole('dialog', { name: 'Transfer history' });
    await expect(history.getByRole('row').filter({ hasText: firmware.name }).first()).toBeVisible();
    check('the download is in it', true);
  });
}
