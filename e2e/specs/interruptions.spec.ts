import { expect, test } from '../fixtures.ts';
import { sha256Of } from '../registry-by-hand.ts';
import { signInToOwner } from '../steps/accounts.ts';
import { confirmPublish, fillTarget } from '../steps/publish.ts';
import { sampleBytes, writeSample } from '../steps/sample-files.ts';
import { transferRow } from '../steps/transfers.ts';

const size = 12_000_000;

/** Starts to publish a file through the network, which stops the body in the middle. */
async function startHeldPublish({
  app,
  network,
  server,
  packageName,
  folder,
}: Pick<
  import('../fixtures.ts').Fixtures,
  'app' | 'network' | 'server' | 'packageName' | 'folder'
>): Promise<void> {
  await signInToOwner(app.page, { address: network.url, token: server.token }, server.owner);
  network.holdBodiesAfter(2_000_000);
  await app.dropFiles([await writeSample(folder, 'large.bin', size)]);
  await fillTarget(app.page, { packageName, version: '1' });
  await confirmPublish(app.page);
  await expect(transferRow(app.page, 'large.bin').getByText(/^Sending/)).toBeVisible();
}

test('cancelling midway leaves nothing on the server', async ({
  app,
  network,
  server,
  byHand,
  packageName,
  folder,
}) => {
  await startHeldPublish({ app, network, server, packageName, folder });
  await transferRow(app.page, 'large.bin').getByRole('button', { name: 'Cancel large.bin' }).click();
  await expect(transferRow(app.page, 'large.bin').getByText('Cancelled')).toBeVisible();
  network.release();
  expect(await byHand.files(server.owner, packageName, '1')).toBeNull();

  await transferRow(app.page, 'large.bin').getByRole('button', { name: 'Retry large.bin' }).click();
  await expect(transferRow(app.page, 'large.bin').getByText('Published and verified')).toBeVisible();
});

test('the server going away midway is said, and when it is back the work is finished by itself', async ({
  app,
  network,
  server,
  byHand,
  packageName,
  folder,
}) => {
  test.slow();
  await startHeldPublish({ app, network, server, packageName, folder });
  await network.goAway();
  await expect(transferRow(app.page, 'large.bin').getByText(/Trying again/)).toBeVisible({ timeout: 30_000 });
  expect(await byHand.files(server.owner, packageName, '1')).toBeNull();

  await network.comeBack();
  await expect(transferRow(app.page, 'large.bin').getByText('Published and verified')).toBeVisible({
    timeout: 30_000,
  });
  const files = await byHand.files(server.owner, packageName, '1');
  expect(files?.get('large.bin')).toBe(sha256Of(sampleBytes(size, 'large.bin')));
});

test('reloading the window does not touch a transfer', async ({
  app,
  network,
  server,
  packageName,
  folder,
}) => {
  await startHeldPublish({ app, network, server, packageName, folder });
  await app.page.reload();
  await expect(transferRow(app.page, 'large.bin').getByText(/^Sending/)).toBeVisible();
  network.release();
  await expect(transferRow(app.page, 'large.bin').getByText('Published and verified')).toBeVisible();
});

test('quitting during a transfer asks first', async ({ app, network, server, packageName, folder }) => {
  await startHeldPublish({ app, network, server, packageName, folder });
  await app.answerMessageBox(0);
  await app.evaluate(({ app: electronApp }) => electronApp.quit());
  await expect.poll(() => app.messageBoxes()).toHaveLength(1);
  network.release();
  await expect(transferRow(app.page, 'large.bin').getByText('Published and verified')).toBeVisible();
});
