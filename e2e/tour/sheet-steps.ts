import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'playwright/test';
import { sha256Of } from '../registry-by-hand.ts';
import { fileName, openPackage } from '../steps/packages.ts';
import { closeSheet, confirmPublish, fillTarget, publishSheet, sheetRow } from '../steps/publish.ts';
import { sampleBytes, writeSample } from '../steps/sample-files.ts';
import { transferRow } from '../steps/transfers.ts';
import type { Tour } from './tour-steps.ts';

const owner = 'crew';
const packageName = 'teapot-cli';
const version = '0.19.0';
const taken = 'teapot-0.19.0-linux-x64.tar.gz';
const added = 'teapot-0.19.0-freebsd-x64.tar.gz';
const newSize = 870_000;

/** A name that is taken by other bytes, replaced safely, with a list of checksums behind. */
export async function replaceOnTour({ app, registry, logbook, folder }: Tour): Promise<void> {
  const { page } = app;
  await openPackage(page, packageName);
  await logbook.step(page, 'A conflict', async (check) => {
    await app.dropFiles([
      await writeSample(folder, taken, newSize),
      await writeSample(folder, added, 840_000),
    ]);
    await fillTarget(page, { packageName, version });
    const choice = publishSheet(page).getByRole('radiogroup', {
      name: '1 file is there already with other bytes',
    });
    await choice.getByText('Replace').click();
    await expect(sheetRow(page, taken)).toContainText('replaces the server’s file');
    check('both hashes stand side by side', true);
    await publishSheet(page).getByText('Publish SHA256SUMS too').click();
    await expect(sheetRow(page, 'SHA256SUMS')).toContainText('written last');
    check('the list of checksums is part of the plan', true);
  });
  await logbook.step(page, 'Replaced, with checksums', async (check) => {
    await confirmPublish(page);
    await expect(transferRow(page, taken).getByText('Replaced and verified')).toBeVisible();
    await expect(transferRow(page, 'SHA256SUMS').getByText('Published and verified')).toBeVisible();
    await expect(fileName(page, version, 'SHA256SUMS')).toBeVisible();
    const files = await registry.byHand.files(owner, packageName, version);
    const expected = sha256Of(sampleBytes(newSize, taken));
    check(`sha256 of ${taken} is ${expected.slice(0, 16)}…`, files?.get(taken) === expected);
    const sums = Buffer.from((await registry.byHand.get(owner, packageName, version, 'SHA256SUMS')) ?? '');
    check('SHA256SUMS lists every file of the version', sums.toString().trim().split('\n').length === 4);
  });
}

/** A large file in parts, which are shown as the one file that they are. */
export async function splitOnTour({ app, registry, logbook, folder }: Tour): Promise<void> {
  const { page } = app;
  const name = 'teapot-live.iso';
  const place = { packageName: 'teapot-image', version: '0.19.0' };
  await logbook.step(page, 'Split into parts', async (check) => {
    await app.dropFiles([await writeSample(folder, name, 9_000_000)]);
    await fillTarget(page, place);
    const sheet = publishSheet(page);
    await sheet.getByText('Split files over').click();
    await sheet.getByLabel('Size of a part').fill('2 MB');
    await sheet.getByLabel('Size of a part').press('Enter');
    await expect(sheetRow(page, name)).toContainText('new');
    await expect(sheetRow(page, name)).toContainText('as 5 parts');
    check('the plan says how many parts it makes', true);
  });
  await logbook.step(page, 'One file in parts', async (check) => {
    await confirmPublish(page);
    await expect(transferRow(page, `${name}.split.txt`).getByText('Published and verified')).toBeVisible();
    const files = await registry.byHand.files(owner, place.packageName, place.version);
    check('5 parts, their manifest and SHA256SUMS are on the server', files?.size === 7);
    await openPackage(page, place.packageName);
    await page.getByRole('button', { name: `Show the parts of ${name}` }).click();
    await expect(fileName(page, place.version, 'part005of005')).toBeVisible();
  });
}

/** A folder of many files, narrowed to what needs somebody, and kept as a draft. */
export async function manyOnTour({ app, logbook, folder }: Tour): Promise<void> {
  const { page } = app;
  const many = join(folder, 'leaf-tiles-2026.12');
  await mkdir(many);
  for (let number = 0; number < 1500; number += 1) {
    await writeFile(
      join(many, number % 500 === 0 ? `Kachel ä ${number}.png` : `tile-${number}.png`),
      `${number}`,
    );
  }
  await logbook.step(page, 'Many files', async (check) => {
    await app.dropFiles([many]);
    await fillTarget(page, { packageName: 'leaf-tiles', version: '2026.12' });
    const groups = publishSheet(page).getByRole('radiogroup', { name: 'Files to show' });
    await expect(groups).toContainText('All 1,500');
    check('1,500 files are planned, what needs somebody first', true);
  });
  await logbook.step(page, 'Drafts', async (check) => {
    await closeSheet(page);
    await page
      .getByRole('navigation')
      .getByRole('button', { name: /^Drafts/ })
      .click();
    await expect(page.getByRole('button', { name: 'Open the draft of leaf-tiles 2026.12' })).toBeVisible();
    check('closing the sheet keeps it', true);
  });
  await page.keyboard.press('Escape');
}
