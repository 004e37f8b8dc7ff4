import { randomBytes } from 'node:crypto';
import nodeDisk from 'node:fs/promises';
import { join } from 'node:path';
import { usualChecksumsName } from '../../shared/checksum-lines.ts';
import {
  type ConflictAction,
  type ConflictPolicy,
  conflictActions,
  leaveAll,
} from '../../shared/conflict-policy.ts';
import type { VersionCoordinates } from '../../shared/coordinates.ts';
import { nameKey } from '../../shared/names.ts';
import { type Outcome, succeeded } from '../../shared/outcome.ts';
import type { PackageFile } from '../../shared/package.ts';
import { type PlannedFile, planPublish, replacedBy } from '../../shared/publish-plan.ts';
import type { SeenFile } from '../../shared/transfer.ts';
import type { HashService } from '../local-files/hash-service.ts';
import type { LocalFileReference } from '../local-files/local-file-reference.ts';
import { GeneratedReplacement } from '../transfers/generated/generated-replacement.ts';
import type { ReplaceWork } from '../transfers/journal/transfer-record.ts';
import { Replace, type ReplaceParts } from '../transfers/replace/replace.ts';
import { newReplaceWork } from '../transfers/replace/replace-state.ts';
import { ReplaceTurns } from '../transfers/replace/replace-turns.ts';
import { SplitManifests } from '../transfers/split/split-manifests.ts';
import type { UploadParts } from '../transfers/upload.ts';
import type { NamedLocalFile } from './named-files.ts';
import { patiently } from './patiently.ts';
import type { Session } from './session.ts';

/** `--on-conflict`; `fail` sends the others and says 3 in the end. */
export const onConflictChoices = ['fail', ...conflictActions] as const;
export type OnConflict = 'fail' | ConflictAction;

export function policyOf(onConflict: OnConflict): ConflictPolicy {
  return onConflict === 'fail' ? leaveAll : { batch: onConflict, rows: new Map() };
}

/** A file under the name that it gets. */
export interface SettledFile extends NamedLocalFile {
  /** The file on the server whose place it takes. */
  readonly replaces: SeenFile | null;
}

/**
 * Settles names that other bytes have on the server; files that are left alone are not among the answer. Fails where
 * the version cannot be listed, or one of the files not be read.
 */
export async function settleNames(
  session: Session,
  version: VersionCoordinates,
  files: readonly NamedLocalFile[],
  onConflict: OnConflict,
  hashes: HashService,
): Promise<Outcome<readonly SettledFile[]>> {
  if (onConflict === 'fail') return succeeded(files.map((file) => ({ ...file, replaces: null })));
  const listed = await patiently(session, () => session.client.listFiles(version, session.signal));
  if (!listed.ok && listed.failure.reason !== 'not-found') return listed;
  const there = listed.ok ? listed.value.files : [];
  const planned = await plannedFiles(session, files, there, onConflict, hashes);
  if (!planned.ok) return planned;
  const { rows } = planPublish(planned.value, there, { policy: policyOf(onConflict) });
  return succeeded(
    rows.flatMap((row, index): SettledFile[] => {
      const file = files[index];
      if (file === undefined) return [];
      const { conflict } = row;
      if (conflict === null) return [{ ...file, replaces: null }];
      tell(session, conflict.fileName, conflict.action, row.file.fileName);
      if (conflict.action === 'leave') return [];
      return [{ ...file, fileName: row.file.fileName, replaces: replacedBy(row) }];
    }),
  );
}

function tell({ reporter }: Session, name: string, action: ConflictAction, as: string): void {
  const words = {
    leave: `${name}  left alone: the server has other bytes under this name`,
    rename: `${name}  sent as ${as}: the server has other bytes under this name`,
    replace: `${name}  replaces other bytes: until the new ones are there nobody finds a file of this name`,
  };
  reporter.line({ kind: 'conflict', name, action, ...(action === 'rename' ? { as } : {}) }, words[action]);
}

/** Files of equal size are told apart by their bytes; for new names those beside count as well. */
async function plannedFiles(
  { signal }: Session,
  files: readonly NamedLocalFile[],
  there: readonly PackageFile[],
  onConflict: OnConflict,
  hashes: HashService,
): Promise<Outcome<readonly PlannedFile[]>> {
  const sizes = new Set(there.map(({ size }) => size));
  const named = new Map(there.map((file) => [nameKey(file.fileName), file]));
  const planned: PlannedFile[] = [];
  for (const [index, { fileName, reference }] of files.entries()) {
    const { size } = reference.identity;
    const isAsked = onConflict === 'rename' ? sizes.has(size) : named.get(nameKey(fileName))?.size === size;
    const hashed = isAsked ? await hashes.sha256Of(reference, signal) : null;
    if (hashed !== null && !hashed.ok) return hashed;
    planned.push({ ticket: String(index), fileName, size, sha256: hashed === null ? null : hashed.value });
  }
  return succeeded(planned);
}

/** Makes the replacements of one command. */
export class Replacements {
  readonly #session: Session;
  readonly #replaceParts: ReplaceParts;

  constructor(parts: UploadParts, session: Session) {
    this.#session = session;
    this.#replaceParts = {
      ...parts,
      disk: nodeDisk,
      random: Math.random,
      manifests: new SplitManifests(),
      keptFolder: join(session.profile, 'replaced'),
      turns: new ReplaceTurns(),
    };
  }

  /** A new one, or one that an earlier command left while the old file was away. */
  job(
    version: VersionCoordinates,
    fileName: string,
    file: LocalFileReference,
    of: SeenFile | ReplaceWork,
  ): Replace {
    const { accountId } = this.#session;
    return new Replace(this.#replaceParts, {
      accountId,
      coordinates: { ...version, fileName },
      work:
        'step' in of
          ? { ...of, file, sent: { ...of.sent, sentBytes: 0 }, sentBack: { ...of.sentBack, sentBytes: 0 } }
          : newReplaceWork(file, of, randomBytes(6).toString('hex')),
    });
  }

  /** The list of checksums of the whole version in the place of the one that was seen. */
  checksums(version: VersionCoordinates, replaces: SeenFile): GeneratedReplacement {
    return new GeneratedReplacement(this.#replaceParts, {
      accountId: this.#session.accountId,
      coordinates: { ...version, fileName: usualChecksumsName },
      content: { kind: 'checksums' },
      replaces,
      replacement: null,
      holder: randomBytes(6).toString('hex'),
    });
  }
}
