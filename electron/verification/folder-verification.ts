import { basename } from 'node:path';
import type { AccountId } from '../../shared/account.ts';
import type { VersionCoordinates } from '../../shared/coordinates.ts';
import { failed, type Outcome, succeeded } from '../../shared/outcome.ts';
import type { FolderEntry, VerificationProgress, VerifiedFolder } from '../../shared/verification.ts';
import type { Clock } from '../clock.ts';
import type { HashService } from '../local-files/hash-service.ts';
import type { RegistryClient } from '../registry/registry-client.ts';
import { folderAt, verifyFolder } from './verify-folder.ts';

export interface FolderVerificationParts {
  readonly clientFor: (accountId: AccountId) => Promise<Outcome<RegistryClient>>;
  /** The folder that the user means; null when they thought better of it. */
  readonly askForFolder: () => Promise<string | null>;
  readonly hashes: HashService;
  readonly clock: Clock;
  readonly progressed: (progress: VerificationProgress) => void;
}

/** Milliseconds between two words about how far it is. */
const tellInterval = 200;

/** Compares folders that the user chooses with versions, one at a time. */
export class FolderVerification {
  readonly #parts: FolderVerificationParts;
  #stopping = new AbortController();
  #toldAt = 0;

  constructor(parts: FolderVerificationParts) {
    this.#parts = parts;
  }

  /** Asks for a folder and compares it; null when none was chosen. `cancelled`, `local-file-missing`, and as listing. */
  async start(accountId: AccountId, version: VersionCoordinates): Promise<Outcome<VerifiedFolder | null>> {
    const { askForFolder, clientFor, hashes } = this.#parts;
    this.stop();
    const stopping = new AbortController();
    this.#stopping = stopping;
    const { signal } = stopping;
    const path = await askForFolder();
    if (path === null) return succeeded(null);
    const folderName = basename(path);
    const folder = await folderAt(path);
    if (folder === null) return failed('local-file-missing', { subject: folderName.slice(0, 300) });
    const client = await clientFor(accountId);
    if (!client.ok) return client;
    const listed = await client.value.listFiles(version, signal);
    if (!listed.ok) return listed;
    const { files, damagedRows } = listed.value;
    const entries: FolderEntry[] = [];
    await verifyFolder({
      client: client.value,
      version,
      files,
      folder,
      hashes,
      signal,
      found: (entry) => entries.push(entry),
      progressed: (progress) => this.#tellSoon(progress),
    });
    if (signal.aborted) return failed('cancelled');
    return succeeded({ folderName, entries, damagedRows });
  }

  /** Ends what runs; whoever waits for it is answered `cancelled`. */
  stop(): void {
    this.#stopping.abort();
  }

  #tellSoon(progress: VerificationProgress): void {
    const now = this.#parts.clock.monotonic();
    if (now - this.#toldAt < tellInterval) return;
    this.#toldAt = now;
    this.#parts.progressed(progress);
  }
}
