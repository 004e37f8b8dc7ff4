import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Locator, Page } from 'playwright';
import type { AppUnderTest } from '../app-under-test.ts';
import { expect, test } from '../fixtures.ts';
import { signInToOwner } from '../steps/accounts.ts';
import { openPackage, versionToggle } from '../steps/packages.ts';
import { confirmPublish, fillTarget, publishSheet, sheetRow } from '../steps/publish.ts';
import { sampleBytes, writeSample } from '../steps/sample-files.ts';
import { drawerButton, transferRow } from '../steps/transfers.ts';

/** What is published: one name is hostile to a shell. */
const names = ['kettle.bin', 'it $HOME; id & [x].txt'] as const;
const sizes = [40_000, 700] as const;

function receipt(page: Page): Locator {
  return page.getByRole('dialog').filter({ has: page.getByRole('grid', { name: 'Published files' }) });
}

function receiptRow(page: Page, name: string): Locator {
  return receipt(page).getByRole('row').filter({ hasText: name });
}

function sha256Of(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

async function publishSamples(app: AppUnderTest, folder: string, packageName: string): Promise<string[]> {
  const paths = await Promise.all(names.map((name, index) => writeSample(folder, name, sizes[index] ?? 0)));
  await app.dropFiles(paths);
  await fillTarget(app.page, { packageName, version: '1.4.2' });
  await confirmPublish(app.page);
  return paths;
}

async function copied(app: AppUnderTest, entry: string): Promise<string> {
  await emptyClipboard(app);
  await receipt(app.page).getByRole('button', { name: 'Copy as' }).click();
  await app.page.getByRole('menuitem', { name: entry, exact: true }).click();
  return clipboardOf(app);
}

async function emptyClipboard(app: AppUnderTest): Promise<void> {
  await app.evaluate(({ clipboard }) => clipboard.writeText(''));
}

/** What is on the clipboard as soon as something is. */
async function clipboardOf(app: AppUnderTest): Promise<string> {
  const read = () => app.evaluate(({ clipboard }) => clipboard.readText());
  await expect.poll(read).not.toBe('');
  return read();
}

test('a publish ends with a receipt whose every copy is right', async ({
  app,
  server,
  byHand,
  packageName,
  folder,
}) => {
  test.slow();
  const { page } = app;
  await signInToOwner(page, { address: server.url, token: server.token }, server.owner);
  await publishSamples(app, folder, packageName);
  const place = `${server.owner} / ${packageName} / 1.4.2`;
  await drawerButton(page, `Receipt of ${place}`).click();
  await expect(
    receipt(page).getByRole('heading', {
      name: `2 files published to ${server.owner} / ${packageName} 1.4.2 – verified`,
    }),
  ).toBeVisible();
  await expect(receipt(page)).toContainText(server.url);
  await expect(receipt(page).getByRole('button', { name: 'Close' })).toBeFocused();

  const listed = await byHand.files(server.owner, packageName, '1.4.2');
  for (const name of names) {
    const sha256 = sha256Of(await readFile(join(folder, name)));
    expect(listed?.get(name)).toBe(sha256);
    await expect(receiptRow(page, name)).toContainText('Verified');
    await expect(receiptRow(page, name).locator(`code[title="${sha256}"]`)).toBeVisible();
    await emptyClipboard(app);
    await receiptRow(page, name)
      .getByRole('button', { name: `Copy the URL of ${name}` })
      .click();
    const url = await clipboardOf(app);
    const answer = await fetch(url, { headers: { authorization: `token ${server.token}` } });
    expect(sha256Of(new Uint8Array(await answer.arrayBuffer()))).toBe(sha256);
  }
  await expect(receipt(page)).toContainText(/2 files · 40\.7 kB · /);

  const sums = await copied(app, 'SHA256SUMS');
  execFileSync('sha256sum', ['--check', '--quiet'], { cwd: folder, input: sums });
  const table = await copied(app, 'Markdown table');
  expect(table).toContain(`| 40000 | \`${listed?.get('kettle.bin')}\` |`);
  expect(await copied(app, 'PowerShell commands')).toContain("-OutFile './it $HOME; id & [x].txt'");
  for (const entry of ['curl commands', 'wget commands', 'Workflow step']) {
    const text = await copied(app, entry);
    expect(text).not.toContain(server.token);
    const tool = entry.startsWith('wget') ? 'wget' : 'curl';
    if (hasTool(tool)) await fetchesAll(folder, server.token, text);
  }
});

function hasTool(name: string): boolean {
  try {
    execFileSync('sh', ['-c', `command -v ${name}`]);
    return true;
  } catch {
    return false;
  }
}

/** Runs what was copied in an empty folder: it checks by itself, and brings both files. */
async function fetchesAll(folder: string, token: string, text: string): Promise<void> {
  const out = join(folder, 'fetched');
  await mkdir(out);
  const lines = text.split('\n');
  const start = lines.indexOf('  run: |');
  const script = start === -1 ? text : `set -e\n${lines.slice(start + 1).join('\n')}`;
  execFileSync('sh', ['-c', script], {
    cwd: out,
    stdio: 'pipe',
    env: { ...process.env, GITEA_TOKEN: token },
  });
  const hashes = await Promise.all(
    (await readdir(out)).map(async (name) => sha256Of(await readFile(join(out, name)))),
  );
  const wanted = names.map((name, index) => sha256Of(sampleBytes(sizes[index] ?? 0, name)));
  expect(hashes.sort()).toEqual(wanted.sort());
  await rm(out, { recursive: true });
}

test('the same is published again from the history in the next version, by keyboard', async ({
  app,
  server,
  byHand,
  packageName,
  folder,
}) => {
  test.slow();
  await signInToOwner(app.page, { address: server.url, token: server.token }, server.owner);
  const [path = '', gone = ''] = await publishSamples(app, folder, packageName);
  await drawerButton(app.page, `Receipt of ${server.owner} / ${packageName} / 1.4.2`).waitFor();
  // Somebody else published in between.
  await byHand.put(server.owner, packageName, '1.5.0', 'other.bin', sampleBytes(10, 'other'));
  await app.restart();
  const { page } = app;
  await writeFile(path, 'built anew');
  await rm(gone);

  await drawerButton(page, 'History').click();
  const history = page.getByRole('dialog', { name: 'Transfer history' });
  await history.getByRole('row').filter({ hasText: 'kettle.bin' }).focus();
  await page.keyboard.press('Space');
  const open = history.getByRole('button', { name: 'Receipt' });
  await expect(open).toBeEnabled();
  await open.press('Enter');
  await expect(receiptRow(page, 'kettle.bin')).toContainText('Verified');
  await receipt(page).getByRole('button', { name: 'Publish the same again…' }).press('Enter');

  const sheet = publishSheet(page);
  await expect(sheet.getByLabel('Package', { exact: true })).toHaveValue(packageName);
  await expect(sheet.getByLabel('Version', { exact: true })).toHaveValue('1.5.1');
  await expect(sheetRow(page, 'kettle.bin')).toContainText('10 B');
  await expect(sheet).toContainText(names[1]);
  await confirmPublish(page);
  await expect(transferRow(page, 'kettle.bin').getByText('Published and verified').first()).toBeVisible();
  expect(await byHand.files(server.owner, packageName, '1.5.1')).toEqual(
    new Map([['kettle.bin', sha256Of(Buffer.from('built anew'))]]),
  );
});

test('a receipt is honest about what failed, and that alone is tried again', async ({
  app,
  server,
  network,
  packageName,
  folder,
}) => {
  test.slow();
  const { page } = app;
  await signInToOwner(page, { address: network.url, token: server.token }, server.owner);
  network.choose = ({ kind, path }) =>
    kind === 'publish' && path.endsWith('/bad.bin') ? { instead: { status: 403 } } : undefined;
  const paths = await Promise.all(['good.bin', 'bad.bin'].map((name) => writeSample(folder, name, 5000)));
  await app.dropFiles(paths);
  await fillTarget(page, { packageName, version: '1.4.2' });
  await confirmPublish(page);
  await drawerButton(page, `Receipt of ${server.owner} / ${packageName} / 1.4.2`).click();
  const place = `${server.owner} / ${packageName} 1.4.2`;
  await expect(
    receipt(page).getByRole('heading', { name: `1 of 2 files published to ${place}` }),
  ).toBeVisible();
  await expect(receipt(page)).toContainText('1 file failed');
  // What is not there stands first.
  await expect(receipt(page).getByRole('row').nth(1)).toContainText('bad.bin');
  expect(await copied(app, 'SHA256SUMS')).not.toContain('bad.bin');

  network.choose = () => undefined;
  const before = network.count('publish');
  await receipt(page).getByRole('button', { name: 'Retry failed only' }).click();
  await expect(
    receipt(page).getByRole('heading', { name: `2 files published to ${place} – verified` }),
  ).toBeVisible();
  expect(network.count('publish')).toBe(before + 1);
  await expect(receiptRow(page, 'bad.bin')).toContainText('Verified');
});

test('a file in parts is one file of its receipt, and the package is linked from there', async ({
  app,
  server,
  byHand,
  packageName,
  folder,
}) => {
  const { page } = app;
  await signInToOwner(page, { address: server.url, token: server.token }, server.owner);
  await app.dropFiles([await writeSample(folder, 'disk.iso', 1_200_000)]);
  await fillTarget(page, { packageName, version: '1.0' });
  const sheet = publishSheet(page);
  await sheet.getByText('Split files over').click();
  await sheet.getByLabel('Size of a part').fill('500 kB');
  await sheet.getByLabel('Size of a part').press('Enter');
  await expect(sheetRow(page, 'disk.iso')).toContainText('as 3 parts');
  await confirmPublish(page);
  await drawerButton(page, `Receipt of ${server.owner} / ${packageName} / 1.0`).click();
  await expect(
    receipt(page).getByRole('heading', {
      name: `1 file published to ${server.owner} / ${packageName} 1.0 – verified`,
    }),
  ).toBeVisible();
  const row = receiptRow(page, 'disk.iso');
  await expect(row).toHaveCount(1);
  await expect(row).toContainText('3 parts');
  await expect(row).toContainText('1.2 MB');
  const sha256 = sha256Of(sampleBytes(1_200_000, 'disk.iso'));
  await expect(row.locator(`code[title="${sha256}"]`)).toBeVisible();
  const sums = await copied(app, 'SHA256SUMS');
  const listed = (await byHand.files(server.owner, packageName, '1.0')) ?? new Map<string, string>();
  expect(listed.size).toBe(4);
  expect(sums).toBe([...listed].map(([name, hash]) => `${hash}  ${name}\n`).join(''));

  await receipt(page).getByRole('button', { name: 'Link to repository…' }).click();
  // Servers up to Gitea 1.23 have no such endpoint, and the dialog says so.
  const link = page.getByRole('dialog', { name: `Link ${packageName} to a repository` });
  await expect(
    link.or(page.getByRole('dialog', { name: 'Packages cannot be linked from here' })),
  ).toBeVisible();
});

test('all files of a version are copied from its menu', async ({ app, server, byHand, packageName }) => {
  const { page } = app;
  const bytes = sampleBytes(100, 'listed');
  await byHand.put(server.owner, packageName, '2.0', 'listed.bin', bytes);
  await signInToOwner(page, { address: server.url, token: server.token }, server.owner);
  await openPackage(page, packageName);
  await expect(versionToggle(page, '2.0')).toBeVisible();
  await page.getByRole('button', { name: 'Actions for 2.0', exact: true }).click();
  await page.getByRole('menuitem', { name: 'Copy all as' }).press('ArrowRight');
  await page.getByRole('menuitem', { name: 'SHA256SUMS' }).press('Enter');
  await expect(page.getByText('Copied', { exact: true })).toBeVisible();
  expect(await app.evaluate(({ clipboard }) => clipboard.readText())).toBe(
    `${sha256Of(bytes)}  listed.bin\n`,
  );
});
