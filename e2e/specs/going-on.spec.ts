import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from '../fixtures.ts';
import { sha256Of } from '../registry-by-hand.ts';
import { signInToOwner } from '../steps/accounts.ts';
import { openPackage } from '../steps/packages.ts';
import { confirmPublish, fillTarget } from '../steps/publish.ts';
import { sampleBytes, writeSample } from '../steps/sample-files.ts';
import { transferRow } from '../steps/transfers.ts';

const size = 12_000_000;

test('a crash in the middle of a publish loses nothing of the queue, and all of it arrives once', async ({
  app,
  network,
  server,
  byHand,
  packageName,
  folder,
}) => {
  await signInToOwner(app.page, { address: network.url, token: server.token }, server.owner);
  network.holdBodiesAfter(2_000_000);
  const names = ['large.bin', 'small.txt', 'tiny.txt'];
  const paths = [
    await writeSample(folder, 'large.bin', size),
    await writeSample(folder, 'small.txt', 5000),
    await writeSample(folder, 'tiny.txt', 5),
  ];
  await app.dropFiles(paths);
  await fillTarget(app.page, { packageName, version: '1' });
  await confirmPublish(app.page);
  await expect(transferRow(app.page, 'large.bin').getByText(/^Sending/)).toBeVisible();
  await app.crash();
  network.release();
  for (const name of names) {
    await expect(transferRow(app.page, name).getByText('Published and verified')).toBeVisible({
      timeout: 30_000,
    });
    await expect(transferRow(app.page, name)).toHaveCount(1);
  }
  const files = await byHand.files(server.owner, packageName, '1');
  expect([...(files?.keys() ?? [])].sort()).toEqual(names);
  expect(files?.get('large.bin')).toBe(sha256Of(sampleBytes(size, 'large.bin')));
});

for (const end of ['crash', 'restart'] as const) {
  test(`a ${end} in the middle of a download goes on where it was`, async ({
    app,
    network,
    server,
    byHand,
    packageName,
  }) => {
    const bytes = sampleBytes(size, 'kettle.bin');
    await byHand.put(server.owner, packageName, '1.0', 'kettle.bin', bytes);
    await signInToOwner(app.page, { address: network.url, token: server.token }, server.owner);
    await openPackage(app.page, packageName);
    network.holdBodiesAfter(9_000_000);
    await app.page.getByRole('button', { name: 'Download kettle.bin' }).click();
    await expect(
      transferRow(app.page, 'kettle.bin').getByText(/^Receiving (8\.\d|9) of 12 MB/),
    ).toBeVisible();
    await app.answerMessageBox(1);
    await app[end]();
    network.release();
    await expect(transferRow(app.page, 'kettle.bin').getByText('Downloaded and verified')).toBeVisible();
    expect(sha256Of(await readFile(join(app.downloads, 'kettle.bin')))).toBe(sha256Of(bytes));
    expect(await readdir(app.downloads)).toEqual(['kettle.bin']);
  });
}
