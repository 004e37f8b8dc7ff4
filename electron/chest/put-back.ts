import type { AccountId } from '../../shared/account.ts';
import type { VersionCoordinates } from '../../shared/coordinates.ts';
import { failed, type Outcome, succeeded } from '../../shared/outcome.ts';
import type { LocalFileReference } from '../local-files/local-file-reference.ts';
import { listedFile } from '../transfers/listed-files.ts';
import { Upload, type UploadParts } from '../transfers/upload.ts';
import { bytesReport, SumOfBytes } from './bytes-report.ts';
import type { ChestContent } from './chest-content.ts';
import type { KeptFileRow } from './chest-index.ts';
import { inLanes } from './in-lanes.ts';

/** Files that are sent at once, after a version's first. */
const sentAtOnce = 3;

interface KeptFile extends KeptFileRow {
  readonly local: LocalFileReference;
}

/** What goes back where. */
export interface WayBack {
  readonly accountId: AccountId;
  readonly version: VersionCoordinates;
  readonly files: readonly KeptFileRow[];
}

/**
 * Publishes kept files where they were. Before the first byte goes out all of them are read and hashed here, and the
 * server is asked: `already-exists` when it has other bytes under one of the names. Each file then is sent and proven
 * like any other that is published; those that are back already are skipped, so it can be tried again.
 */
export class PutBack {
  readonly #parts: UploadParts;
  readonly #content: ChestContent;
  readonly #sent: SumOfBytes;

  constructor(parts: UploadParts, content: ChestContent, onProgress: (bytes: number) => void) {
    this.#parts = parts;
    this.#content = content;
    this.#sent = new SumOfBytes(onProgress);
  }

  async run({ accountId, version, files }: WayBack, signal: AbortSignal): Promise<Outcome<undefined>> {
    const kept = await this.#verified(files, signal);
    if (!kept.ok) return kept;
    const free = await this.#refuseOthers(accountId, version, files, signal);
    if (!free.ok) return free;
    const [first, ...rest] = kept.value;
    if (first === undefined) return succeeded(undefined);
    const begun = await this.#send(accountId, version, first, signal);
    if (!begun.ok) return begun;
    return inLanes(rest, sentAtOnce, (file) => this.#send(accountId, version, file, signal));
  }

  async #verified(files: readonly KeptFileRow[], signal: AbortSignal): Promise<Outcome<KeptFile[]>> {
    const kept: KeptFile[] = [];
    for (const file of files) {
      const local = await this.#content.verified(file.sha256, file.fileName, signal);
      if (!local.ok) return local;
      kept.push({ ...file, local: local.value });
    }
    return succeeded(kept);
  }

  async #refuseOthers(
    accountId: AccountId,
    version: VersionCoordinates,
    files: readonly KeptFileRow[],
    signal: AbortSignal,
  ): Promise<Outcome<undefined>> {
    const client = await this.#parts.clientFor(accountId);
    if (!client.ok) return client;
    const listed = await this.#parts.listings.fresh(client.value, accountId, version, signal);
    if (!listed.ok) return listed.failure.reason === 'not-found' ? succeeded(undefined) : listed;
    const taken = files.find(({ fileName, sha256 }) => {
      const there = listedFile(listed.value, fileName);
      return there !== null && there.sha256 !== sha256;
    });
    return taken === undefined
      ? succeeded(undefined)
      : failed('already-exists', { subject: taken.fileName.slice(0, 300) });
  }

  async #send(
    accountId: AccountId,
    version: VersionCoordinates,
    { fileName, sha256, size, local }: KeptFile,
    signal: AbortSignal,
  ): Promise<Outcome<undefined>> {
    if (signal.aborted) return failed('cancelled');
    const upload = new Upload(this.#parts, { accountId, coordinates: { ...version, fileName }, file: local });
    const end = await upload.run(
      bytesReport((bytes) => this.#sent.tell(fileName, bytes)),
      signal,
    );
    if (end.kind === 'failed' || end.kind === 'needs-decision') return { ok: false, failure: end.failure };
    if (end.sha256 !== sha256) return failed('kept-file-damaged', { subject: fileName.slice(0, 300) });
    this.#sent.tell(fileName, size);
    return succeeded(undefined);
  }
}
