import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { type CliRun, startCli } from '../../electron/cli/testing/run-cli.ts';
import { type Answering, ScriptedServer } from '../../electron/registry/testing/scripted-server.ts';
import { CuttingRelay } from '../../electron/testing/cutting-relay.ts';
import type { VersionCoordinates } from '../../shared/coordinates.ts';
import { FaultyProxy } from '../faulty-proxy.ts';
import { RegistryByHand } from '../registry-by-hand.ts';
import { Engine, type EngineOptions } from './engine.ts';
import type { FaultServer, FaultWorld, Figure } from './fault-case.ts';
import { SeededRandom } from './seeded-random.ts';

/** Milliseconds between two looks at what is waited for. */
const lookEvery = 5;

/** What a world needs from the run it is part of. */
export interface WorldParts {
  readonly server: FaultServer;
  readonly seed: number;
  readonly isLong: boolean;
  readonly signal: AbortSignal;
  readonly figure: (figure: Figure) => void;
}

/** The world of one case, and everything that must go when it ends. */
export class World implements FaultWorld {
  readonly folder: string;
  readonly profile: string;
  readonly seed: number;
  readonly random: SeededRandom;
  readonly server: FaultServer;
  readonly byHand: RegistryByHand;
  readonly isLong: boolean;
  readonly signal: AbortSignal;
  readonly #parts: WorldParts;
  readonly #cleaning: (() => unknown)[] = [];
  #packages = 0;
  #tries = 1;

  private constructor(parts: WorldParts, folder: string) {
    this.#parts = parts;
    this.folder = join(folder, 'work');
    this.profile = join(folder, 'profile');
    this.seed = parts.seed;
    this.random = new SeededRandom(parts.seed);
    this.server = parts.server;
    this.byHand = new RegistryByHand(parts.server.url, parts.server.token);
    this.isLong = parts.isLong;
    this.signal = parts.signal;
    this.atEnd(() => rm(folder, { recursive: true, force: true }));
  }

  static async make(parts: WorldParts): Promise<World> {
    const world = new World(parts, await mkdtemp(join(tmpdir(), 'tea-chest-fault-')));
    await mkdir(world.folder);
    await mkdir(world.profile);
    return world;
  }

  get triesMade(): number {
    return this.#tries;
  }

  newVersion(): VersionCoordinates {
    const { owner } = this.server;
    this.#packages += 1;
    const packageName = `fault-${process.pid.toString(36)}-${this.seed.toString(36)}-${this.#packages}`;
    this.atEnd(() => this.byHand.deletePackage(owner, packageName));
    return { owner, packageName, version: '1.0' };
  }

  async source(name: string, bytes: Uint8Array | string): Promise<string> {
    const path = join(this.folder, name);
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, bytes);
    return path;
  }

  cli(
    line: readonly string[],
    { token = this.server.token }: { readonly token?: string | null } = {},
  ): CliRun {
    const run = startCli(token, ...line, '--user-data-dir', this.profile);
    this.atEnd(async () => {
      run.child.kill('SIGKILL');
      await run.ended;
    });
    return run;
  }

  engine(options: EngineOptions = {}): Engine {
    const { url, token } = this.server;
    const engine = new Engine({ url, token, ...options });
    this.atEnd(() => engine.stop());
    return engine;
  }

  async proxy(target = this.server.url): Promise<FaultyProxy> {
    const proxy = await FaultyProxy.before(target);
    this.atEnd(() => proxy.goAway());
    return proxy;
  }

  async relay(target = this.server.url): Promise<CuttingRelay> {
    const relay = await CuttingRelay.before(target);
    this.atEnd(() => relay.close());
    return relay;
  }

  async scripted(answer: Answering, onExpect?: Answering): Promise<ScriptedServer> {
    const server = await ScriptedServer.start(answer, onExpect);
    this.atEnd(() => server[Symbol.asyncDispose]());
    return server;
  }

  atEnd(clean: () => unknown): void {
    this.#cleaning.push(clean);
  }

  async until(condition: () => boolean | Promise<boolean>): Promise<void> {
    while (!(await condition())) await wait(lookEvery, undefined, { signal: this.signal });
  }

  tries(count: number): void {
    this.#tries = count;
  }

  figure(number: number, text: string): void {
    this.#parts.figure({ number, text });
  }

  /** Takes everything away, the last first, also when some of it cannot be. */
  async end(): Promise<void> {
    const failures: unknown[] = [];
    for (const clean of this.#cleaning.toReversed()) {
      try {
        await clean();
      } catch (error) {
        failures.push(error);
      }
    }
    if (failures.length > 0) throw new AggregateError(failures, 'The case could not be cleaned up');
  }
}
