import { join } from 'node:path';
import { serveRegistry } from '../../electron/local-registry/testing/served-registry.ts';
import { expect, test } from '../fixtures.ts';
import { RegistryByHand } from '../registry-by-hand.ts';
import { signInToOwner } from '../steps/accounts.ts';
import { chooseAction, openPackage } from '../steps/packages.ts';
import { confirmPublish } from '../steps/publish.ts';
import { writeSample } from '../steps/sample-files.ts';

test('a package is linked to a repository of its owner, and unlinked', async ({
  app,
  server,
  byHand,
  packageName,
}) => {
  const { owner } = server;
  const [repository = ''] = await byHand.repositories(owner);
  test.skip(
    repository === '' || !(await byHand.offersLinks(owner, packageName)),
    'The server has no repository, or cannot link.',
  );
  for (const version of ['1.0', '2.0']) {
    await byHand.put(owner, packageName, version, 'kettle.bin', Buffer.from('hot'));
  }
  const { page } = app;
  await signInToOwner(page, { address: server.url, token: server.token }, owner);
  await openPackage(page, packageName);
  await page.getByRole('button', { name: 'Link to repository…' }).click();
  const dialog = page.getByRole('dialog', { name: `Link ${packageName} to a repository` });
  const field = dialog.getByRole('combobox', { name: 'Repository' });
  await expect(field).toBeFocused();

  await field.fill('somebody/else');
  await expect(dialog.getByText(`Only a repository of ${owner} can be linked`)).toBeVisible();
  await field.fill('tc-e2e-nowhere');
  await dialog.getByRole('button', { name: 'Link', exact: true }).click();
  await expect(dialog.getByText('tc-e2e-nowhere is not on the server')).toBeVisible();

  await field.fill(repository.slice(0, 3));
  await page.getByRole('option', { name: repository, exact: true }).click();
  await expect(field).toHaveValue(repository);
  await field.press('Enter');
  await expect(dialog).toBeHidden();
  await expect(page.getByText(`linked to ${owner}/${repository}`)).toBeVisible();
  expect(await byHand.linkedRepository(owner, packageName, '1.0')).toBe(`${owner}/${repository}`);

  await chooseAction(page, packageName, 'Unlink from repository…');
  const question = page.getByRole('alertdialog', {
    name: `Unlink ${packageName} from ${owner}/${repository}?`,
  });
  await expect(question.getByRole('button', { name: 'Cancel' })).toBeFocused();
  await question.getByRole('button', { name: 'Unlink' }).click();
  await expect(question).toBeHidden();
  await expect(page.getByRole('button', { name: 'Link to repository…' })).toBeVisible();
  expect(await byHand.linkedRepository(owner, packageName, '1.0')).toBeNull();
});

test('a server that cannot link says where it can be done', async ({ app, folder }) => {
  const older = await serveRegistry('--gitea', '1.23', '--data', join(folder, 'registry'));
  try {
    await new RegistryByHand(older.url, older.token).put(older.owner, 'kettle', '1.0', 'a', Buffer.from('a'));
    await signInToOwner(app.page, { address: older.url, token: older.token }, older.owner);
    await openPackage(app.page, 'kettle');
    await chooseAction(app.page, 'kettle', 'Link to repository…');
    const dialog = app.page.getByRole('dialog', { name: 'Packages cannot be linked from here' });
    await expect(dialog.getByText('This server is too old')).toBeVisible();
    await expect(dialog.getByRole('button', { name: 'Open on the web' })).toBeVisible();
    await dialog.getByRole('button', { name: 'Close' }).click();
    await expect(dialog).toBeHidden();
  } finally {
    await older.end('SIGKILL');
  }
});

test('a token that may not list repositories is told to type the name', async ({
  app,
  server,
  byHand,
  packageName,
}) => {
  test.skip(server.weakTokens === null, 'A real server was given one token only.');
  const token = server.weakTokens?.readOnly ?? '';
  await byHand.put(server.owner, packageName, '1.0', 'a', Buffer.from('a'));
  await signInToOwner(app.page, { address: server.url, token }, server.owner);
  await openPackage(app.page, packageName);
  await chooseAction(app.page, packageName, 'Link to repository…');
  const dialog = app.page.getByRole('dialog', { name: `Link ${packageName} to a repository` });
  await expect(dialog.getByText('The token may not list them')).toBeVisible();
  await dialog.getByRole('combobox', { name: 'Repository' }).fill('teaware');
  await dialog.getByRole('button', { name: 'Link', exact: true }).click();
  // This one may not write either, and says so.
  await expect(dialog.getByText('The token lacks the permission write:package')).toBeVisible();
});

test('the built-in registry says that it has no repositories', async ({ app, folder }) => {
  await app.page.getByRole('button', { name: 'Try the built-in registry' }).click();
  await expect(app.page.getByText('has no packages yet')).toBeVisible();
  await app.dropFiles([await writeSample(folder, 'kettle-1.0.bin', 10)]);
  await confirmPublish(app.page);
  await openPackage(app.page, 'kettle');
  await chooseAction(app.page, 'kettle', 'Link to repository…');
  await expect(app.page.getByText('it has no repositories to link them to')).toBeVisible();
});
