import { randomBytes } from 'node:crypto';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { failed, type Outcome, succeeded } from '../shared/outcome.ts';
import type { BuiltInRegistry } from './accounts/account-service.ts';
import { systemErrorCode } from './local-files/local-file-reference.ts';
import { RegistryInUse } from './local-registry/schema.ts';
import { type LocalRegistry, startLocalRegistry } from './local-registry/server.ts';
import { World } from './local-registry/world.ts';
import type { Logger } from './log.ts';
import { diskFailure } from './transfers/part-file.ts';

/** Whose packages are in it. */
const owner = 'local';
const tokenName = 'tea-chest';

/**
 * What is the same at each start, so that scripts with address and token go on working. It lies with the packages
 * themselves, for the same eyes: whoever can read the one can read the other.
 */
const Access = z.object({ port: z.int().min(0).max(65_535), token: z.string().regex(/^[0-9a-f]{40}$/) });
type Access = z.infer<typeof Access>;

interface Running {
  readonly registry: LocalRegistry;
  readonly token: string;
}

function startFailure(error: unknown): Outcome<never> | null {
  const subject = 'Built-in registry';
  if (error instanceof RegistryInUse) return failed('server-unavailable', { subject });
  // A file where the folder should be, or a catalogue that is none.
  const isUnusable = ['EEXIST', 'ERR_SQLITE_ERROR'].includes(systemErrorCode(error) ?? '');
  return isUnusable ? failed('folder-not-writable', { subject }) : diskFailure(error, subject);
}

/** The built-in registry as part of the app: started when it is first needed, stopped when the app quits. */
export class LocalBuiltInRegistry implements BuiltInRegistry {
  readonly #folder: string;
  readonly #log: Logger;
  #starting: Promise<Outcome<Running>> | null = null;

  constructor(folder: string, log: Logger) {
    this.#folder = folder;
    this.#log = log;
  }

  async ensureStarted(): Promise<Outcome<{ url: string; owner: string; token: string }>> {
    this.#starting ??= this.#start();
    let started: Outcome<Running>;
    try {
      started = await this.#starting;
    } catch (error) {
      this.#starting = null;
      throw error;
    }
    if (!started.ok) {
      this.#starting = null;
      return started;
    }
    const { registry, token } = started.value;
    return succeeded({ url: registry.url, owner, token });
  }

  async stop(): Promise<void> {
    const started = await this.#starting?.catch(() => null);
    this.#starting = null;
    if (started?.ok === true) await started.value.registry.stop();
  }

  async #start(): Promise<Outcome<Running>> {
    try {
      await mkdir(this.#folder, { recursive: true });
      const access = await this.#readAccess();
      const registry = await this.#listen(access.port);
      const { token } = access;
      const tokens = { [tokenName]: { user: owner, scopes: ['all'], secret: token } };
      registry.enter(World.parse({ users: { [owner]: {} }, tokens }));
      await this.#writeAccess({ port: Number(new URL(registry.url).port), token });
      return succeeded({ registry, token });
    } catch (error) {
      const failure = startFailure(error);
      if (failure === null) throw error;
      this.#log.error('the built-in registry did not start', error);
      return failure;
    }
  }

  /** The port of the last time, or a free one when somebody else has it now. */
  async #listen(port: number): Promise<LocalRegistry> {
    const options = {
      dataDirectory: this.#folder,
      report: (error: unknown) => this.#log.error('a request', error),
    };
    try {
      return await startLocalRegistry({ ...options, port });
    } catch (error) {
      const code = systemErrorCode(error);
      if (code !== 'EADDRINUSE' && code !== 'EACCES') throw error;
      return startLocalRegistry({ ...options, port: 0 });
    }
  }

  async #readAccess(): Promise<Access> {
    try {
      const text = await readFile(this.#accessPath(), 'utf8');
      return Access.parse(JSON.parse(text));
    } catch (error) {
      // A broken file costs scripts their token, not anybody a package.
      if (systemErrorCode(error) !== 'ENOENT') this.#log.warn('a new token is made', error);
      return { port: 0, token: randomBytes(20).toString('hex') };
    }
  }

  async #writeAccess(access: Access): Promise<void> {
    const path = this.#accessPath();
    await writeFile(`${path}.new`, `${JSON.stringify(access)}\n`, { mode: 0o600 });
    await rename(`${path}.new`, path);
  }

  #accessPath(): string {
    return join(this.#folder, 'access.json');
  }
}
