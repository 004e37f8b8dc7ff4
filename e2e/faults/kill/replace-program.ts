import { setTimeout as wait } from 'node:timers/promises';
import { createApp } from '../../../electron/app.ts';
import { isSettled, type Transfer } from '../../../shared/transfer.ts';
import { KeptPlatform } from './kept-platform.ts';

/**
 * The app without a window, to be killed while it replaces: `node replace-program.ts FOLDER URL OWNER PACKAGE SOURCE
 * VERSION…` puts the files in SOURCE in the place of those of each version, unless the app knows of them already, and
 * ends when nothing is left to do. Prints one JSON line a step.
 */

const [folder = '', address = '', owner = '', packageName = '', source = '', ...versions] =
  process.argv.slice(2);
const token = process.env['TEA_CHEST_TOKEN'] ?? '';

/** Milliseconds between two looks. */
const lookEvery = 10;

function tell(step: string, transfers: readonly Transfer[]): void {
  const rows = transfers.map(({ id, coordinates, state, failure, oldFile }) => ({
    id,
    version: coordinates.version,
    fileName: coordinates.fileName,
    state,
    failure,
    oldFile,
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
const accountId = account.id;

for (const name of versions) {
  const before = await known();
  if (before.some(({ coordinates }) => coordinates.version === name)) continue;
  const version = { owner, packageName, version: name };
  const listed = await platform.request('packages:list-files', { accountId, version });
  platform.chosen = [source];
  const { files } = await platform.request('local-files:choose', { what: 'folder' });
  await platform.request('transfers:publish', {
    accountId,
    version,
    files: files.flatMap(({ ticket, name: fileName }) => {
      const old = listed.files.find((file) => file.fileName === fileName);
      return old === undefined ? [] : [{ ticket, fileName, replaces: { id: old.id, sha256: old.sha256 } }];
    }),
  });
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
