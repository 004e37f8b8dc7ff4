import { expect, test } from '../fixtures.ts';
import { signIn } from '../steps/accounts.ts';

test('a first start offers a server or the built-in registry', async ({ app }) => {
  await expect(app.page.getByRole('heading', { name: 'Tea Chest' })).toBeVisible();
  await expect(app.page.getByRole('button', { name: 'Connect to a server' })).toBeVisible();
  await expect(app.page.getByRole('button', { name: 'Try the built-in registry' })).toBeVisible();
});

test('the built-in registry is ready after one press', async ({ app }) => {
  await app.page.getByRole('button', { name: 'Try the built-in registry' }).click();
  await expect(app.page.getByRole('row', { name: 'Built-in registry' })).toBeVisible();
  await expect(app.page.getByText('has no packages yet')).toBeVisible();
});

test('accounts are there again after a restart', async ({ app, server }) => {
  await signIn(app.page, { address: server.url, token: server.token });
  await expect(app.page.getByRole('row', { name: server.owner, exact: true })).toBeVisible();
  await app.restart();
  await expect(app.page.getByRole('row', { name: server.owner, exact: true })).toBeVisible();
});
