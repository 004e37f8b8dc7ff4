import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import type { Page } from 'playwright';
import { expect, test } from '../fixtures.ts';
import { openAccountDialog, signInToOwner } from '../steps/accounts.ts';
import { chooseAction, openPackage } from '../steps/packages.ts';
import { confirmPublish, fillTarget, publishSheet } from '../steps/publish.ts';
import { writeSample } from '../steps/sample-files.ts';
import { transferRow } from '../steps/transfers.ts';

interface Finding {
  readonly rule: string;
  readonly where: readonly string[];
}

/** What axe finds that is serious or critical. The script comes past the page's own policy, as a debugger's would. */
async function seriousFindings(page: Page): Promise<Finding[]> {
  const source = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
  await page.evaluate(source);
  // A dialog that is still fading in has no colours of its own yet.
  await page.waitForFunction(() =>
    document.getAnimations().every(({ playState }) => playState === 'finished'),
  );
  return page.evaluate(async () => {
    const results = await Reflect.get(globalThis, 'axe').run(document, { resultTypes: ['violations'] });
    return results.violations
      .filter(({ impact }: { impact: string }) => impact === 'serious' || impact === 'critical')
      .map(({ id, nodes }: { id: string; nodes: { html: string }[] }) => ({
        rule: id,
        where: nodes.map(({ html }) => html.slice(0, 200)),
      }));
  });
}

