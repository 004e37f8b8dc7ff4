import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ServerVersion } from '../../local-registry/dialect.ts';
import { type LocalRegistry, startLocalRegistry } from '../../local-registry/server.ts';
import { World } from '../../local-registry/world.ts';

const tokens = {
  all: { user: 'ada', scopes: ['all'] },
  full: { user: 'ada', scopes: ['write:package', 'read:user', 'read:organization'] },
  bob: { user: 'bob', scopes: ['all'] },
  'package-only': { user: 'ada', scopes: ['write:package'] },
  'no-organizations': { user: 'ada', scopes: ['write:package', 'read:user'] },
  'no-packages': { user: 'ada', scopes: ['read:user'] },
} as const;

/** Ada writes for `crew`; `vault` is private and hers; `lounge` is somebody else's. */
const world = World.parse({
  password: 'correct horse',
  users: { ada: {}, bob: {}, mia: { must_change_password: true }, Erin: { visibility: 'private' } },
  orgs: {
    crew: { owner: 'bob', teams: { packers: { packages: 'write', members: ['ada'] } } },
    vault: { owner: 'ada', visibility: 'private' },
    lounge: { owner: 'bob', visibility: 'limited' },
  },
  repos: { 'crew/crate': {}, 'vault/crate': {}, 'vault/Lid': { private: true }, 'ada/tea': {} },
  tokens,
});

/** A built-in registry for one test, with people and organizations in it. */
export interface StartedRegistry extends AsyncDisposable {
  readonly url: string;
  readonly registry: LocalRegistry;
  /** Where it keeps its files. */
  readonly dataDirectory: string;
  token(name: keyof typeof tokens): string;
}

/** Starts a registry that shows the behaviour of one of the recorded servers. */
export async function startRegistry(version: ServerVersion = '1.26'): Promise<StartedRegistry> {
  const dataDirectory = await mkdtemp(join(tmpdir(), 'tea-chest-accounts-'));
  const registry = await startLocalRegistry({ dataDirectory, version });
  const secrets = registry.enter(world);
  return {
    url: registry.url,
    registry,
    dataDirectory,
    token: (name) => secrets.get(name) ?? '',
    async [Symbol.asyncDispose]() {
      await registry.stop();
      await rm(dataDirectory, { recursive: true, force: true });
    },
  };
}
