import type { RegistryClient } from '../registry/registry-client.ts';
import type { Reporter } from './reporter.ts';

/** What every command works with. */
export interface Session {
  readonly client: RegistryClient;
  /** Without a token most servers list nothing. */
  readonly isAnonymous: boolean;
  readonly reporter: Reporter;
  /** Aborted by Ctrl-C: stop cleanly. */
  readonly signal: AbortSignal;
}

/** How a command ended: its code, and what its summary says beside that. */
export interface CommandEnd {
  readonly exitCode: number;
  readonly summary: Readonly<Record<string, unknown>>;
  /** The summary for people; null where the lines before have said it all. */
  readonly words: string | null;
}

/** The queue keeps accounts apart; the command has one. */
export const accountId = 'command-line';
