import type { Page } from 'playwright';
import { expect, test } from '../fixtures.ts';
import { RegistryByHand } from '../registry-by-hand.ts';
import { ownerRow, signIn, signInToOwner } from '../steps/accounts.ts';
import { fileName, openPackage, packageRow, versionToggle } from '../steps/packages.ts';
import { pasteText } from '../steps/paste.ts';

async function goTo(page: Page, text: string): Promise<void> {
  await page.keyboard.press('ControlOrMeta+k');
  await page.getByRole('combobox', { name: 'A package, version, owner, address or command' }).fill(text);
}

test('packages are found by a version, and their versions ordered either way', async ({
  app,
  server,
  byHand,
  packageName,
}) => {
  for (const version of ['1.10.0', '1.9.0', '1.4.2-rc.1'])
    await byHand.put(server.owner, packageName, version, 'a.bin', Buffer.from(version));
  await byHand.put(server.owner, `${packageName}-other`, '3.0', 'a.bin', Buffer.from('a'));
  const { page } = app;
  await signInToOwner(page, { address: server.url, token: server.token }, server.owner);
  await page.getByRole('searchbox', { name: 'Filter packages' }).fill(`${packageName} 1.9`);
  await expect(packageRow(page, `${packageName}-other`)).toBeHidden();
  await expect(packageRow(page, packageName)).toContainText('1.9.0');
  await openPackage(page, packageName);
  await expect(fileName(page, '1.9.0', 'a.bin')).toBeVisible();

  const versions = page.getByRole('heading', { level: 3 });
  await page.getByRole('button', { name: 'Sort versions: Newest' }).click();
  await page.getByRole('menuitem', { name: 'Highest version' }).click();
  await expect(versions.first()).toContainText('1.10.0');
  await page.getByRole('button', { name: 'Sort versions: Highest version' }).click();
  await page.getByRole('menuitem', { name: 'Newest' }).click();
  await expect(versions.first()).not.toContainText('1.9.0');
});

test('a pasted address lands on what it is about', async ({ app, server, byHand, packageName }) => {
  await byHand.put(server.owner, packageName, '1.0', 'old.bin', Buffer.from('old'));
  await byHand.put(server.owner, packageName, '2.0', 'new.bin', Buffer.from('new'));
  for (let number = 10; number < 60; number += 1)
    await byHand.put(server.owner, packageName, '1.0', `file-${number}.bin`, Buffer.from(`${number}`));
  const { page } = app;
  await signIn(page, { address: server.url, token: server.token });

  // On the window, as a file's download address.
  const download = `${server.url}/api/packages/${server.owner}/generic/${packageName}/1.0/file-59.bin`;
  await page.locator('body').click({ position: { x: 600, y: 300 } });
  expect(await pasteText(page, `curl -fLO '${download}'`)).toBe('taken');
  await page.getByRole('menuitem', { name: `${server.owner} / ${packageName} / 1.0 / file-59.bin` }).click();
  await expect(fileName(page, '1.0', 'file-59.bin')).toBeInViewport();
  await expect(versionToggle(page, '1.0')).toHaveAttribute('aria-expanded', 'true');

  // In the palette, as the address of a web page.
  await goTo(page, `${server.url}/${server.owner}/-/packages/generic/${packageName}/2.0`);
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await expect(fileName(page, '2.0', 'new.bin')).toBeVisible();

  await goTo(page, `${server.url}/${server.owner}/-/packages/generic/${packageName}/3.7`);
  await page.getByRole('menuitem', { name: /3\.7/ }).click();
  await expect(page.getByText(`${packageName} has no version 3.7.`)).toBeVisible();

  await goTo(page, 'https://elsewhere.example/crew/-/packages');
  await page.getByRole('menuitem', { name: 'No account at elsewhere.example: add one…' }).click();
  await expect(page.getByRole('dialog', { name: 'Connect to a server' })).toBeVisible();
});

test('any owner that can be seen is reached by name, and stays among the recent ones', async ({
  app,
  server,
  packageName,
}) => {
  const { neighbour } = server;
  test.skip(neighbour === null, 'nobody else is known on a real server');
  if (neighbour === null) return;
  const other = neighbour.owner;
  const byHand = new RegistryByHand(server.url, neighbour.token);
  await byHand.put(other, packageName, '1.0', 'a.bin', Buffer.from('a'));
  const { page } = app;
  await signIn(page, { address: server.url, token: server.token });
  await expect(ownerRow(page, other)).toBeHidden();
  await goTo(page, other);
  await page.getByRole('menuitem', { name: `Look for user or organization “${other}”` }).click();
  await expect(packageRow(page, packageName)).toBeVisible();
  await expect(ownerRow(page, other)).toBeVisible();
  await app.restart();
  await ownerRow(app.page, other).click({ button: 'right' });
  await app.page.getByRole('menuitem', { name: 'Remove from the sidebar' }).click();
  await expect(ownerRow(app.page, other)).toBeHidden();
});
