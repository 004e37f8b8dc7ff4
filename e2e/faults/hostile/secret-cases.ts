import assert from 'node:assert/strict';
import { mkdir, readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { FaultCase, FaultWorld } from '../fault-case.ts';
import { startCommand } from '../kill/command-line.ts';
import { startApp } from './app-in-process.ts';

/** Whether a text holds a token, plain or as the header of a password would have it. */
function holds(text: string, token: string): boolean {
  return text.includes(token) || text.includes(Buffer.from(`:${token}`).toString('base64').slice(4, -4));
}

async function textsBelow(folder: string): Promise<Map<string, string>> {
  const texts = new Map<string, string>();
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    const path = join(entry.parentPath, entry.name);
    if (entry.isFile()) texts.set(path, await readFile(path, 'latin1'));
  }
  return texts;
}

function checkTexts(texts: ReadonlyMap<string, string>, token: string): void {
  for (const [where, text] of texts) assert.ok(!holds(text, token), `${where} holds the token`);
}

/** Commands that succeed, fail and are killed: output, arguments, parts and profile hold no token. */
async function commands(world: FaultWorld): Promise<void> {
  const { token, url } = world.server;
  const version = world.newVersion();
  await world.source('src/a.bin', world.random.bytes(2_000_000));
  const relay = await world.relay();
  relay.cuts.push({ direction: 'to-server', afterBytes: 500_000 });
  const to = join(world.folder, 'out');
  await mkdir(to);
  const killed = { fault: { kind: 'point', point: 'handle sync before 1' } } as const;
  const runs = [
    startCommand(world, 'publish', relay.url, version, [join(world.folder, 'src')]),
    startCommand(world, 'publish', url, version, [join(world.folder, 'src')], {
      fault: { kind: 'point', point: 'network send piece before 8' },
    }),
    startCommand(world, 'download', 'http://127.0.0.1:9', version, ['--to', to], {
      fault: { kind: 'after', milliseconds: 700 },
    }),
  ];
  const texts = new Map<string, string>();
  for (const [number, { child, ended }] of runs.entries()) {
    const shown = await readFile(`/proc/${child.pid}/cmdline`, 'latin1').catch(() => '');
    const { output, errors } = await ended;
    texts.set(`command ${number}`, `${output}${errors}${child.spawnargs.join(' ')}${shown}`);
  }
  const down = await startCommand(world, 'download', url, version, ['--to', to], killed).ended;
  texts.set('download', down.output + down.errors);
  assert.ok((await readdir(to)).length > 0, 'no part was left to look into');
  checkTexts(texts, token);
  checkTexts(await textsBelow(to), token);
  checkTexts(await textsBelow(world.profile), token);
}

/** The app with transfers that go well and transfers that break: logs, messages to the window and profile hold no token. */
async function appLogs(world: FaultWorld): Promise<void> {
  const { token } = world.server;
  const relay = await world.relay();
  const { stop, platform, account } = await startApp(world, 'app', relay.url);
  const version = world.newVersion();
  relay.cuts.push({ direction: 'to-server', afterBytes: 300_000 });
  await world.source('src/a.bin', world.random.bytes(1_500_000));
  await world.source('src/b.bin', 'tea');
  platform.chosen = [join(world.folder, 'src')];
  const { files } = await platform.request('local-files:choose', { what: 'folder' });
  const ids = await platform.request('transfers:publish', {
    accountId: account.id,
    version,
    files: files.map(({ ticket, name }) => ({ ticket, fileName: name })),
  });
  await world.until(async () => {
    const transfers = await platform.request('transfers:list', undefined);
    return transfers.every(({ id, state }) => !ids.includes(id) || state === 'done');
  });
  await relay.close();
  await platform.request('accounts:recheck', { accountId: account.id });
  const broken = { accountId: account.id, version };
  await assert.rejects(platform.request('packages:list-files', broken), /unreachable|interrupted/);
  await stop();
  const { lines, opened, notified, told, pushed } = platform;
  const said = [lines, opened, notified, told].flat().join('\n') + JSON.stringify(pushed);
  checkTexts(new Map([['what was logged and told', said]]), token);
  checkTexts(await textsBelow(platform.folders.userData), token);
}

/** Row 87: the token is nowhere but in the requests to its server. */
export const secretCases: readonly FaultCase[] = [
  { row: 87, name: 'output, arguments, parts and profile of commands', when: 'always', run: commands },
  { row: 87, name: 'logs, messages and profile of the app', when: 'always', run: appLogs },
];
