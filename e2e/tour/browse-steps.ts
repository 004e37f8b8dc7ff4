import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'playwright/test';
import { ownerRow } from '../steps/accounts.ts';
import { chooseAction, fileName, openPackage, versionToggle } from '../steps/packages.ts';
import type { Tour } from './tour-steps.ts';

const owner = 'crew';
const packageName = 'kettle-firmware';

/** What is there, and how it differs: details, comparisons, storage, and what a clean-up would let go. */
export async function browseOnTour({ app, registry, logbook, folder }: Tour): Promise<void> {
  const { page } = app;
  const { byHand } = registry;
  await logbook.step(page, 'Details of a file', async (check) => {
    await openPackage(page, packageName);
    await expect(
      fileName(page, '2.4.1', 'kettle-2.4.1.bin').or(versionToggle(page, '2.4.1')).first(),
    ).toBeVisible();
    if (!(await fileName(page, '2.4.1', 'kettle-2.4.1.bin').isVisible()))
      await versionToggle(page, '2.4.1').click();
    await page.getByRole('button', { name: 'Actions for kettle-2.4.1.bin' }).click();
    await page.getByRole('menuitem', { name: 'Copy hash' }).hover();
    for (const hash of ['SHA-256', 'SHA-512', 'SHA-1', 'MD5'])
      await expect(page.getByRole('menuitem', { name: hash, exact: true })).toBeVisible();
    check('four hashes and the commands that fetch it can be copied', true);
  });
  await page.keyboard.press('Escape');
  await page.keyboard.press('Escape');
  await logbook.step(page, 'Compare two versions', async (check) => {
    await chooseAction(page, '2.4.1', 'Compare with another version…');
    const dialog = page.getByRole('dialog', { name: `Compare versions of ${packageName}` });
    const rows = dialog.getByRole('option');
    await expect(rows.filter({ hasText: 'LICENSE' })).toContainText('same');
    check('what is new, gone and the same is told by checksum', true);
  });
  await page.keyboard.press('Escape');
  await logbook.step(page, 'Verify a folder', async (check) => {
    const place = join(folder, 'kettle-2.4.1');
    await mkdir(place);
    for (const name of ['kettle-2.4.1.bin', 'LICENSE'])
      await writeFile(join(place, name), (await byHand.get(owner, packageName, '2.4.1', name)) ?? '');
    await writeFile(join(place, 'kettle-2.4.1.sig'), 'not that of the server');
    await app.answerOpenDialog([place]);
    await chooseAction(page, '2.4.1', 'Verify a folder…');
    const dialog = page.getByRole('dialog', { name: `Verify a folder against ${packageName} 2.4.1` });
    await expect(dialog.getByText('1 differs. 2 files are the same.')).toBeVisible();
    check('the one file that differs is named first', true);
  });
  await page.keyboard.press('Escape');
  await logbook.step(page, 'Storage', async (check) => {
    await ownerRow(page, owner).click({ button: 'right' });
    await page.getByRole('menuitem', { name: 'Storage…' }).click();
    const dialog = page.getByRole('dialog', { name: `Storage of ${owner}` });
    await expect(dialog.getByText(/^All \d+ versions known/)).toBeVisible();
    await expect(dialog.getByRole('grid', { name: 'Space as a table' })).toContainText(packageName);
    check('every version was looked into', true);
  });
  await logbook.step(page, 'Duplicates', async (check) => {
    const dialog = page.getByRole('dialog', { name: `Storage of ${owner}` });
    await dialog.getByText('Duplicates', { exact: true }).click();
    await expect(dialog.getByRole('option', { name: /LICENSE/ }).first()).toBeVisible();
    check('the licence that is in every version is found', true);
  });
  await page.keyboard.press('Escape');
  await logbook.step(page, 'Find files', async (check) => {
    await app.runCommand('find-files');
    const dialog = page.getByRole('dialog', { name: `Find files of ${owner}` });
    await dialog.getByLabel(/^Part of a file name/).fill('.sig');
    await expect(dialog.getByRole('option', { name: /kettle-2\.3\.0\.sig/ })).toBeVisible();
    check('files of versions that were never opened are found', true);
  });
  await page.keyboard.press('Escape');
  await logbook.step(page, 'Plan a clean-up', async (check) => {
    await chooseAction(page, packageName, 'Clean up…');
    const dialog = page.getByRole('dialog', { name: `Clean up ${packageName}` });
    await dialog.getByLabel('Keep the newest').fill('1');
    await dialog.getByLabel('Older than (days)').fill('');
    await expect(dialog.getByText(/versions go: \d+ files, /)).toBeVisible();
    await dialog.getByText('All', { exact: true }).click();
    const versions = await byHand.versions(owner, packageName);
    await expect(dialog.getByRole('listbox', { name: 'Versions' }).getByRole('option')).toHaveCount(
      versions.length,
    );
    check('every version is told to go or to stay, with the reason', true);
  });
  await page.keyboard.press('Escape');
  await logbook.step(page, 'Copy to another owner', async (check) => {
    await chooseAction(page, '2.4.1', 'Copy or move…');
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Package').fill('kettle-archive');
    await expect(dialog.getByRole('button', { name: /^Copy/ }).last()).toBeEnabled();
    check('what it comes to is shown before anything is copied', true);
  });
  await page.keyboard.press('Escape');
}

/** What was deleted is still here. */
export async function trashOnTour({ app, logbook }: Tour): Promise<void> {
  const { page } = app;
  await logbook.step(page, 'Trash', async (check) => {
    await app.runCommand('show-trash');
    const dialog = page.getByRole('dialog', { name: 'Trash' });
    await expect(dialog.getByRole('row', { name: /2\.3\.0/ }).first()).toBeVisible();
    check('the version that was deleted can be put back', true);
  });
  await page.keyboard.press('Escape');
}
