import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from '../fixtures.ts';
import { chooseOwner, signInToOwner } from '../steps/accounts.ts';
import { confirmPublish, fillTarget, publishSheet } from '../steps/publish.ts';
import { writeSample } from '../steps/sample-files.ts';
import { transferRow } from '../steps/transfers.ts';

/** A project with a manifest, and a commit that is checked out and has a tag. */
async function makeProject(root: string, manifest: object, tag: string): Promise<void> {
  const commit = 'a'.repeat(40);
  await mkdir(join(root, 'dist'), { recursive: true });
  await writeFile(join(root, 'package.json'), JSON.stringify(manifest));
  await mkdir(join(root, '.git', 'refs', 'tags'), { recursive: true });
  await writeFile(join(root, '.git', 'HEAD'), `${commit}\n`);
  await writeFile(join(root, '.git', 'refs', 'tags', tag), `${commit}\n`);
}

test('package and version are read from what lies beside the files, and what disagrees is offered', async ({
  app,
  server,
  byHand,
  packageName,
  folder,
}) => {
  await byHand.put(server.owner, packageName, '1.4.2', 'lid.bin', Buffer.from('hot'));
  const root = join(folder, 'teaware');
  await makeProject(root, { name: `@crew/${packageName}`, version: '1.4.2' }, 'v1.5.0-rc.1');
  await signInToOwner(app.page, { address: server.url, token: server.token }, server.owner);
  await app.dropFiles([await writeSample(join(root, 'dist'), 'kettle.bin', 10)]);

  const sheet = publishSheet(app.page);
  const version = sheet.getByLabel('Version', { exact: true });
  await expect(sheet.getByLabel('Package', { exact: true })).toHaveValue(packageName);
  await expect(sheet.getByText('from package.json in teaware', { exact: true })).toBeVisible();
  await expect(version).toHaveValue('1.4.2');
  await expect(sheet.getByText(/from package\.json in teaware · there already, with 1 file/)).toBeVisible();
  for (const next of ['1.4.3', '1.5.0', '2.0.0']) {
    await expect(sheet.getByRole('button', { name: `Use ${next}`, exact: true })).toBeVisible();
  }
  await expect(sheet.getByText('Tag v1.5.0-rc.1:')).toBeVisible();
  await sheet.getByRole('button', { name: 'Use 1.5.0-rc.1' }).click();
  await expect(version).toHaveValue('1.5.0-rc.1');
  await expect(sheet.getByText('new version')).toBeVisible();
  await sheet.getByRole('button', { name: 'Use 1.4.2' }).click();
  await expect(version).toHaveValue('1.4.2');
});

test('files that were published before go to the same package again', async ({
  app,
  server,
  packageName,
  folder,
}) => {
  await signInToOwner(app.page, { address: server.url, token: server.token }, server.owner);
  const first = await writeSample(folder, 'firmware.bin', 10);
  await app.dropFiles([first]);
  await fillTarget(app.page, { packageName, version: '1.0.0' });
  await confirmPublish(app.page);
  await expect(transferRow(app.page, 'firmware.bin').getByText('Published and verified')).toBeVisible();

  // Also another day, with nothing chosen that the files would go to.
  await app.restart();
  await chooseOwner(app.page, server.owner);
  await app.dropFiles([await writeSample(folder, 'firmware.hex', 20)]);
  const sheet = publishSheet(app.page);
  await expect(sheet.getByLabel('Package', { exact: true })).toHaveValue(packageName);
  await expect(sheet.getByText('as last time')).toBeVisible();
  await sheet.getByRole('button', { name: 'Use 1.0.1' }).click();
  await expect(sheet.getByLabel('Version', { exact: true })).toHaveValue('1.0.1');
  await confirmPublish(app.page);
});
