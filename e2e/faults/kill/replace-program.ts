import type { Transfer } from '../../../shared/transfer.ts';
import { KeptApp } from './kept-app.ts';

/**
 * The app without a window, to be killed while it replaces: `node replace-program.ts FOLDER URL OWNER PACKAGE SOURCE
 * VERSION…` puts the files in SOURCE in the place of those of each version, unless the app knows of them already, and
 * ends when nothing is left to do. Prints one JSON line a step.
 */

const [folder = '', address = '', owner = '', packageName = '', source = '', ...versions] =
  process.argv.slice(2);

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

const app = await KeptApp.start(folder);
const { platform } = app;

tell('started', await app.known());

const accountId = await app.account(address);

for (const name of versions) {
  const before = await app.known();
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

tell('settled', await app.settled());
await app.stop();
