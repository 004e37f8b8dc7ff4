import { FaultyProxy } from '../faulty-proxy.ts';
import { expect, test } from '../fixtures.ts';
import { realServer } from '../server-under-test.ts';
import { chooseOwner, signInToOwner } from '../steps/accounts.ts';
import { packageRow } from '../steps/packages.ts';

/** Enough for many pages, few enough to be quick. */
test.use({ scale: { packages: 300, versions: 10_000, filesInNewest: 0 } });

test.skip(realServer() !== null, 'a real server is not ours to fill');

test('a long list is shown from its first page on, can be stopped, and goes on', async ({
  app,
  network,
  server,
}) => {
  network.choose = ({ path }) => (/[?&]page=60(&|$)/.test(path) ? { answer: 'hold' } : undefined);
  await signInToOwner(app.page, { address: network.url, token: server.token }, server.owner);
  await expect(packageRow(app.page, 'scale-100')).toBeVisible();
  await expect(app.page.getByText('2,950 of 10,000')).toBeVisible();
  const filter = app.page.getByRole('searchbox', { name: 'Filter packages' });
  await filter.fill('scale-99');
  await expect(packageRow(app.page, 'scale-99')).toBeVisible();
  await expect(packageRow(app.page, 'scale-100')).toBeHidden();
  await app.page.getByRole('button', { name: 'Stop reading the list' }).click();
  await expect(app.page.getByText('Stopped after 2,950 of 10,000 versions.')).toBeVisible();
  await expect(packageRow(app.page, 'scale-99')).toBeVisible();

  network.choose = () => undefined;
  await app.page.getByRole('button', { name: 'Go on' }).click();
  await filter.fill('');
  await expect(app.page.getByText('300 packages')).toBeVisible({ timeout: 30_000 });
});

test('the last list is there without the server, with its age, and follows what changed', async ({
  app,
  byHand,
  server,
}) => {
  const network = await FaultyProxy.before(server.url);
  await signInToOwner(app.page, { address: network.url, token: server.token }, server.owner);
  await expect(app.page.getByText('300 packages')).toBeVisible({ timeout: 30_000 });
  await network.goAway();
  await app.restart();
  await chooseOwner(app.page, server.owner);
  await expect(packageRow(app.page, 'scale-100')).toBeVisible();
  await expect(app.page.getByText(/^This is the list as it was /)).toBeVisible();
  await network.comeBack();
  await byHand.put(server.owner, 'brand-new', '1.0', 'a.txt', Buffer.from('a'));
  await app.runCommand('refresh');
  await expect(packageRow(app.page, 'brand-new')).toBeVisible({ timeout: 30_000 });
  await expect(app.page.getByText('301 packages')).toBeVisible({ timeout: 30_000 });
  await network.goAway();
});
