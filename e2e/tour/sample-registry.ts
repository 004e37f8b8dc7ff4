import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type LocalRegistry, startLocalRegistry } from '../../electron/local-registry/server.ts';
import { World } from '../../electron/local-registry/world.ts';
import { RegistryByHand } from '../registry-by-hand.ts';
import { sampleBytes } from '../steps/sample-files.ts';

const hour = 3_600_000;

/** Who is there: a maintainer, a colleague, their organization and a private vault. */
const world = World.parse({
  users: { ada: {}, bob: {} },
  orgs: {
    crew: { visibility: 'public', owner: 'ada', teams: { writers: { packages: 'write', members: ['bob'] } } },
    vault: { visibility: 'private', owner: 'ada' },
  },
  tokens: {
    'ada-all': { user: 'ada', scopes: ['all'] },
    'bob-all': { user: 'bob', scopes: ['all'] },
    'ada-app': { user: 'ada', scopes: ['write:package', 'read:user', 'read:organization'] },
  },
});

interface Release {
  readonly by: 'ada' | 'bob';
  readonly hoursAgo: number;
  readonly owner: string;
  readonly packageName: string;
  readonly version: string;
  /** Bytes of each file. */
  readonly files: Readonly<Record<string, number>>;
}

function firmware(version: string, hoursAgo: number, by: 'ada' | 'bob'): Release {
  const files = { [`kettle-${version}.bin`]: 6_190_000, [`kettle-${version}.sig`]: 566, LICENSE: 1070 };
  return { by, hoursAgo, owner: 'crew', packageName: 'kettle-firmware', version, files };
}

const releases: readonly Release[] = [
  firmware('2.3.0', 2300, 'bob'),
  {
    by: 'ada',
    hoursAgo: 1900,
    owner: 'ada',
    packageName: 'notes',
    version: '1',
    files: { 'notes.txt': 4100 },
  },
  {
    by: 'ada',
    hoursAgo: 900,
    owner: 'crew',
    packageName: 'leaf-maps',
    version: '2026.09',
    files: { 'leaf-maps-2026.09.tar': 2_400_000 },
  },
  {
    by: 'ada',
    hoursAgo: 400,
    owner: 'crew',
    packageName: 'leaf-maps',
    version: '2026.11',
    files: { 'leaf-maps-2026.11.tar': 2_700_000 },
  },
  {
    by: 'bob',
    hoursAgo: 320,
    owner: 'crew',
    packageName: 'steam-sensor-calibration',
    version: '7',
    files: { 'calibration.csv': 12_300 },
  },
  firmware('2.4.0-rc.2', 260, 'bob'),
  firmware('2.4.0', 210, 'bob'),
  {
    by: 'bob',
    hoursAgo: 130,
    owner: 'crew',
    packageName: 'teapot-cli',
    version: '0.18.2',
    files: { 'teapot-0.18.2-linux-x64.tar.gz': 830_000, 'teapot-0.18.2-macos-arm64.tar.gz': 810_000 },
  },
  {
    by: 'ada',
    hoursAgo: 70,
    owner: 'crew',
    packageName: 'teapot-cli',
    version: '0.19.0',
    files: {
      'teapot-0.19.0-linux-x64.tar.gz': 850_000,
      'teapot-0.19.0-macos-arm64.tar.gz': 820_000,
      'teapot-0.19.0-windows-x64.zip': 910_000,
    },
  },
  {
    by: 'ada',
    hoursAgo: 50,
    owner: 'vault',
    packageName: 'signing-keys',
    version: '3',
    files: { 'keys.age': 3300 },
  },
  firmware('2.4.1', 0.4, 'ada'),
];

export interface SampleRegistry {
  readonly url: string;
  /** Has the scopes that the app asks for. */
  readonly token: string;
  readonly byHand: RegistryByHand;
  stop(): Promise<void>;
}

/** A built-in registry with a few weeks of releases in it. */
export async function startSampleRegistry(): Promise<SampleRegistry> {
  const dataDirectory = await mkdtemp(join(tmpdir(), 'tea-chest-tour-'));
  let back = 0;
  const registry: LocalRegistry = await startLocalRegistry({
    dataDirectory,
    clock: { now: () => Date.now() - back },
  });
  const tokens = registry.enter(world);
  const token = (name: string) => tokens.get(name) ?? '';
  for (const release of releases) {
    back = release.hoursAgo * hour;
    const byHand = new RegistryByHand(registry.url, token(`${release.by}-all`));
    for (const [name, size] of Object.entries(release.files)) {
      await byHand.put(release.owner, release.packageName, release.version, name, sampleBytes(size, name));
    }
  }
  back = 0;
  return {
    url: registry.url,
    token: token('ada-app'),
    byHand: new RegistryByHand(registry.url, token('ada-all')),
    stop: async () => {
      await registry.stop();
      await rm(dataDirectory, { recursive: true, force: true });
    },
  };
}
