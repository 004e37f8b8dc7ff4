import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Page } from 'playwright';
import { list } from 'tar';
import { holdFilesOver } from '../app/drop-files.ts';
import { expect, test } from '../fixtures.ts';
import { signInToOwner } from '../steps/accounts.ts';
import { chooseAction, openPackage, packageRow, versionToggle } from '../steps/packages.ts';
import { pasteFiles, pasteText } from '../steps/paste.ts';
import { closeSheet, confirmPublish, fillTarget, publishSheet, sheetRow } from '../steps/publish.ts';
import { writeSample } from '../steps/sample-files.ts';
import { transferRow } from '../steps/transfers.ts';

test.beforeEach(async ({ app, server }) => {
  await signInToOwner(app.page, { address: server.url, token: server.token }, server.owner);
});

async function writeMany(folder: string, count: number): Promise<void> {
  for (let inside = 0; inside < 20; inside += 1) {
    await mkdir(join(folder, String(inside)), { recursive: true });
    const names = Array.from({ length: count / 20 }, (_, index) => join(folder, String(inside), `f${index}`));
    await Promise.all(names.map((name) => writeFile(name, 'tea')));
  }
}

/** Every different text that an element with this label has held from now on. */
async function watchTexts(page: Page, label: string): Promise<() => Promise<string[]>> {
  await page.evaluate((wanted) => {
    const seen = new Set<string>();
    Reflect.set(globalThis, 'seenTexts', seen);
    new MutationObserver(() => {
      const text = document.querySelector(`[aria-label="${wanted}"] p`)?.textContent;
      if (text) seen.add(text);
    }).observe(document.body, { subtree: true, childList: true, characterData: true });
  }, label);
  return () =>
    page.evaluate(() => {
      const seen: unknown = Reflect.get(globalThis, 'seenTexts');
      return seen instanceof Set ? [...seen].map(String) : [];
    });
}

test('a folder of many files is counted while it is read', async ({ app, folder }) => {
  await writeMany(join(folder, 'many'), 9_000);
  const texts = await watchTexts(app.page, 'Work on local files');
  await app.dropFiles([join(folder, 'many')]);
  await expect(publishSheet(app.page)).toBeVisible();
  await expect(app.page.getByRole('region', { name: 'Work on local files' })).toBeHidden();
  const seen = await texts();
  expect(seen.length).toBeGreaterThan(0);
  for (const text of seen) expect(text).toMatch(/^Reading … [\d,]+ files?, [\d.]+ k?B$/);
});

test('reading is stopped by Escape, and what was there before stays', async ({ app, folder }) => {
  await writeMany(join(folder, 'many'), 9_000);
  await app.dropFiles([await writeSample(folder, 'kettle-1.0.bin', 100)]);
  await expect(sheetRow(app.page, 'kettle-1.0.bin')).toBeVisible();
  // As soon as the card is there: a reader of local files is quicker than a test.
  const stopped = app.page.evaluate(
    () =>
      new Promise((resolve) => {
        new MutationObserver((_, observer) => {
          if (document.querySelector('[aria-label="Work on local files"]') === null) return;
          observer.disconnect();
          setTimeout(() => {
            document.body.dispatchEvent(new KeyboardEvent('keydown', { key: 'Escape', bubbles: true }));
            resolve('stopped');
          });
        }).observe(document.body, { subtree: true, childList: true });
      }),
  );
  await app.dropFiles([join(folder, 'many')]);
  expect(await stopped).toBe('stopped');
  await expect(app.page.getByRole('region', { name: 'Work on local files' })).toBeHidden();
  await expect(publishSheet(app.page)).toBeVisible();
  await expect(publishSheet(app.page).getByText(/^1 file, /)).toBeVisible();
});

test('an excluded folder is one line, and is walked when it is taken in', async ({
  app,
  folder,
  packageName,
}) => {
  await writeSample(folder, 'release/kettle.bin', 100);
  await writeSample(folder, 'release/logs/one.txt', 10);
  await writeSample(folder, 'release/logs/two.txt', 10);
  await app.dropFiles([join(folder, 'release')]);
  await fillTarget(app.page, { packageName, version: '1' });
  const sheet = publishSheet(app.page);
  await sheet.getByText('Leave files out by name').click();
  await sheet.getByLabel('Names to leave out, one per line').fill('logs\n');
  await sheet.getByRole('button', { name: 'Leave these out' }).click();
  await expect(sheetRow(app.page, 'one.txt')).toBeHidden();
  await closeSheet(app.page);

  await app.dropFiles([join(folder, 'release')]);
  await fillTarget(app.page, { packageName, version: '1' });
  await expect(sheet.getByText('1 item was left out')).toBeVisible();
  await sheet.getByRole('button', { name: 'Take release/logs/ in again' }).click();
  await expect(sheetRow(app.page, 'one.txt')).toBeVisible();
  await expect(sheetRow(app.page, 'two.txt')).toBeVisible();
  await expect(sheet.getByText('item was left out')).toBeHidden();
  await closeSheet(app.page);

  await app.dropFiles([join(folder, 'release')]);
  await sheet.getByText('Leave files out by name').click();
  await sheet.getByLabel('Names to leave out, one per line').fill('');
  await sheet.getByRole('button', { name: 'Leave these out' }).click();
  await expect(sheetRow(app.page, 'one.txt')).toBeVisible();
});

