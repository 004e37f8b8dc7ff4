import { createHash, randomUUID } from 'node:crypto';
import { chmod, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import type { FileCoordinates, VersionCoordinates } from '../../../shared/coordinates.ts';
import type { CopySource, CopyTarget } from '../../../shared/copying.ts';
import { failed } from '../../../shared/outcome.ts';
import type { Transfer } from '../../../shared/transfer.ts';
import { createAccounts } from '../../accounts/testing/account-parts.ts';
import { type StartedRegistry, startRegistry } from '../../accounts/testing/started-registry.ts';
import { DeletionService } from '../../deletions/deletion-service.ts';
import { HashService } from '../../local-files/hash-service.ts';
import { newLocalFiles } from '../../local-files/testing/given-files.ts';
import { loggersTo } from '../../log.ts';
import { RegistryClient } from '../../registry/registry-client.ts';
import { fastClock } from '../../testing/clocks.ts';
import { CuttingRelay } from '../../testing/cutting-relay.ts';
import { openJournal } from '../../transfers/journal/open-journal.ts';
import { Transfers } from '../../transfers/transfers.ts';
import { Copies } from '../copies.ts';
import { deletingMovedVersions } from '../delete-moved-version.ts';

/** One registry as a test uses it: around the relay that the app goes through. */
export interface Side {
  readonly accountId: string;
  readonly registry: StartedRegistry;
  readonly relay: CuttingRelay;
  readonly direct: RegistryClient;
  put(file: FileCoordinates, bytes: Buffer): Promise<void>;
  /** Turns the last byte of what is stored with this sha256; the second time it is right again. */
  damage(sha256: string): Promise<void>;
  /** Names and sha256 of the files of a version; null where there is no such version. */
  files(version: VersionCoordinates): Promise<ReadonlyMap<string, string> | null>;
}

/** Copies between two built-in registries, each behind a relay that can break connections. */
export class TwoRegistries implements AsyncDisposable {
  readonly from: Side;
  /** Accounts whose credential does not do just now. */
  readonly refused = new Set<string>();
  readonly to: Side;
  /** Where files that are being replaced, and the bytes of their copies, are meanwhile. */
  readonly keptFolder: string;
  readonly #data: string;
  readonly #accounts: ReturnType<typeof createAccounts>;
  #app: ReturnType<TwoRegistries['start']>;

  private constructor(data: string, accounts: ReturnType<typeof createAccounts>, from: Side, to: Side) {
    this.#data = data;
    this.keptFolder = join(data, 'replaced');
    this.#accounts = accounts;
    this.from = from;
    this.to = to;
    this.#app = this.start();
  }

  static async started(): Promise<TwoRegistries> {
    const data = await mkdtemp(join(tmpdir(), 'tea-chest-copies-'));
    const accounts = createAccounts();
    const [from, to] = [await newSide(accounts), await newSide(accounts)];
    // Two servers that are filled alike within a second would number and date alike.
    await to.put({ owner: 'crew', packageName: 'earlier', version: '1', fileName: 'a' }, Buffer.from('a'));
    return new TwoRegistries(data, accounts, from, to);
  }

  get copies(): Copies {
    return this.#app.copies;
  }

  get transfers(): Transfers {
    return this.#app.transfers;
  }

  /** Plans and starts; throws what refuses. */
  async copy(
    from: CopySource,
    to: Partial<CopyTarget>,
    afterwards: 'keep' | 'delete' = 'keep',
  ): Promise<readonly string[]> {
    const planned = await this.plan(from, to);
    const started = await this.copies.start({ plan: planned.id, afterwards });
    if (!started.ok) throw new Error(started.failure.reason);
    return started.value;
  }

  async plan(from: CopySource, to: Partial<CopyTarget>) {
    const { owner, packageName } = from.kind === 'version' ? from.version : from.package;
    const target = { accountId: this.to.accountId, owner, packageName, version: null, ...to };
    const planned = await this.copies.plan({ from, to: target });
    if (!planned.ok) throw new Error(planned.failure.reason);
    if (planned.value.kind === 'refused') throw new Error(planned.value.failure.reason);
    return planned.value.plan;
  }

  /** The transfers when nothing moves any more. */
  async settled(): Promise<readonly Transfer[]> {
    await this.until(() => this.transfers.progress().unsettled === 0);
    return this.transfers.list();
  }

  /** Waits until something holds, looking again whenever a transfer changed. */
  async until(holds: () => boolean): Promise<void> {
    while (!holds()) {
      await new Promise<void>((resolve) => {
        this.#app.listeners.push(resolve);
      });
    }
  }

  /** Another account at an address. */
  async accountAt(url: string, token: string): Promise<string> {
    const added = await this.#accounts.add(url, { kind: 'token', token });
    if (!added.ok) throw new Error(added.failure.reason);
    return added.value.id;
  }

  /** Ends the app as when it quits, and starts it again. */
  async restart(between: () => Promise<void> = async () => undefined): Promise<void> {
    await this.stop();
    await between();
    this.#app = this.start();
    this.transfers.restore();
  }

  async stop(): Promise<void> {
    await this.transfers.stop();
    this.#app.journal.close();
  }

  start() {
    const accounts = this.#accounts;
    const log = loggersTo({ write: () => undefined })('transfers');
    const { journal } = openJournal(
      join(this.#data, 'transfers.sqlite'),
      { use: 'alone', keeps: 'everything' },
      log,
      new Date(),
    );
    const listeners: (() => void)[] = [];
    const deletions = new DeletionService({
      clientFor: (accountId) => accounts.clientFor(accountId),
      before: null,
      clock: fastClock(20),
      newId: () => randomUUID(),
      gone: () => transfers.forgetListings(),
      progressed: () => undefined,
    });
    const hashes = new HashService();
    const transfers = new Transfers({
      clientFor: async (accountId) =>
        this.refused.has(accountId) ? failed('bad-login') : accounts.clientFor(accountId),
      localFiles: newLocalFiles(hashes),
      hashes,
      places: {
        downloadFolder: () => this.#data,
        askForFile: async () => null,
        askForFolder: async () => null,
      },
      limits: () => ({ publish: 3, download: 4 }),
      listener: {
        changed: () => {
          for (const listener of listeners.splice(0)) listener();
        },
        removed: () => undefined,
        packagesChanged: () => undefined,
        ranDry: () => {
          for (const listener of listeners.splice(0)) listener();
        },
      },
      journal,
      clock: fastClock(20),
      keptFolder: this.keptFolder,
      deleteMoved: deletingMovedVersions({
        clientFor: (accountId) => accounts.clientFor(accountId),
        deletions,
      }),
      random: () => 0,
      log,
    });
    const copies = new Copies({
      clientFor: (accountId) => accounts.clientFor(accountId),
      account: (accountId) => accounts.get(accountId),
      copy: (all) => transfers.copy(all),
      planning: () => undefined,
    });
    return { journal, transfers, copies, listeners };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.stop();
    for (const { relay, registry, direct } of [this.from, this.to]) {
      direct.destroy();
      await relay.close();
      await registry[Symbol.asyncDispose]();
    }
    await rm(this.#data, { recursive: true, force: true });
  }
}

async function newSide(accounts: ReturnType<typeof createAccounts>): Promise<Side> {
  const registry = await startRegistry();
  const relay = await CuttingRelay.before(registry.url);
  const credential = { kind: 'token', token: registry.token('full') } as const;
  const added = await accounts.add(relay.url, credential);
  if (!added.ok) throw new Error(added.failure.reason);
  const direct = new RegistryClient({ serverUrl: registry.url, credential });
  return {
    accountId: added.value.id,
    registry,
    relay,
    direct,
    put: async (coordinates, bytes) => {
      const published = await direct.publishFile({
        coordinates,
        size: bytes.length,
        openBody: () => Readable.from([bytes], { objectMode: false }),
        signal: new AbortController().signal,
      });
      if (!published.ok) throw new Error(published.failure.reason);
    },
    damage: async (sha256) => {
      const path = join(registry.dataDirectory, 'blobs', sha256.slice(0, 2), sha256);
      const bytes = await readFile(path);
      bytes.writeUInt8(bytes.readUInt8(bytes.length - 1) ^ 1, bytes.length - 1);
      await chmod(path, 0o600);
      await writeFile(path, bytes);
    },
    files: async (version) => {
      const listed = await direct.listFiles(version);
      return listed.ok ? new Map(listed.value.files.map(({ fileName, sha256 }) => [fileName, sha256])) : null;
    },
  };
}

export function sha256Of(bytes: Buffer): string {
  return createHash('sha256').update(bytes).digest('hex');
}
