import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { allows, parseScopes } from './scopes.ts';
import { readArguments, type ServeArguments, UsageError, usage } from './serve-arguments.ts';
import { type LocalRegistry, startLocalRegistry } from './server.ts';
import { World } from './world.ts';

/**
 * The built-in registry by itself: `npm run registry`. Its first line of output is JSON with the registry's `url`, an
 * `owner` and a `token` of his that may do everything; with a world also all of its `tokens`. SIGINT or SIGTERM end it.
 */

interface Access {
  readonly owner: string;
  readonly token: string;
  readonly tokens?: Readonly<Record<string, string>>;
}

function readWorld(path: string): World {
  try {
    return World.parse(JSON.parse(readFileSync(path, 'utf8')));
  } catch (error) {
    const reason = error instanceof z.ZodError ? z.prettifyError(error) : String(error);
    throw new UsageError(`${path} is no world: ${reason}`, { cause: error });
  }
}

function isFull(scopes: readonly string[]): boolean {
  const parsed = parseScopes(scopes);
  if ('unknown' in parsed || parsed.publicOnly) return false;
  return allows(parsed, ['write:package', 'read:user', 'read:organization']);
}

/** Who can work with the registry at once: the first user of the world with a full token, or the one owner there is. */
function giveAccess(local: LocalRegistry, world: World | null): Access {
  if (world === null) {
    const owner = local.registry.accounts.list('user')[0]?.name ?? 'me';
    return { owner, token: local.issueToken(owner, 'command line') };
  }
  const secrets = local.enter(world);
  const tokens = Object.fromEntries(secrets);
  for (const [name, { user, scopes }] of Object.entries(world.tokens)) {
    const secret = secrets.get(name);
    if (isFull(scopes) && secret !== undefined) return { owner: user, token: secret, tokens };
  }
  const [owner = 'me'] = Object.keys(world.users);
  return { owner, token: local.issueToken(owner, 'command line'), tokens };
}

async function serve(wanted: ServeArguments): Promise<void> {
  const world = wanted.worldPath === null ? null : readWorld(wanted.worldPath);
  const local = await startLocalRegistry(wanted);
  try {
    const { promise: ended, resolve: end } = Promise.withResolvers<void>();
    process.once('SIGINT', () => end());
    process.once('SIGTERM', () => end());
    process.stdout.write(`${JSON.stringify({ url: local.url, ...giveAccess(local, world) })}\n`);
    await ended;
  } finally {
    await local.stop();
  }
}

try {
  await serve(readArguments(process.argv.slice(2)));
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  if (error instanceof UsageError) console.error(usage);
  process.exitCode = error instanceof UsageError ? 2 : 1;
}