test('files copied in a file manager are pasted anywhere', async ({ app, folder }) => {
  const path = await writeSample(folder, 'kettle-1.4.2.bin', 100);
  await app.page.getByRole('searchbox').first().focus();
  await pasteFiles(app.page, [path]);
  await expect(sheetRow(app.page, 'kettle-1.4.2.bin')).toBeVisible();
  await expect(publishSheet(app.page).getByLabel('Version', { exact: true })).toHaveValue('1.4.2');
  await pasteFiles(app.page, [await writeSample(folder, 'kettle-1.4.2.sig', 10)]);
  await expect(sheetRow(app.page, 'kettle-1.4.2.sig')).toBeVisible();
  await expect(sheetRow(app.page, 'kettle-1.4.2.bin')).toBeVisible();
});

test('text is pasted into text fields, and files that come with their names as text do not get in its way', async ({
  app,
  folder,
}) => {
  const path = await writeSample(folder, 'kettle.bin', 100);
  const search = app.page.getByRole('searchbox').first();
  await search.focus();
  expect(await pasteFiles(app.page, [path], 'kettle.bin')).toBe('left to the field');
  expect(await pasteText(app.page, 'tea')).toBe('left to the field');
  await search.blur();
  expect(await pasteText(app.page, 'tea')).toBe('taken');
  await expect(app.page.getByText('No files are copied.')).toBeVisible();
  expect(await pasteFiles(app.page, [path], 'kettle.bin')).toBe('taken');
  await expect(sheetRow(app.page, 'kettle.bin')).toBeVisible();
});

test('files held over a package or a version are meant for it', async ({
  app,
  server,
  byHand,
  packageName,
  folder,
}) => {
  const other = `${packageName}-other`;
  for (const [name, version] of [
    [packageName, '1.4.2'],
    [packageName, '1.4.1'],
    [other, '7'],
  ] as const) {
    await byHand.put(server.owner, name, version, 'old.bin', Buffer.from('old'));
  }
  await app.runCommand('refresh');
  await openPackage(app.page, packageName);
  const path = await writeSample(folder, 'plate-9.9.bin', 100);
  const row = packageRow(app.page, other);
  const version = versionToggle(app.page, '1.4.1');
  const says = (text: string) => expect(app.page.getByText(text, { exact: true })).toBeVisible();

  await holdFilesOver(app.page, [path], row);
  await says(`Publish to ${server.owner} / ${other}`);
  await holdFilesOver(app.page, [path], version);
  await says(`Publish to ${server.owner} / ${packageName} 1.4.1`);
  await holdFilesOver(app.page, [path], { x: 20, y: 300 });
  await says(`Publish to ${server.owner} / ${packageName}`);

  const sheet = publishSheet(app.page);
  await app.dropFiles([path], version);
  await expect(sheet.getByLabel('Package', { exact: true })).toHaveValue(packageName);
  await expect(sheet.getByLabel('Version', { exact: true })).toHaveValue('1.4.1');
  await closeSheet(app.page);
  await app.dropFiles([path], row);
  await expect(sheet.getByLabel('Package', { exact: true })).toHaveValue(other);
  await expect(sheet.getByLabel('Version', { exact: true })).toHaveValue('9.9');
});

test('by keyboard, files are published to a package or a version from its menu', async ({
  app,
  server,
  byHand,
  packageName,
  folder,
}) => {
  const other = `${packageName}-other`;
  await byHand.put(server.owner, packageName, '1.4.2', 'old.bin', Buffer.from('old'));
  await byHand.put(server.owner, other, '7', 'old.bin', Buffer.from('old'));
  await app.answerOpenDialog([await writeSample(folder, 'plate.bin', 100)]);
  await app.runCommand('refresh');
  await openPackage(app.page, packageName);
  await packageRow(app.page, other).focus();
  await app.page.keyboard.press('Shift+F10');
  await app.page.getByRole('menuitem', { name: 'Publish files here…' }).press('Enter');
  const sheet = publishSheet(app.page);
  await expect(sheet.getByLabel('Package', { exact: true })).toHaveValue(other);
  await closeSheet(app.page);

  await openPackage(app.page, packageName);
  await chooseAction(app.page, '1.4.2', 'Publish files to this version…');
  await expect(sheet.getByLabel('Package', { exact: true })).toHaveValue(packageName);
  await expect(sheet.getByLabel('Version', { exact: true })).toHaveValue('1.4.2');
});

