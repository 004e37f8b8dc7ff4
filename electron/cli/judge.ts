import { type ConflictPolicy, leaveAll } from '../../shared/conflict-policy.ts';
import type { VersionCoordinates } from '../../shared/coordinates.ts';
import type { FileNameRules } from '../../shared/names.ts';
import type { PackageFile } from '../../shared/package.ts';
import { type PlannedFile, type PublishPlan, planPublish } from '../../shared/publish-plan.ts';
import { manifestsToRead, type ReadManifests } from '../../shared/split-plan.ts';
import { HashService } from '../local-files/hash-service.ts';
import { SplitManifests } from '../transfers/split/split-manifests.ts';
import { type NamedLocalFile, planned } from './named-files.ts';
import type { Session } from './session.ts';

/** What files are judged by. */
export interface JudgedBy {
  /** Bytes of a part; null splits nothing. */
  readonly split: number | null;
  /** The version's files; null where they could not be asked for. */
  readonly listed: readonly PackageFile[] | null;
  /** Which names the server takes. */
  readonly fileNames?: FileNameRules;
  /** What becomes of files whose names other bytes have; without it they are left alone. */
  readonly policy?: ConflictPolicy;
}

/**
 * What would happen to the files: reads the manifests that tell of them, and those of them that only their bytes tell
 * from what the server has.
 */
export async function judge(
  session: Session,
  version: VersionCoordinates,
  files: readonly NamedLocalFile[],
  { split, listed, fileNames = 'wide', policy = leaveAll }: JudgedBy,
): Promise<PublishPlan> {
  const all = planned(files, split);
  const manifests = await readManifests(session, version, all, listed ?? []);
  const hashes = new HashService();
  // Without the policy: which bytes are to be compared depends on the names as they were asked for.
  const first = planPublish(all, listed, { manifests, fileNames });
  const read = first.rows.map(async ({ file, verdict }, index): Promise<PlannedFile> => {
    const reference = files[index]?.reference;
    if (verdict.kind !== 'comparing' || reference === undefined) return file;
    const hashed = await hashes.sha256Of(reference, session.signal);
    return hashed.ok ? { ...file, sha256: hashed.value } : { ...file, unreadable: hashed.failure };
  });
  return planPublish(await Promise.all(read), listed, { manifests, fileNames, policy });
}

async function readManifests(
  { client, signal }: Session,
  version: VersionCoordinates,
  files: readonly PlannedFile[],
  listed: readonly PackageFile[],
): Promise<ReadManifests> {
  const manifests = new SplitManifests();
  const wanted = manifestsToRead(
    files.map(({ fileName }) => fileName),
    listed,
  );
  const read = wanted.map(async (manifest) => {
    const { fileName, sha256 } = manifest;
    const outcome = await manifests.read(client, { ...version, fileName }, manifest, signal);
    return [sha256, outcome.ok ? outcome.value : null] as const;
  });
  return new Map(await Promise.all(read));
}
