import { usualChecksumsName } from '../../../shared/checksum-lines.ts';
import type { Transfer } from '../../../shared/transfer.ts';
import { KeptApp } from './kept-app.ts';

/**
 * The app without a window, to be killed: `node app-program.ts FOLDER URL OWNER PACKAGE UP DOWN SOURCE` publishes the
 * files in SOURCE and a list of their checksums to version UP and downloads version DOWN, each unless the app knows of it already, and ends when
 * nothing is left to do. Prints one JSON line a step.
 */

const [folder = '', address = '', owner = '', packageName = '', up = '', down = '', source = ''] =
  process.argv.slice(2);

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

const app = await KeptApp.start(folder);
const { platform } = app;

tell('started', await app.known());

const accountId = await app.account(address);

async function asked(direction: Transfer['direction']): Promise<boolean> {
  return (await app.known()).some((transfer) => transfer.direction === direction);
}

async function acknowledge(ids: readonly string[]): Promise<void> {
  tell(
    'acknowledged',
    (await app.known()).filter(({ id }) => ids.includes(id)),
  );
}

if (!(await asked('publish'))) {
  platform.chosen = [source];
  const { files } = await platform.request('local-files:choose', { what: 'folder' });
  const ids = await platform.request('transfers:publish', {
    accountId,
    version: { owner, packageName, version: up },
    files: files.map(({ ticket, name }) => ({ ticket, fileName: name })),
    checksumsName: usualChecksumsName,
  });
  await acknowledge(ids);
}
if (!(await asked('download'))) {
  const version = { owner, packageName, version: down };
  const { files } = await platform.request('packages:list-files', { accountId, version });
  const ids = await platform.request('transfers:download', {
    accountId,
    version,
    fileNames: files.map(({ fileName }) => fileName),
    to: 'download-folder',
  });
  await acknowledge(ids);
}

tell('settled', await app.settled());
await app.stop();
