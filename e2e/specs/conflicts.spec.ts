import { test as base, expect } from '../fixtures.ts';
import { sha256Of } from '../registry-by-hand.ts';
import { signInToOwner } from '../steps/accounts.ts';
import { confirmPublish, fillTarget, publishSheet } from '../steps/publish.ts';
import { sampleBytes, writeSample } from '../steps/sample-files.ts';
import { drawerButton, transferList, transferRow } from '../steps/transfers.ts';

interface Conflicts {
  /** Publishes files whose names are taken on the server, with other bytes, after the plan was made. */
  readonly startConflicts: (names: readonly string[]) => Promise<void>;
}

const test = base.extend<Conflicts>({
  startConflicts: async ({ app, server, byHand, packageName, folder }, provide) => {
    await provide(async (names) => {
      const { page } = app;
      await signInToOwner(page, { address: server.url, token: server.token }, server.owner);
      const paths: string[] = [];
      for (const name of names) paths.push(await writeSample(folder, name, 1000));
      await app.dropFiles(paths);
      await fillTarget(page, { packageName, version: '1' });
      await expect(publishSheet(page).getByText('new', { exact: true })).toHaveCount(names.length);
      for (const name of names) {
        await byHand.put(server.owner, packageName, '1', name, sampleBytes(500, `theirs ${name}`));
      }
      await confirmPublish(page);
      await expect(transferList(page).getByText(/is there already, with other bytes/)).toHaveCount(
        names.length,
      );
    });
  },
});

test('a taken name is settled with another name', async ({
  app,
  server,
  byHand,
  packageName,
  startConflicts,
}) => {
  const { page } = app;
  await startConflicts(['kettle.tar.gz']);
  await transferRow(page, 'kettle.tar.gz')
    .getByRole('button', { name: 'Choose what becomes of kettle.tar.gz' })
    .click();
  const dialog = page.getByRole('dialog', { name: 'kettle.tar.gz is there already' });
  const name = dialog.getByLabel('Name on the server');
  await expect(name).toHaveValue('kettle-2.tar.gz');
  await name.fill('Kettle.tar.gz');
  await expect(dialog.getByText('this name is taken')).toBeVisible();
  await expect(dialog.getByRole('button', { name: 'Continue' })).toBeDisabled();
  await name.fill('kettle-mine.tar.gz');
  await name.press('Enter');
  await expect(dialog).toBeHidden();
  await expect(transferRow(page, 'kettle-mine.tar.gz').getByText('Published and verified')).toBeVisible();
  const files = await byHand.files(server.owner, packageName, '1');
  expect(files?.get('kettle-mine.tar.gz')).toBe(sha256Of(sampleBytes(1000, 'kettle.tar.gz')));
  expect(files?.get('kettle.tar.gz')).toBe(sha256Of(sampleBytes(500, 'theirs kettle.tar.gz')));
});

test('a taken name is settled by leaving the server’s file', async ({
  app,
  server,
  byHand,
  packageName,
  startConflicts,
}) => {
  const { page } = app;
  await startConflicts(['kettle.bin']);
  await transferRow(page, 'kettle.bin').dblclick({ position: { x: 120, y: 16 } });
  const dialog = page.getByRole('dialog', { name: 'kettle.bin is there already' });
  await expect(dialog.getByLabel('Name on the server')).toBeFocused();
  await page.keyboard.press('Shift+Tab');
  await page.keyboard.press('ArrowRight');
  await expect(dialog.getByText('Yours is not sent.')).toBeVisible();
  await dialog.getByRole('button', { name: 'Continue' }).click();
  await expect(dialog).toBeHidden();
  await expect(transferRow(page, 'kettle.bin').getByText('Cancelled')).toBeVisible();
  const files = await byHand.files(server.owner, packageName, '1');
  expect([...(files ?? [])]).toEqual([['kettle.bin', sha256Of(sampleBytes(500, 'theirs kettle.bin'))]]);
});

test('many taken names are settled at once', async ({ app, server, byHand, packageName, startConflicts }) => {
  const { page } = app;
  const names = ['a.bin', 'b.bin', 'c.bin'];
  await startConflicts(names);
  await drawerButton(page, 'Settle 3 conflicts…').click();
  await page.getByRole('button', { name: 'Keep all of the server’s' }).click();
  await expect(transferList(page).getByText('Cancelled')).toHaveCount(3);
  expect([...((await byHand.files(server.owner, packageName, '1'))?.keys() ?? [])]).toEqual(names);
});
