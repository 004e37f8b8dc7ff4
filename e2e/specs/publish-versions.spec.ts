import { expect, test } from '../fixtures.ts';
import { signInToOwner } from '../steps/accounts.ts';
import { fillTarget, publishSheet } from '../steps/publish.ts';
import { writeSample } from '../steps/sample-files.ts';

test('a version that is there offers the next patch, minor and major', async ({
  app,
  server,
  byHand,
  packageName,
  folder,
}) => {
  await byHand.put(server.owner, packageName, '1.4.2', 'kettle.bin', Buffer.from('hot'));
  await signInToOwner(app.page, { address: server.url, token: server.token }, server.owner);
  await app.dropFiles([await writeSample(folder, 'lid.bin', 10)]);
  await fillTarget(app.page, { packageName, version: '1.4.2' });
  const sheet = publishSheet(app.page);
  await expect(sheet.getByText('there already, with 1 file: yours are added')).toBeVisible();
  await expect(sheet.getByRole('button', { name: 'Use 1.4.3' })).toBeVisible();
  await expect(sheet.getByRole('button', { name: 'Use 2.0.0' })).toBeVisible();
  await sheet.getByRole('button', { name: 'Use 1.5.0' }).click();
  await expect(sheet.getByLabel('Version', { exact: true })).toHaveValue('1.5.0');
  await expect(sheet.getByText('next after 1.4.2')).toBeVisible();
  await expect(sheet.getByRole('button', { name: /^Use/ })).toHaveCount(0);
  await sheet.getByLabel('Version', { exact: true }).fill('v1.6.0');
  await expect(sheet.getByText('Spelled as 1.4.2:')).toBeVisible();
  await sheet.getByRole('button', { name: 'Use 1.6.0' }).click();
  await expect(sheet.getByLabel('Version', { exact: true })).toHaveValue('1.6.0');
});
