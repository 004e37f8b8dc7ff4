import { execFile } from 'node:child_process';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { writeManifest } from '../../shared/split-manifest.ts';
import { manifestName, partsOf } from '../../shared/split-volumes.ts';
import type { FaultyProxy, RequestFault } from '../faulty-proxy.ts';
import { expect, type Fixtures, test } from '../fixtures.ts';
import { sha256Of } from '../registry-by-hand.ts';
import { signInToOwner } from '../steps/accounts.ts';
import { chooseAction, fileName, filesOf, openPackage } from '../steps/packages.ts';
import { confirmPublish, fillTarget, publishSheet, sheetRow } from '../steps/publish.ts';
import { sampleBytes, writeSample } from '../steps/sample-files.ts';
import { drawerButton, transferRow } from '../steps/transfers.ts';

const name = 'kettle (final).iso';
const size = 5_000_000;
const partSize = 900_000;
const bytes = sampleBytes(size, name);
const layout = { name, size, partSize };
const parts = partsOf(layout);
const manifest = manifestName(name);

test.beforeEach(async ({ app, server, network }) => {
  await signInToOwner(app.page, { address: network.url, token: server.token }, server.owner);
});

/** A proxy with a limit of its own, and more where the test says so. */
function refuseLarge(
  network: FaultyProxy,
  more: (path: string) => RequestFault | undefined = () => undefined,
): void {
  network.choose = ({ kind, path, headers }) => {
    if (kind !== 'publish') return undefined;
    if (Number(headers['content-length']) <= 1_000_000) return more(decodeURIComponent(path));
    const body =
      '<html><center><h1>413 Request Entity Too Large</h1></center><hr><center>nginx</center></html>';
    return { instead: { status: 413, headers: { server: 'nginx', 'content-type': 'text/html' }, body } };
  };
}

function putsOf(network: FaultyProxy, file: string): number {
  return network.asked.filter(
    ({ kind, path }) => kind === 'publish' && decodeURIComponent(path).endsWith(`/${file}`),
  ).length;
}

/** Puts the parts and their manifest on the server past the app. */
async function putSplit({
  byHand,
  server,
  packageName,
}: Pick<Fixtures, 'byHand' | 'server' | 'packageName'>) {
  const hashes: string[] = [];
  for (const part of parts) {
    const content = Buffer.from(bytes.subarray(part.start, part.start + part.length));
    hashes.push(sha256Of(content));
    await byHand.put(server.owner, packageName, '1', part.name, content);
  }
  const text = Buffer.from(writeManifest(layout, sha256Of(bytes), hashes));
  await byHand.put(server.owner, packageName, '1', manifest, text);
}

test('a file that is refused for its size is split, goes on at the next part after a crash, and is one file again', async ({
  app,
  network,
  server,
  byHand,
  packageName,
  folder,
}, testInfo) => {
  test.slow();
  const path = await writeSample(folder, name, size);
  refuseLarge(network);
  await app.dropFiles([path]);
  await fillTarget(app.page, { packageName, version: '1' });
  await confirmPublish(app.page);
  await expect(transferRow(app.page, name).getByText(/refuses files of this size/)).toBeVisible();
  await drawerButton(app.page, 'Clear finished').click();

  await app.dropFiles([path]);
  await fillTarget(app.page, { packageName, version: '1' });
  await app.picture(testInfo.outputPath('offer.png'));
  await sheetRow(app.page, name)
    .getByRole('button', { name: /^Split it into 6 parts of 900 kB/ })
    .click();
  await expect(sheetRow(app.page, name).getByText('as 6 parts')).toBeVisible();
  await expect(publishSheet(app.page).getByText(/1 file, 5 MB/)).toBeVisible();
  await app.picture(testInfo.outputPath('sheet.png'));

  let passed = 0;
  refuseLarge(network, () => {
    passed += 1;
    return passed > 3 ? { up: { kind: 'stall', at: 100_000 } } : undefined;
  });
  await confirmPublish(app.page);
  await expect
    .poll(async () => (await byHand.files(server.owner, packageName, '1'))?.size, { timeout: 30_000 })
    .toBe(3);
  await expect(app.page.getByText('Published and verified')).toHaveCount(3);
  await app.picture(testInfo.outputPath('sending.png'));
  const there = [...((await byHand.files(server.owner, packageName, '1')) ?? [])].map(([file]) => file);
  await app.crash();
  refuseLarge(network);
  network.release();
  await expect(transferRow(app.page, manifest).getByText('Published and verified')).toBeVisible({
    timeout: 60_000,
  });
  for (const file of there) expect(putsOf(network, file)).toBe(1);
  const files = await byHand.files(server.owner, packageName, '1');
  expect(files?.size).toBe(parts.length + 1);

  await openPackage(app.page, packageName);
  const row = filesOf(app.page, '1').getByRole('row').filter({ hasText: '6 parts' });
  await expect(row).toContainText('5 MB');
  await expect(row.getByRole('button', { name: `Copy SHA-256 of ${name}` })).toBeAttached();
  await app.picture(testInfo.outputPath('listed.png'));
  await row.getByRole('button', { name: `Show the parts of ${name}` }).click();
  await expect(fileName(app.page, '1', 'part006of006')).toBeVisible();
  await app.picture(testInfo.outputPath('parts.png'));
  await drawerButton(app.page, 'Clear finished').click();
  await row.getByRole('button', { name: `Download ${name}` }).click();
  await expect(transferRow(app.page, name).getByText(/^Downloaded and verified/)).toBeVisible();
  expect(await readdir(app.downloads)).toEqual([name]);
  expect(sha256Of(await readFile(join(app.downloads, name)))).toBe(sha256Of(bytes));

  await app.dropFiles([path]);
  await fillTarget(app.page, { packageName, version: '1' });
  await expect(sheetRow(app.page, name).getByText(/already there, identical/)).toBeVisible();
  await publishSheet(app.page).getByRole('button', { name: 'Close' }).click();

  await chooseAction(app.page, name, 'Delete file and its parts…');
  const dialog = app.page.getByRole('alertdialog');
  await expect(dialog).toContainText(`Its 6 parts and its manifest go, ${manifest} first.`);
  await app.picture(testInfo.outputPath('delete.png'));
  await dialog.getByRole('button', { name: 'Delete file' }).click();
  await expect(dialog).toBeHidden();
  expect(await byHand.files(server.owner, packageName, '1')).toBeNull();
});

