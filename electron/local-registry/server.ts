import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { type Clock, systemClock } from '../clock.ts';
import { inTransaction } from '../database/open-database.ts';
import { Exclusive } from '../exclusive.ts';
import { Accounts } from './accounts.ts';
import { layerText } from './answer.ts';
import { Blobs } from './blobs.ts';
import { Catalogue } from './catalogue.ts';
import { dialects, type ServerVersion } from './dialect.ts';
import { Dispatcher } from './dispatch.ts';
import { HttpServer } from './http-server.ts';
import { Publications } from './publications.ts';
import type { Registry } from './registry.ts';
import { removeReleased } from './removal.ts';
import { Repositories } from './repositories.ts';
import { withoutSubPath } from './request-target.ts';
import { openCatalogue } from './schema.ts';
import { parseScopes } from './scopes.ts';
import { defaultRegistrySettings, type RegistrySettings } from './settings.ts';
import { Tokens } from './tokens.ts';
import { issueTokens, populate, type World } from './world.ts';

/** How a registry is to run. */
export interface LocalRegistryOptions {
  /** Where everything is kept; made when it is not there. One run at a time. */
  readonly dataDirectory: string;
  /** The port on 127.0.0.1; 0, the default, takes a free one. */
  readonly port?: number;
  /** Which Gitea's behaviour to show; the newer one unless told. */
  readonly version?: ServerVersion;
  readonly settings?: RegistrySettings;
  /** What the root URL ends in, such as `/git`; nothing lies outside of it. */
  readonly subPath?: string;
  readonly clock?: Pick<Clock, 'now'>;
  /** Hears of errors that no client is to blame for. */
  readonly report?: (error: unknown) => void;
}

/** A registry that runs. */
export interface LocalRegistry {
  /** The root URL, without a slash at its end. */
  readonly url: string;
  /** What requests are answered from; also for changes that have no request. */
  readonly registry: Registry;
  /** Makes everybody of the world who is missing, and gives their tokens secrets: the answer has them by token name. */
  enter(world: World): ReadonlyMap<string, string>;
  /** A new secret for a token that may do everything; makes the user when there is none. An older secret of that token ends. */
  issueToken(owner: string, tokenName: string): string;
  /** Ends all connections, waits for what is running and closes the catalogue. */
  stop(): Promise<void>;
}

const notProxied = layerText(404, 'not proxied\n', { 'content-type': 'text/plain' });

/**
 * Starts the built-in registry: Gitea's generic packages and the listing API that the app uses, on this computer only.
 * Rejects when the port is taken, the directory cannot be used or another run has it (`RegistryInUse`).
 */
export async function startLocalRegistry(options: LocalRegistryOptions): Promise<LocalRegistry> {
  const { dataDirectory, subPath = '', clock = systemClock } = options;
  const report = options.report ?? ((error: unknown) => console.error(error));
  const dialect = dialects[options.version ?? '1.26'];
  await mkdir(dataDirectory, { recursive: true });
  const database = openCatalogue(join(dataDirectory, 'catalogue.sqlite'));
  let origin = '';
  const registry: Registry = {
    accounts: new Accounts(database),
    tokens: new Tokens(database),
    catalogue: new Catalogue(database, dialect.withinSecond),
    publications: new Publications(database),
    repositories: new Repositories(database),
    blobs: new Blobs(dataDirectory),
    dialect,
    settings: options.settings ?? defaultRegistrySettings,
    storage: new Exclusive(),
    get baseUrl() {
      return `${origin}${subPath}`;
    },
    now: () => Math.floor(clock.now() / 1000),
  };
  const dispatcher = new Dispatcher(registry);
  const server = new HttpServer({
    answer(request) {
      const target = withoutSubPath(request.target, subPath);
      return target === null ? notProxied : dispatcher.answer({ ...request, target });
    },
    report,
  });
  try {
    await registry.blobs.prepare();
    await removeReleased(registry, registry.publications.unreferencedBlobs());
    origin = `http://127.0.0.1:${await server.listen(options.port ?? 0)}`;
  } catch (error) {
    database.close();
    throw error;
  }
  return {
    url: registry.baseUrl,
    registry,
    enter: (world) =>
      inTransaction(database, () => {
        populate(registry, world);
        return issueTokens(registry, world);
      }),
    issueToken(owner, tokenName) {
      const scopes = parseScopes(['all']);
      if ('unknown' in scopes) throw new Error('There is no scope for everything.');
      return inTransaction(database, () => {
        const account =
          registry.accounts.find(owner) ??
          registry.accounts.create({ kind: 'user', name: owner }, registry.now());
        return registry.tokens.issue(account.id, tokenName, scopes, registry.now()).secret;
      });
    },
    async stop() {
      await server.close();
      await registry.blobs.stop();
      database.close();
    },
  };
}
