import assert from 'node:assert/strict';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { StoredAccounts } from '../../../electron/accounts/account-records.ts';
import { createApp } from '../../../electron/app.ts';
import type { Platform } from '../../../electron/platform/platform.ts';
import { setAsideIfBroken } from '../../../electron/platform/set-aside.ts';
import { failed } from '../../../shared/outcome.ts';
import { defaultSettings, Settings } from '../../../shared/settings.ts';
import type { FaultCase, FaultWorld } from '../fault-case.ts';
import { KeptPlatform } from '../kill/kept-platform.ts';

/** A file as a bad disk, or a newer release, leaves it. */
function broken(world: FaultWorld, whole: Buffer): Buffer {
  const { random } = world;
  switch (random.below(5)) {
    case 0:
      return whole.subarray(0, random.below(whole.length));
    case 1:
      return Buffer.alloc(whole.length);
    case 2: {
      const zeroed = Buffer.from(whole);
      return zeroed.fill(0, random.below(whole.length));
    }
    case 3: {
      const flipped = Buffer.from(whole);
      const at = random.below(whole.length);
      flipped.writeUInt8(flipped.readUInt8(at) ^ (1 << random.below(8)), at);
      return flipped;
    }
    default:
      return Buffer.from(random.pick(['[]', 'null', '{"accounts":7}', '{"appearance":"pink"}', '"text"']));
  }
}

/** Settings and accounts: what can be read is used, what cannot is kept under another name. */
async function brokenStores(world: FaultWorld, count: number): Promise<void> {
  const stores = [
    { schema: Settings, whole: Buffer.from(JSON.stringify(defaultSettings)) },
    {
      schema: StoredAccounts,
      whole: Buffer.from(JSON.stringify({ accounts: [{ id: 'a', label: 'crew' }] })),
    },
  ];
  for (let tried = 0; tried < count; tried += 1) {
    const { schema, whole } = world.random.pick(stores);
    const folder = join(world.folder, `store-${tried}`);
    await mkdir(folder);
    const path = join(folder, 'store.json');
    const bytes = broken(world, whole);
    await writeFile(path, bytes);
    const setAside = setAsideIfBroken(path, schema, new Date(0));
    const [kept = ''] = await readdir(folder);
    assert.ok((await readFile(join(folder, kept))).equals(bytes), 'what was there is gone');
    if (setAside === null) schema.parse(JSON.parse(await readFile(path, 'utf8')));
    else assert.match(kept, /^store\.broken-1970/);
  }
  world.tries(count);
}

/** Starts the app on a profile, lets something be done, and stops it. */
async function withApp<T>(folder: string, act: (platform: KeptPlatform) => Promise<T>): Promise<T> {
  const platform = new KeptPlatform(folder);
  await platform.makeFolders();
  const app = createApp(platform);
  await app.start();
  try {
    return await act(platform);
  } finally {
    await app.stop();
  }
}

/** A profile with a paused download in its journal; answers the journal's bytes. */
async function profileWithWork(world: FaultWorld): Promise<Buffer> {
  const { owner, packageName, version } = world.newVersion();
  await world.byHand.put(owner, packageName, version, 'kettle.bin', world.random.bytes(1000));
  const folder = join(world.folder, 'first');
  await withApp(folder, async (platform) => {
    const { url: address, token } = world.server;
    const account = await platform.request('accounts:add', { address, credential: { kind: 'token', token } });
    const ids = await platform.request('transfers:download', {
      accountId: account.id,
      version: { owner, packageName, version },
      fileNames: ['kettle.bin'],
      to: 'download-folder',
    });
    await world.until(async () => {
      const [transfer] = await platform.request('transfers:list', undefined);
      return transfer?.id === ids[0] && transfer?.state === 'done';
    });
  });
  return readFile(join(folder, 'data', 'transfers.sqlite'));
}

/** The journal: the app starts whatever has become of it, and nothing of it is deleted. */
async function brokenJournal(world: FaultWorld, count: number): Promise<void> {
  const whole = await profileWithWork(world);
  for (let tried = 0; tried < count; tried += 1) {
    const bytes = broken(world, whole);
    const folder = join(world.folder, `profile-${tried}`);
    const data = join(folder, 'data');
    await mkdir(data, { recursive: true });
    await writeFile(join(data, 'transfers.sqlite'), bytes);
    await withApp(folder, async (platform) => {
      await platform.request('transfers:list', undefined);
      const { transfers } = await platform.request('history:list', { before: null, limit: 10 });
      assert.ok(transfers.length <= 1);
      const aside = (await readdir(data)).filter((name) => name.startsWith('transfers.broken-'));
      if (aside.length === 0) return;
      assert.equal(platform.told.length, 1, 'nothing was said about the journal');
      const [name = ''] = aside.filter((name) => name.endsWith('.sqlite'));
      assert.ok((await readFile(join(data, name))).equals(bytes), 'what was there is gone');
    });
  }
  world.tries(count);
}

const lockedBoxes: Readonly<Record<string, Platform['secrets']>> = {
  missing: {
    availability: async () => 'none',
    seal: () => Promise.reject(new Error('there is none')),
    open: async () => failed('credential-locked'),
  },
  'without a password of its own': {
    availability: async () => 'weak',
    seal: async (secret) => secret,
    open: async () => failed('credential-locked'),
  },
  'locked at the last moment': {
    availability: async () => 'strong',
    seal: () => Promise.reject(new Error('locked')),
    open: async () => failed('credential-locked'),
  },
};

/** Without a keyring the credential is asked for at each start, and is on no disk. */
async function noKeyring(world: FaultWorld, secrets: Platform['secrets']): Promise<void> {
  const folder = join(world.folder, 'app');
  const { url: address, token } = world.server;
  class LockedPlatform extends KeptPlatform {
    override readonly secrets = secrets;
  }
  for (const isFirst of [true, false]) {
    const platform = new LockedPlatform(folder);
    await platform.makeFolders();
    const app = createApp(platform);
    await app.start();
    if (isFirst) {
      const added = await platform.request('accounts:add', { address, credential: { kind: 'token', token } });
      assert.equal(added.credentialKept, 'session');
    }
    const [account] = await platform.request('accounts:list', undefined);
    assert.ok(account !== undefined, 'the account is gone');
    const checked = await platform.request('accounts:recheck', { accountId: account.id });
    assert.equal(checked.state.kind, isFirst ? 'ready' : 'needs-credential');
    await app.stop();
  }
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const text = await readFile(join(entry.parentPath, entry.name), 'latin1');
    assert.ok(!text.includes(token), `${entry.name} holds the token`);
    assert.ok(
      !text.includes(Buffer.from(token).toString('base64').slice(0, 40)),
      `${entry.name} holds it coded`,
    );
  }
}

/** Rows 65 and 66: what the app keeps for itself. */
export const profileCases: readonly FaultCase[] = [
  {
    row: 65,
    name: '200 broken settings and accounts',
    when: 'short',
    run: (world) => brokenStores(world, 200),
  },
  { row: 65, name: '5 broken journals', when: 'short', run: (world) => brokenJournal(world, 5) },
  {
    row: 65,
    name: '200 broken journals',
    when: 'always',
    limit: 240,
    run: (world) => brokenJournal(world, 200),
  },
  ...Object.entries(lockedBoxes).map(
    ([what, secrets]): FaultCase => ({
      row: 66,
      name: `a keyring ${what}`,
      when: 'short',
      run: (world) => noKeyring(world, secrets),
    }),
  ),
];
