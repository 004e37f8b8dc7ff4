import { createServer } from 'node:http';
import { expect, test } from '../fixtures.ts';
import { accountRow, checkConnection, openAccountDialog, ownerRow, signIn } from '../steps/accounts.ts';

test('signing in shows who and where before anything is saved', async ({ app, server }) => {
  await openAccountDialog(app.page);
  await checkConnection(app.page, { address: server.url, token: server.token });
  await expect(app.page.getByText(`Connected as ${server.owner}`)).toBeVisible();
  await app.page.getByRole('dialog').getByRole('button', { name: 'Add account' }).click();
  await expect(ownerRow(app.page, server.owner)).toBeVisible();
});

test('a wrong token is refused with the next step, and nothing is saved', async ({ app, server }) => {
  await openAccountDialog(app.page);
  await checkConnection(app.page, { address: server.url, token: 'f'.repeat(40) });
  await expect(
    app.page.getByRole('alert').getByText('The server does not accept the credential'),
  ).toBeVisible();
  await app.page.keyboard.press('Escape');
  await expect(app.page.getByRole('button', { name: 'Connect to a server' })).toBeVisible();
});

test('a wrong address says that nothing answers there', async ({ app, server }) => {
  await openAccountDialog(app.page);
  await checkConnection(app.page, { address: 'http://127.0.0.1:9', token: server.token });
  await expect(app.page.getByRole('alert').getByText(/cannot be reached/)).toBeVisible();
});

test('a web site that is no package server is told apart', async ({ app, server }) => {
  const site = createServer((_request, answer) => {
    answer.writeHead(200, { 'content-type': 'text/html' }).end('<h1>Welcome</h1>');
  });
  await new Promise<void>((listening) => site.listen(0, '127.0.0.1', listening));
  const address = site.address();
  await openAccountDialog(app.page);
  await checkConnection(app.page, {
    address: `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`,
    token: server.token,
  });
  await expect(app.page.getByRole('alert').getByText(/other web page answered in place of/)).toBeVisible();
  site.close();
});

test('a token without the package permission is told which one it lacks', async ({ app, server }) => {
  test.skip(server.weakTokens === null, 'the real server was given one token');
  await openAccountDialog(app.page);
  await checkConnection(app.page, { address: server.url, token: server.weakTokens?.userOnly ?? '' });
  await expect(
    app.page.getByRole('alert').getByText('The token lacks the permission read:package'),
  ).toBeVisible();
});

test('removing an account asks, forgets it and deletes nothing', async ({
  app,
  server,
  byHand,
  packageName,
}) => {
  await byHand.put(server.owner, packageName, '1.0', 'kept.txt', Buffer.from('kept'));
  await signIn(app.page, { address: server.url, token: server.token });
  await accountRow(app.page).click({ button: 'right' });
  await app.page.getByRole('menuitem', { name: 'Remove…' }).click();
  const dialog = app.page.getByRole('alertdialog');
  await expect(dialog.getByText('Nothing is deleted on the server.')).toBeVisible();
  await dialog.getByRole('button', { name: 'Remove account' }).click();
  await expect(app.page.getByRole('button', { name: 'Connect to a server' })).toBeVisible();
  expect(await byHand.get(server.owner, packageName, '1.0', 'kept.txt')).not.toBeNull();
});
