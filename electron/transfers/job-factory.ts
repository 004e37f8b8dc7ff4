import { randomBytes } from 'node:crypto';
import { basename } from 'node:path';
import { assertNever } from '../../shared/assert-never.ts';
import { failed, type Outcome, succeeded } from '../../shared/outcome.ts';
import type { SeenFile, Transfer } from '../../shared/transfer.ts';
import { type LocalFileReference, referenceTo } from '../local-files/local-file-reference.ts';
import { Copy } from './copy/copy.ts';
import { CopyReplacement } from './copy/copy-replacement.ts';
import { DeleteMoved, type DeleteMovedVersion } from './copy/delete-moved.ts';
import { Download, type DownloadParts } from './download.ts';
import { EqualContent } from './equal-content.ts';
import { GeneratedFile } from './generated/generated-file.ts';
import { GeneratedReplacement } from './generated/generated-replacement.ts';
import { newGeneratedWork } from './generated/generated-work.ts';
import type { TransferWork } from './journal/transfer-record.ts';
import { Replace } from './replace/replace.ts';
import { newReplaceWork } from './replace/replace-state.ts';
import { ReplaceTurns } from './replace/replace-turns.ts';
import type { TransferJob } from './transfer-job.ts';
import { Upload } from './upload.ts';

export interface JobParts extends DownloadParts {
  /** Where files that are being replaced are kept meanwhile. */
  readonly keptFolder: string;
  readonly deleteMoved: DeleteMovedVersion;
}

/** Makes the jobs of the app from what the window asked for, or what the journal kept. */
export class JobFactory {
  readonly #parts: JobParts;
  readonly #equalContent: EqualContent;
  readonly #turns = new ReplaceTurns();

  constructor(parts: JobParts) {
    this.#parts = parts;
    this.#equalContent = new EqualContent();
  }

  /** `isContinued` where an earlier process may have come to the end of it without writing that down. */
  jobOf(
    { accountId, coordinates, size }: Pick<Transfer, 'accountId' | 'coordinates' | 'size'>,
    work: TransferWork,
    isContinued: boolean,
  ): TransferJob {
    switch (work.kind) {
      case 'publish':
        return new Upload(
          { ...this.#parts, equalContent: this.#equalContent },
          { accountId, coordinates, file: work.file, range: work.range, sent: work },
        );
      case 'generated': {
        const parts = { ...this.#parts, equalContent: this.#equalContent, turns: this.#turns };
        const { content, replaces, replacement } = work;
        return replaces === null
          ? new GeneratedFile(parts, { accountId, coordinates, content, sent: work })
          : new GeneratedReplacement(parts, {
              accountId,
              coordinates,
              content,
              replaces,
              replacement,
              holder: newPartHolder(),
            });
      }
      case 'download':
        return new Download(this.#parts, {
          ...work,
          accountId,
          coordinates,
          size,
          origin: accountId,
          takesWhatIsThere: isContinued,
        });
      case 'replace':
        return new Replace(
          { ...this.#parts, equalContent: this.#equalContent, turns: this.#turns },
          { accountId, coordinates, work },
        );
      case 'copy': {
        const parts = { ...this.#parts, equalContent: this.#equalContent, turns: this.#turns };
        const { replaces } = work;
        return replaces === null
          ? new Copy(parts, { ...work, accountId, coordinates, sent: work })
          : new CopyReplacement(parts, { accountId, coordinates, work: { ...work, replaces } });
      }
      case 'delete-moved':
        return new DeleteMoved(this.#parts.deleteMoved, { accountId, version: coordinates, work });
      default:
        return assertNever(work);
    }
  }

  /** The same file in the place of one that is on the server; null for what has no place to take. */
  replacing(job: TransferJob, seen: SeenFile): TransferJob | null {
    const work = job.work();
    if (work.kind === 'generated' && work.content.kind === 'checksums') {
      const { accountId, coordinates } = job;
      return this.jobOf({ accountId, coordinates, size: null }, newGeneratedWork(work.content, seen), false);
    }
    if (work.kind === 'copy') {
      const { accountId, coordinates, size } = job;
      const replaces = { ...seen, holder: newPartHolder() };
      return this.jobOf(
        { accountId, coordinates, size },
        { ...work, ...nothingSent, replaces, replacement: null },
        false,
      );
    }
    if (work.kind !== 'publish' && work.kind !== 'replace') return null;
    if (work.kind === 'publish' && work.range !== null) return null;
    return this.jobOf(
      { accountId: job.accountId, coordinates: job.coordinates, size: null },
      newReplaceWork(work.file, seen, newPartHolder()),
      false,
    );
  }
}

/** The local file that a work reads; null for one that reads none. */
export function localFileOf(work: TransferWork): LocalFileReference | null {
  switch (work.kind) {
    case 'publish':
    case 'replace':
      return work.file;
    case 'generated':
      return work.content.kind === 'checksums' ? null : work.content.file;
    case 'download':
    case 'copy':
    case 'delete-moved':
      return null;
    default:
      return assertNever(work);
  }
}

/** What has been sent of a file that was just asked for. */
export const nothingSent = { sentBytes: 0, mayHaveArrived: false } as const;

/** A name for a part that nobody else has. */
export function newPartHolder(): string {
  return randomBytes(6).toString('hex');
}

/**
 * The work as if it had just been asked for, with a local file as it is now. Fails as `referenceTo` does, and with
 * `local-file-changed` for a part of a file that has another size by now: it would be cut otherwise.
 */
export async function renewed(work: TransferWork): Promise<Outcome<TransferWork>> {
  switch (work.kind) {
    case 'publish': {
      const file = await renewedFile(work.file, work.range !== null);
      return file.ok ? succeeded({ ...work, file: file.value, ...nothingSent }) : file;
    }
    case 'replace': {
      const file = await renewedFile(work.file, false);
      return file.ok ? succeeded(newReplaceWork(file.value, work.seen, newPartHolder())) : file;
    }
    case 'generated': {
      const { content } = work;
      if (content.kind === 'checksums') return succeeded(newGeneratedWork(content, work.replaces));
      const file = await renewedFile(content.file, true);
      if (!file.ok) return file;
      return succeeded({ ...work, content: { ...content, file: file.value }, ...nothingSent });
    }
    case 'copy': {
      const { replaces } = work;
      return succeeded({
        ...work,
        ...nothingSent,
        replaces: replaces === null ? null : { ...replaces, holder: newPartHolder() },
        replacement: null,
      });
    }
    case 'delete-moved':
      return succeeded(work);
    case 'download':
      return succeeded({ ...work, partHolder: newPartHolder() });
    default:
      return assertNever(work);
  }
}

async function renewedFile(
  { path, identity }: LocalFileReference,
  isCut: boolean,
): Promise<Outcome<LocalFileReference>> {
  const file = await referenceTo(path);
  return file.ok && isCut && file.value.identity.size !== identity.size
    ? failed('local-file-changed', { subject: basename(path).slice(0, 300) })
    : file;
}
