import { setTimeout as wait } from 'node:timers/promises';
import { createApp } from '../../../electron/app.ts';
import { usualChecksumsName } from '../../../shared/checksum-lines.ts';
import { isSettled, type Transfer } from '../../../shared/transfer.ts';
import { KeptPlatform } from './kept-platform.ts';

/**
 * The app without a window, to be killed: `node app-program.ts FOLDER URL OWNER PACKAGE UP DOWN SOURCE` publishes the
 * files in SOURCE and a list of their checksums to version UP and downloads version DOWN, each unless the app knows of it already, and ends when
 * nothing is left to do. Prints one JSON line a step.
 */

const [folder = '', address = '', owner = '', packageName = '', up = '', down = '', source = ''] =
  process.argv.slice(2);
const token = process.env['TEA_CHEST_TOKEN'] ?? '';

/** Milliseconds between two looks. */
const lookEvery = 10;

function tell(step: string, transfers: readonly Transfer[]): void {
  const rows = transfers.map(({ id, direction, coordinates, state, failure }) => ({
    id,
    direction,
    fileName: coordinates.fileName,
    state,
    failure,
  }));
  process.stdout.write(`${JSON.stringify({ step, transfers: rows })}\n`);
}

const platform = new KeptPlatform(folder);
await platform.makeFolders();
const app = createApp(platform);
await app.start();

async function known(): Promise<Transfer[]> {
  const listed = await platform.request('transfers:list', undefined);
  const history = await platform.request('history:list', { before: null, limit: 500 });
  const ids = new Set(listed.map(({ id }) => id));
  return [...listed, ...history.transfers.filter(({ id }) => !ids.has(id))];
}

tell('started', await known());

const [there] = await platform.request('accounts:list', undefined);
const account =
  there ?? (await platform.request('accounts:add', { address, credential: { kind: 'token', token } }));

async function asked(direction: Transfer['direction']): Promise<boolean> {
  return (await known()).some((transfer) => transfer.direction === direction);
}

async function acknowledge(ids: readonly string[]): Promise<void> {
  tell(
    'acknowledged',
    (await known()).filter(({ id }) => ids.includes(id)),
  );
}

if (!(await asked('publish'))) {
  platform.chosen = [source];
  const { files } = await platform.request('local-files:choose', { what: 'folder' });
  const ids = await platform.request('transfers:publish', {
    accountId: account.id,
    version: { owner, packageName, version: up },
    files: files.map(({ ticket, name }) => ({ ticket, fileName: name })),
    checksumsName: usualChecksumsName,
  });
  await acknowledge(ids);
}
if (!(await asked('download'))) {
  const version = { owner, packageName, version: down };
  const { files } = await platform.request('packages:list-files', { accountId: account.id, version });
  const ids = await platform.request('transfers:download', {
    accountId: account.id,
    version,
    fileNames: files.map(({ fileName }) => fileName),
    to: 'download-folder',
  });
  await acknowledge(ids);
}

for (;;) {
  const transfers = await known();
  if (transfers.every(({ state }) => isSettled(state) || state === 'needs-decision')) {
    tell('settled', transfers);
    break;
  }
  await wait(lookEvery);
}
await app.stop();
