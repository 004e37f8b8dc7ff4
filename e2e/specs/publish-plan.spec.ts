import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from '../fixtures.ts';
import { signIn, signInToOwner } from '../steps/accounts.ts';
import { fillTarget } from '../steps/publish.ts';

test('a token that may only read is told before anything is sent', async ({
  app,
  server,
  folder,
  packageName,
  byHand,
}) => {
  test.skip(server.weakTokens === null, 'needs a token without the right');
  await signIn(app.page, { address: server.url, token: server.weakTokens?.readOnly ?? '' });
  await writeFile(join(folder, `${packageName}-1.0.0.bin`), 'bytes');
  await app.dropFiles([join(folder, `${packageName}-1.0.0.bin`)]);
  const sheet = app.page.getByRole('dialog', { name: /^Publish/ });
  const conditions = sheet.getByRole('list', { name: 'Before you publish' });
  await expect(conditions).toContainText('The token lacks the permission write:package');
  await expect(conditions).toContainText('sign in again');
  await expect(sheet.getByText(/^Nothing can be published to .* like this\.$/)).toBeVisible();
  await expect(sheet.getByRole('button', { name: 'Publish', exact: true })).toBeDisabled();
  expect(await byHand.versions(server.owner, packageName)).toEqual([]);
});

test('an owner who may be written to has nothing against it, and asking changes nothing', async ({
  app,
  server,
  network,
  folder,
  packageName,
  byHand,
}) => {
  await signInToOwner(app.page, { address: network.url, token: server.token }, server.owner);
  await writeFile(join(folder, `${packageName}-1.0.0.bin`), 'bytes');
  await app.dropFiles([join(folder, `${packageName}-1.0.0.bin`)]);
  const sheet = app.page.getByRole('dialog', { name: /^Publish/ });
  await expect(sheet.getByRole('button', { name: 'Publish', exact: true })).toBeEnabled();
  await expect.poll(() => network.count('delete')).toBe(1);
  await expect(sheet.getByRole('list', { name: 'Before you publish' })).toBeHidden();
  expect(network.count('publish')).toBe(0);
  expect(await byHand.versions(server.owner, packageName)).toEqual([]);
});

test('the plan is saved as a file before anything is sent', async ({
  app,
  server,
  network,
  folder,
  packageName,
  byHand,
}) => {
  await byHand.put(server.owner, packageName, '1.0.0', 'same.bin', Buffer.from('same'));
  await byHand.put(server.owner, packageName, '1.0.0', 'other.bin', Buffer.from('old'));
  await signInToOwner(app.page, { address: network.url, token: server.token }, server.owner);
  for (const [name, text] of [
    ['same.bin', 'same'],
    ['other.bin', 'new'],
    ['fresh.bin', 'fresh'],
  ] as const) {
    await writeFile(join(folder, name), text);
  }
  await app.dropFiles(['same.bin', 'other.bin', 'fresh.bin'].map((name) => join(folder, name)));
  await fillTarget(app.page, { packageName, version: '1.0.0' });
  const sheet = app.page.getByRole('dialog', { name: /^Publish/ });
  await expect(sheet.getByRole('button', { name: 'Publish', exact: true })).toBeEnabled();
  const path = join(folder, 'plan.json');
  await app.evaluate(({ dialog }, filePath) => {
    dialog.showSaveDialog = async () => ({ canceled: false, filePath });
  }, path);
  await sheet.getByRole('button', { name: 'Plan', exact: true }).click();
  await app.page.getByRole('menuitem', { name: 'Save plan as JSON…' }).click();
  await expect(app.page.getByText('The plan was saved.')).toBeVisible();
  const report: { files: { name: string; verdict: string }[] } = JSON.parse(await readFile(path, 'utf8'));
  expect(report.files.map(({ name, verdict }) => [name, verdict])).toEqual([
    ['same.bin', 'identical'],
    ['other.bin', 'differs'],
    ['fresh.bin', 'new'],
  ]);
  expect(network.count('publish')).toBe(0);
});