test('bytes that are not those of a part are kept aside, and never get the name of the file', async ({
  app,
  network,
  server,
  byHand,
  packageName,
}) => {
  await putSplit({ byHand, server, packageName });
  const [, second] = parts;
  network.choose = ({ kind, path }) =>
    kind === 'download' && decodeURIComponent(path).endsWith(second?.name ?? '-')
      ? { down: { kind: 'flip', at: 10, bit: 1 } }
      : undefined;
  await app.runCommand('refresh');
  await openPackage(app.page, packageName);
  await filesOf(app.page, '1')
    .getByRole('button', { name: `Download ${name}` })
    .click();
  await expect(transferRow(app.page, name).getByText(/is damaged on the server/)).toBeVisible({
    timeout: 30_000,
  });
  expect(await readdir(app.downloads)).toEqual([`${name}.bad`]);
});

test('parts that are missing or other ones are said, and not joined', async ({
  app,
  server,
  byHand,
  packageName,
}, testInfo) => {
  await putSplit({ byHand, server, packageName });
  const [first] = parts;
  await byHand.deleteFile(server.owner, packageName, '1', first?.name ?? '');
  await app.runCommand('refresh');
  await openPackage(app.page, packageName);
  await expect(app.page.getByText(/cannot be joined: only 5 of its 6 parts are there/)).toBeVisible();
  await app.picture(testInfo.outputPath('incomplete.png'));

  await byHand.put(server.owner, packageName, '1', first?.name ?? '', sampleBytes(partSize, 'other'));
  await app.runCommand('refresh');
  await expect(filesOf(app.page, '1').getByText('damaged')).toBeVisible();
  await expect(filesOf(app.page, '1').getByRole('button', { name: `Download ${name}` })).toBeDisabled();
});

test('the lines of the manifest join the very bytes without the app', async ({
  app,
  server,
  byHand,
  packageName,
  folder,
}) => {
  test.skip(process.platform === 'win32', 'The lines are for a POSIX shell.');
  const path = await writeSample(folder, name, 2_000_000, name);
  await app.dropFiles([path]);
  await fillTarget(app.page, { packageName, version: '1' });
  const sheet = publishSheet(app.page);
  await sheet.getByText('Split files over').click();
  await sheet.getByLabel('Size of a part').fill('600 kB');
  await sheet.getByLabel('Size of a part').press('Enter');
  await expect(sheetRow(app.page, name).getByText('as 4 parts')).toBeVisible();
  await confirmPublish(app.page);
  await expect(transferRow(app.page, manifest).getByText('Published and verified')).toBeVisible({
    timeout: 30_000,
  });

  const to = join(folder, 'by hand');
  await mkdir(to);
  for (const [file] of (await byHand.files(server.owner, packageName, '1')) ?? []) {
    const content = await byHand.get(server.owner, packageName, '1', file);
    await writeFile(join(to, file), content ?? '');
  }
  const text = await readFile(join(to, manifest), 'utf8');
  const lines = text.split('\n').flatMap((line) => /^# {3}((?:cat|grep) .*)$/.exec(line)?.[1] ?? []);
  expect(lines).toHaveLength(2);
  for (const line of lines) await promisify(execFile)('/bin/sh', ['-ec', line], { cwd: to });
  expect(sha256Of(await readFile(join(to, name)))).toBe(sha256Of(sampleBytes(2_000_000, name)));
});