for (const colorScheme of ['light', 'dark'] as const) {
  test(`axe finds nothing serious on any screen, ${colorScheme}`, async ({
    app,
    server,
    byHand,
    packageName,
    folder,
  }) => {
    const { page } = app;
    await page.emulateMedia({ colorScheme });
    await byHand.put(server.owner, packageName, '1.0.0', 'kettle.bin', Buffer.from('kettle'));
    await byHand.put(server.owner, packageName, '1.1.0-rc.1', 'kettle.bin', Buffer.from('kettle'));
    const check = async (screen: string) => {
      expect({ screen, findings: await seriousFindings(page) }).toEqual({ screen, findings: [] });
    };
    await check('welcome');
    await openAccountDialog(page);
    await check('account dialog');
    await page.keyboard.press('Escape');
    await signInToOwner(page, { address: server.url, token: server.token }, server.owner);
    await openPackage(page, packageName);
    await check('package');
    await chooseAction(page, packageName, 'Clean up…');
    await page.getByRole('dialog').getByText('All', { exact: true }).click();
    await expect(page.getByRole('option', { name: '1.1.0-rc.1' }).first()).toBeVisible();
    await check('clean-up');
    await page.keyboard.press('Escape');
    await chooseAction(page, packageName, 'Delete package…');
    await check('delete dialog');
    await page.keyboard.press('Escape');
    await chooseAction(page, packageName, 'Copy or move…');
    await expect(page.getByRole('dialog', { name: `Copy or move ${packageName}` })).toBeVisible();
    await check('copy or move');
    await page.keyboard.press('Escape');
    await chooseAction(page, '1.0.0', 'Compare with another version…');
    await expect(page.getByRole('listbox', { name: 'Files of both versions' })).toBeVisible();
    await check('compare');
    await page.keyboard.press('Escape');
    await app.answerOpenDialog([folder]);
    await chooseAction(page, '1.0.0', 'Verify a folder…');
    await expect(page.getByRole('listbox', { name: 'Files of the version and of the folder' })).toBeVisible();
    await check('verify a folder');
    await page.keyboard.press('Escape');
    await app.runCommand('storage');
    await expect(page.getByRole('grid', { name: 'Space as a table' })).toBeVisible();
    await check('storage');
    await page.getByText('Duplicates', { exact: true }).click();
    await expect(page.getByRole('listbox', { name: 'Where it is' })).toBeVisible();
    await check('duplicates');
    await page.keyboard.press('Escape');
    await app.runCommand('find-files');
    await page.getByLabel(/^Part of a file name/).fill('kettle');
    await expect(page.getByRole('listbox', { name: 'Files found' })).toBeVisible();
    await check('find files');
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: 'Select versions' }).click();
    await page.getByRole('button', { name: 'Select all' }).click();
    await check('versions that are ticked');
    await page.getByRole('button', { name: 'Delete 2 versions…' }).click();
    await expect(page.getByRole('alertdialog', { name: 'Delete 2 versions?' })).toContainText('2 files');
    await check('delete several versions');
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: 'Done' }).click();
    await app.dropFiles([await writeSample(folder, 'Prüfung.txt', 10)]);
    await expect(publishSheet(page)).toBeVisible();
    await check('publish sheet');
    await page.keyboard.press('Escape');
    await app.runCommand('show-drafts');
    await expect(page.getByRole('dialog', { name: 'Drafts' })).toBeVisible();
    await check('drafts');
    await page.keyboard.press('Escape');
    await app.runCommand('storage');
    for (const view of ['Largest files', 'Duplicates', 'Packages']) {
      await page.getByRole('dialog').getByText(view, { exact: true }).click();
      await check(`storage, ${view}`);
    }
    await page.keyboard.press('Escape');
    await app.runCommand('find-files');
    await page
      .getByRole('dialog')
      .getByLabel(/^Part of a file name/)
      .fill('kettle');
    await expect(page.getByRole('dialog').getByRole('option').first()).toBeVisible();
    await check('find files');
    await page.keyboard.press('Escape');
    await expect(page.getByRole('dialog')).toBeHidden();
    await app.runCommand('open-settings');
    await expect(page.getByRole('dialog', { name: 'Settings' })).toBeVisible();
    await check('settings');
    await page.keyboard.press('Escape');
    await app.runCommand('go-to');
    await expect(page.getByRole('dialog', { name: 'Go to' })).toBeVisible();
    await check('command palette');
    await page.keyboard.press('Escape');
    await app.dropFiles([
      await writeSample(folder, 'kettle.bin', 10),
      await writeSample(folder, 'lid.bin', 10),
    ]);
    await fillTarget(page, { packageName, version: '1.2.0' });
    await expect(publishSheet(page).getByText('new', { exact: true })).toHaveCount(2);
    await byHand.put(server.owner, packageName, '1.2.0', 'kettle.bin', Buffer.from('other'));
    await confirmPublish(page);
    await expect(transferRow(page, 'lid.bin').getByText('Published and verified')).toBeVisible();
    const choose = transferRow(page, 'kettle.bin').getByRole('button', { name: /^Choose/ });
    await expect(choose).toBeVisible();
    await transferRow(page, 'lid.bin').click();
    await check('transfers');
    await choose.click();
    await expect(page.getByRole('dialog', { name: /is there already/ })).toBeVisible();
    await check('taken name');
    await page.keyboard.press('Escape');
    await app.runCommand('show-history');
    await page.getByRole('dialog').getByRole('row').first().click();
    await check('history');
    await page.getByRole('button', { name: 'Clear history…' }).click();
    await check('clear history');
    await page.getByRole('button', { name: 'Cancel', exact: true }).click();
    await page.getByRole('button', { name: 'Close', exact: true }).click();
    await chooseAction(page, packageName, 'Delete package…');
    await page.getByLabel('Type the package name to confirm').fill(packageName);
    await page.getByRole('button', { name: 'Delete package' }).click();
    await expect(page.getByRole('alertdialog')).toBeHidden();
    await app.runCommand('show-trash');
    await page.getByRole('dialog', { name: 'Trash' }).getByRole('row').first().click();
    await check('trash');
    await page.getByRole('button', { name: 'Empty trash…' }).click();
    await check('empty trash');
  });
}

test('the main job works with the keyboard alone', async ({ app, server, byHand, packageName, folder }) => {
  const { page } = app;
  await byHand.put(server.owner, packageName, '1.0', 'old.txt', Buffer.from('old'));
  await signInToOwner(page, { address: server.url, token: server.token }, server.owner);
  await app.answerOpenDialog([await writeSample(folder, 'keys.txt', 10)]);
  await app.runCommand('publish-files');
  await expect(publishSheet(page)).toBeVisible();
  await publishSheet(page).getByLabel('Package', { exact: true }).focus();
  await page.keyboard.press('ControlOrMeta+a');
  await page.keyboard.type(packageName);
  await page.keyboard.press('Tab');
  await page.keyboard.type('2.0');
  const publish = publishSheet(page).getByRole('button', { name: 'Publish', exact: true });
  await expect(publish).toBeEnabled();
  await publish.focus();
  await page.keyboard.press('Enter');
  await expect(page.getByText('Published and verified')).toBeVisible();
});
