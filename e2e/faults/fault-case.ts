import type { CliRun } from '../../electron/cli/testing/run-cli.ts';
import type { Answering, ScriptedServer } from '../../electron/registry/testing/scripted-server.ts';
import type { CuttingRelay } from '../../electron/testing/cutting-relay.ts';
import type { VersionCoordinates } from '../../shared/coordinates.ts';
import type { FaultyProxy } from '../faulty-proxy.ts';
import type { RegistryByHand } from '../registry-by-hand.ts';
import type { Engine, EngineOptions } from './engine.ts';
import type { SeededRandom } from './seeded-random.ts';

/** A row of the fault catalogue, or one position or variant of it, with what must come of it. */
export interface FaultCase {
  /** Of the catalogue, 1 to 87; 0 for a figure that belongs to no row. */
  readonly row: number;
  readonly name: string;
  /** `short` also runs within `npm test`; `long` only when asked for. */
  readonly when: 'short' | 'always' | 'long';
  /** Seconds after which it counts as hanging; 60 if left out. */
  readonly limit?: number;
  /** Throws an AssertionError when the promise is broken. */
  run(world: FaultWorld): Promise<void>;
}

/** A goal's number and the line that tells what was measured, such as "corruption: 1,000 seeded, 0 published". */
export interface Figure {
  readonly number: number;
  readonly text: string;
}

/** The registry that cases share: the built-in one, or the server that the environment names. */
export interface FaultServer {
  /** Without a slash at its end. */
  readonly url: string;
  readonly token: string;
  readonly owner: string;
  /** Where the built-in registry keeps everything; null for a real server. */
  readonly dataFolder: string | null;
}

/** What one case has: all of it is taken away when the case ends. */
export interface FaultWorld {
  /** Empty, and of this case alone. */
  readonly folder: string;
  /** Empty; what the command line is told to use as its profile. */
  readonly profile: string;
  readonly seed: number;
  readonly random: SeededRandom;
  readonly server: FaultServer;
  readonly byHand: RegistryByHand;
  /** Whether the long run was asked for. */
  readonly isLong: boolean;
  /** Aborted when the case has used up its time. */
  readonly signal: AbortSignal;
  /** A package that nobody else uses. */
  newVersion(): VersionCoordinates;
  /** Writes a file below `folder` and answers its path. */
  source(name: string, bytes: Uint8Array | string): Promise<string>;
  /** Starts the command line as a process; with the server's token unless told otherwise. */
  cli(line: readonly string[], options?: { readonly token?: string | null }): CliRun;
  /** The app's own transfers in this process. */
  engine(options?: EngineOptions): Engine;
  /** A proxy that understands HTTP, before the server or another address. */
  proxy(target?: string): Promise<FaultyProxy>;
  /** A network that knows bytes only, before the server or another address. */
  relay(target?: string): Promise<CuttingRelay>;
  scripted(answer: Answering, onExpect?: Answering): Promise<ScriptedServer>;
  /** Runs when the case has ended, the last one first. */
  atEnd(clean: () => unknown): void;
  /** Waits until it holds; the case's time limit is the only one. */
  until(condition: () => boolean | Promise<boolean>): Promise<void>;
  /** How many tries this case stands for, where that is not one. */
  tries(count: number): void;
  figure(number: number, text: string): void;
}
