import type { AccountId } from '../../shared/account.ts';
import type { RegistryClient } from '../registry/registry-client.ts';
import type { Reporter } from './reporter.ts';

/** What every command works with. */
export interface Session {
  readonly client: RegistryClient;
  /** Without a token most servers list nothing. */
  readonly isAnonymous: boolean;
  /** What its server is called in the journal. */
  readonly accountId: AccountId;
  /** The folder that keeps what the commands know of each other. */
  readonly profile: string;
  /** Milliseconds without progress after which a try is the last one. */
  readonly patience: number;
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
