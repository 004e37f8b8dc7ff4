import type { AccountId } from '../../../shared/account.ts';
import type { Failure, FailureReason } from '../../../shared/failure.ts';
import { type Outcome, succeeded } from '../../../shared/outcome.ts';
import type { Clock } from '../../clock.ts';
import type { CopiedFile } from '../journal/transfer-record.ts';
import { listedFile } from '../listed-files.ts';
import { aboutFile } from '../stored-proof.ts';
import type { TransferClient } from '../transfer-client.ts';
import type { UploadBody, UploadSource } from '../upload-source.ts';
import type { VersionListings } from '../version-listings.ts';
import { RegistryBody } from './registry-body.ts';
import { registryBytes, UnreadableFile } from './registry-bytes.ts';

export interface RegistrySourceParts {
  readonly clientFor: (accountId: AccountId) => Promise<Outcome<TransferClient>>;
  readonly listings: VersionListings;
  readonly clock: Clock;
}

/**
 * A file of a registry, as it was listed when the user asked for a copy. Nothing of it is kept on this disk: each body
 * is read from its server while it is sent. `changed-on-server` and `not-found` when it is not what was listed;
 * `damaged-on-server` when the same wrong bytes came twice, `damaged-in-transit` when they were others each time.
 */
export class RegistrySource implements UploadSource {
  readonly size: number;
  readonly #parts: RegistrySourceParts;
  readonly #file: CopiedFile;
  /** The sha256 of wrong bytes that came before. */
  #wrong: string | null = null;
  readonly #failures = new WeakSet<Failure>();

  constructor(parts: RegistrySourceParts, file: CopiedFile) {
    this.#parts = parts;
    this.#file = file;
    this.size = file.size;
  }

  /** Whether a failure is of the server that the file is on. */
  isOwn(failure: Failure): boolean {
    return this.#failures.has(failure);
  }

  /** As it was listed: the bytes are held against it whenever they are read. */
  async sha256(): Promise<Outcome<string>> {
    return succeeded(this.#file.sha256);
  }

  async lastByte(signal: AbortSignal): Promise<Outcome<number | null>> {
    if (this.size === 0) return succeeded(null);
    const client = await this.#parts.clientFor(this.#file.accountId);
    if (!client.ok) return this.#own(client.failure);
    const file = { client: client.value, coordinates: this.#file.coordinates, size: this.size };
    try {
      let last: number | null = null;
      for await (const bytes of registryBytes(file, this.#parts.clock, signal, this.size - 1)) {
        last = bytes.at(-1) ?? last;
      }
      return succeeded(last);
    } catch (error) {
      if (error instanceof UnreadableFile) return this.#own(error.failure);
      throw error;
    }
  }

  async open(beforeLast: () => Promise<void>, signal: AbortSignal): Promise<Outcome<UploadBody>> {
    const { accountId, coordinates, sha256 } = this.#file;
    const client = await this.#parts.clientFor(accountId);
    if (!client.ok) return this.#own(client.failure);
    const listed = await this.#parts.listings.recent(client.value, accountId, coordinates, signal);
    if (!listed.ok) return this.#own(listed.failure);
    const there = listedFile(listed.value, coordinates.fileName);
    if (there === null) return this.#own(this.#about('not-found'));
    if (there.sha256 !== sha256 || there.size !== this.size) {
      return this.#own(this.#about('changed-on-server'));
    }
    const body = new RegistryBody({ client: client.value, coordinates, size: this.size }, this.#parts.clock, {
      judge: (received) => this.#judge(received),
      failed: (failure) => this.#failures.add(failure),
      beforeLast,
    });
    return succeeded(body);
  }

  remember(): void {
    // Its sha256 was known before.
  }

  /** Wrong bytes are fetched once more: they may have been damaged on the way. */
  #judge(received: string): Failure | null {
    const { sha256 } = this.#file;
    if (received === sha256) return null;
    const before = this.#wrong;
    this.#wrong = received;
    if (before === null) return { reason: 'interrupted' };
    return {
      reason: before === received ? 'damaged-on-server' : 'damaged-in-transit',
      subject: `sha256 listed ${sha256}, received ${received}`,
    };
  }

  #about(reason: FailureReason): Failure {
    return aboutFile(reason, this.#file.coordinates);
  }

  #own(failure: Failure): Outcome<never> {
    this.#failures.add(failure);
    return { ok: false, failure };
  }
}
