import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from 'playwright';
import { expect, test } from '../fixtures.ts';
import { signInToOwner } from '../steps/accounts.ts';
import { fillTarget, publishSheet, sheetRow } from '../steps/publish.ts';
import { writeSample } from '../steps/sample-files.ts';

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
      const text = document.querySelector(`[aria-label="${wanted}"] output`)?.textContent;
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
  await app.page.evaluate(() => {
    new MutationObserver((_, observer) => {
      if (document.querySelector('[aria-label="Work on local files"]') === null) return;
      observer.disconnect();
      setTimeout(() =>
        document.body.dispatchEvent(new KeyboardEvent('keydown', { key: 'Escape', bubbles: true })),
      );
    }).observe(document.body, { subtree: true, childList: true });
  });
  await app.dropFiles([join(folder, 'many')]);
  const card = app.page.getByRole('region', { name: 'Work on local files' });
  await expect(card).toBeVisible();
  await expect(card).toBeHidden();
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
  await sheet.getByRole('button', { name: 'Cancel' }).click();

  await app.dropFiles([join(folder, 'release')]);
  await fillTarget(app.page, { packageName, version: '1' });
  await expect(sheet.getByText('1 item was left out')).toBeVisible();
  await sheet.getByRole('button', { name: 'Take release/logs/ in again' }).click();
  await expect(sheetRow(app.page, 'one.txt')).toBeVisible();
  await expect(sheetRow(app.page, 'two.txt')).toBeVisible();
  await expect(sheet.getByText('item was left out')).toBeHidden();
  await sheet.getByRole('button', { name: 'Cancel' }).click();

  await app.dropFiles([join(folder, 'release')]);
  await sheet.getByText('Leave files out by name').click();
  await sheet.getByLabel('Names to leave out, one per line').fill('');
  await sheet.getByRole('button', { name: 'Leave these out' }).click();
  await expect(sheetRow(app.page, 'one.txt')).toBeVisible();
});
