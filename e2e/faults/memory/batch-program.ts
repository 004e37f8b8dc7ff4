import { setTimeout as wait } from 'node:timers/promises';
import { createApp } from '../../../electron/app.ts';
import { KeptPlatform } from '../kill/kept-platform.ts';

/**
 * The app with a batch of many files: `node batch-program.ts FOLDER URL OWNER PACKAGE FIRST SOURCE`. Publishes the files
 * in FIRST, plans the batch of those in SOURCE, lets it run for a moment, cancels it, and prints what that took:
 * milliseconds and bytes.
 */

const [folder = '', address = '', owner = '', packageName = '', firstFiles = '', source = ''] =
  process.argv.slice(2);
const token = process.env['TEA_CHEST_TOKEN'] ?? '';
/** The files that are published before the rest is cancelled. */
const letThrough = 50;

/** Keeps nothing of what the window is told. */
class QuietPlatform extends KeptPlatform {
  override readonly window: KeptPlatform['window'] = {
    show: () => undefined,
    push: () => undefined,
    showProgress: () => undefined,
  };
}

const platform = new QuietPlatform(folder);
await platform.makeFolders();
const app = createApp(platform);
await app.start();
const account = await platform.request('accounts:add', { address, credential: { kind: 'token', token } });

async function publish(version: string, most: number): Promise<string[]> {
  const { files } = await platform.request('local-files:choose', { what: 'folder' });
  return platform.request('transfers:publish', {
    accountId: account.id,
    version: { owner, packageName, version },
    files: files.slice(0, most).map(({ ticket, name }) => ({ ticket, fileName: name })),
  });
}

// What the first files cost, such as the code for them, the others do not.
platform.chosen = [firstFiles];
await publish('0', letThrough);
while (app.unsettledTransfers() > 0) await wait(20);

const before = process.memoryUsage.rss();
let largest = before;
const sampling = setInterval(() => {
  largest = Math.max(largest, process.memoryUsage.rss());
}, 20);

platform.chosen = [source];
const start = performance.now();
const ids = await publish('1', Number.POSITIVE_INFINITY);
const planned = performance.now() - start;

while (app.unsettledTransfers() > ids.length - letThrough) await wait(20);
const cancelling = performance.now();
await platform.request('transfers:cancel', { ids });
while (app.unsettledTransfers() > 0) await wait(1);
const cancelled = performance.now() - cancelling;
clearInterval(sampling);
const summaries = platform.notified.length;
await app.stop();
process.stdout.write(
  `${JSON.stringify({ files: ids.length, planned, cancelled, grown: largest - before, summaries })}\n`,
);