test('a folder is packed as one archive, sent, and found identical the second time', async ({
  app,
  server,
  byHand,
  packageName,
  folder,
}) => {
  await writeSample(folder, 'kettle-1.4.2/bin/kettle', 50_000);
  await writeSample(folder, 'kettle-1.4.2/README.txt', 500);
  await writeSample(folder, 'kettle-1.4.2/.DS_Store', 10);
  const notes = await writeSample(folder, 'notes.txt', 20);
  await app.dropFiles([join(folder, 'kettle-1.4.2'), notes]);
  await fillTarget(app.page, { packageName, version: '1.4.2' });
  const sheet = publishSheet(app.page);
  await sheet.getByText('One archive a folder', { exact: true }).click();
  await expect(sheet.getByText('kettle-1.4.2/ becomes kettle-1.4.2.zip')).toBeVisible();
  await expect(sheetRow(app.page, 'kettle-1.4.2.zip').getByText('new', { exact: true })).toBeVisible();
  await sheet.getByRole('radiogroup', { name: 'Packed as' }).getByText('.tar.gz', { exact: true }).click();
  await expect(sheetRow(app.page, 'kettle-1.4.2.tar.gz').getByText('new', { exact: true })).toBeVisible();
  await expect(sheetRow(app.page, 'kettle-1.4.2.zip')).toBeHidden();
  await expect(sheetRow(app.page, 'notes.txt')).toBeVisible();
  await expect(sheetRow(app.page, 'README.txt')).toBeHidden();
  await confirmPublish(app.page);
  await expect(
    transferRow(app.page, 'kettle-1.4.2.tar.gz').getByText('Published and verified'),
  ).toBeVisible();
  await expect(transferRow(app.page, 'notes.txt').getByText('Published and verified')).toBeVisible();
  const archive = await byHand.get(server.owner, packageName, '1.4.2', 'kettle-1.4.2.tar.gz');
  const names: string[] = [];
  await pipeline(Readable.from([archive]), list({ onReadEntry: ({ path }) => names.push(path) }));
  expect(names).toEqual(['kettle-1.4.2/README.txt', 'kettle-1.4.2/bin/kettle']);
  // Nothing of it stays on this computer.
  await expect.poll(() => app.filesIn('packed')).toEqual([]);

  await app.dropFiles([join(folder, 'kettle-1.4.2')]);
  await fillTarget(app.page, { packageName, version: '1.4.2' });
  await sheet.getByText('One archive a folder', { exact: true }).click();
  await sheet.getByRole('radiogroup', { name: 'Packed as' }).getByText('.tar.gz', { exact: true }).click();
  await expect(sheetRow(app.page, 'kettle-1.4.2.tar.gz').getByText('identical')).toBeVisible();
  await closeSheet(app.page);
  await expect.poll(() => app.filesIn('packed')).toEqual([]);
});

test('packing is told of and stopped, and the usual names are back', async ({ app, folder }) => {
  await writeSample(folder, 'big/one.bin', 60_000_000);
  await writeSample(folder, 'big/two.bin', 60_000_000);
  await app.dropFiles([join(folder, 'big')]);
  const sheet = publishSheet(app.page);
  await sheet.getByText('One archive a folder', { exact: true }).click();
  const card = app.page.getByRole('region', { name: 'Work on local files' });
  await expect(card.getByText(/^Packing big\.zip … [\d.]+ of 120 MB$/)).toBeVisible();
  await expect(sheet.getByText('Packing the folders…')).toBeVisible();
  await card.getByRole('button', { name: 'Cancel' }).click();
  await expect(card).toBeHidden();
  await expect(sheetRow(app.page, 'one.bin')).toBeVisible();
  await expect(sheet.getByRole('radio', { name: 'File name', exact: true })).toBeChecked();
  await expect.poll(() => app.filesIn('packed')).toEqual([]);
});

test('files reach the sheet as arguments, by a second start from another folder, and on the icon', async ({
  app,
  folder,
}) => {
  await writeSample(folder, 'first-1.0/a.bin', 10);
  await app.restart([join(folder, 'first-1.0')]);
  await expect(sheetRow(app.page, 'a.bin')).toBeVisible();
  await expect(publishSheet(app.page).getByLabel('Version', { exact: true })).toHaveValue('1.0');

  await writeSample(folder, 'b.bin', 20);
  expect(await app.startSecond(['b.bin'], folder)).toBe(0);
  await expect(sheetRow(app.page, 'b.bin')).toBeVisible();

  const onIcon = await writeSample(folder, 'c.bin', 30);
  // macOS tells so of what is dropped on the icon; nothing here can drop it there.
  const isPrevented = await app.evaluate(({ app: main }, path) => {
    let prevented = false;
    main.emit('open-file', { preventDefault: () => void (prevented = true) }, path);
    return prevented;
  }, onIcon);
  expect(isPrevented).toBe(true);
  await expect(sheetRow(app.page, 'c.bin')).toBeVisible();
  await expect(sheetRow(app.page, 'a.bin')).toBeVisible();
});
