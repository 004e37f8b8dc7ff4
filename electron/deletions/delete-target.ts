import type { AccountId } from '../../shared/account.ts';
import { assertNever } from '../../shared/assert-never.ts';
import type { VersionCoordinates } from '../../shared/coordinates.ts';
import type { DeletionTarget } from '../../shared/deletion.ts';
import { type Failure, isPassing } from '../../shared/failure.ts';
import { failed, type Outcome, succeeded } from '../../shared/outcome.ts';
import type { PackageFile, VersionFiles } from '../../shared/package.ts';
import { deleteListedVersions, listPackage } from '../packages/package-deletion.ts';
import type { RegistryClient } from '../registry/registry-client.ts';
import { listedFile } from '../transfers/listed-files.ts';
import type { BeforeDeletion } from './before-deletion.ts';
import { isStopping } from './is-stopping.ts';

/** On whose behalf something is deleted, and what is done before. */
export interface DeletionContext {
  readonly client: RegistryClient;
  readonly accountId: AccountId;
  readonly owner: string;
  /** Null keeps nothing. */
  readonly before: BeforeDeletion | null;
  readonly signal: AbortSignal;
}

/** How one thing of a target ended; null in `fileName` is the whole target. */
export interface DeletedThing {
  readonly fileName: string | null;
  readonly failure: Failure | null;
  readonly isKept: boolean | null;
}

type Kept = DeletedThing['isKept'];

/**
 * Deletes what still is what was seen, each time after a fresh look; between that and the deletion itself there is a
 * moment that no server lets anybody close. `settled` hears of each thing as it ends; a signal that is aborted leaves
 * the rest as it is, unsaid.
 */
export async function deleteTarget(
  context: DeletionContext,
  target: DeletionTarget,
  settled: (thing: DeletedThing) => void,
): Promise<void> {
  const { owner } = context;
  switch (target.kind) {
    case 'files':
      return deleteFiles(context, { owner, ...target }, target, settled);
    case 'version':
      return settled(wholeThing(await deleteVersion(context, { owner, ...target }, target)));
    case 'package':
      return settled(wholeThing(await deletePackage(context, target)));
    default:
      return assertNever(target);
  }
}

function wholeThing(deleted: Outcome<Kept>): DeletedThing {
  return deleted.ok
    ? { fileName: null, failure: null, isKept: deleted.value }
    : { fileName: null, failure: deleted.failure, isKept: null };
}

async function deleteFiles(
  context: DeletionContext,
  { owner, packageName, version }: VersionCoordinates,
  { files, isOneThing }: Extract<DeletionTarget, { kind: 'files' }>,
  settled: (thing: DeletedThing) => void,
): Promise<void> {
  const coordinates = { owner, packageName, version };
  const end = (fileName: string, failure: Failure | null, isKept: Kept = null) =>
    settled({ fileName, failure, isKept });
  const endAll = (failure: Failure | null) => {
    for (const { fileName } of files) end(fileName, failure);
  };
  const listed = await context.client.listFiles(coordinates, context.signal);
  if (!listed.ok) return endAll(listed.failure.reason === 'not-found' ? null : listed.failure);

  const there: PackageFile[] = [];
  const gone: string[] = [];
  const changed: string[] = [];
  for (const seen of files) {
    const found = listedFile(listed.value, seen.fileName);
    const isOther = found !== null && (found.id !== seen.id || found.sha256 !== seen.sha256);
    if (isOther || (found === null && listed.value.damagedRows > 0)) changed.push(seen.fileName);
    else if (found === null) gone.push(seen.fileName);
    else there.push({ ...found, fileName: seen.fileName });
  }
  const [other] = changed;
  if (isOneThing && other !== undefined) return endAll(changedOnServer(other));
  for (const fileName of changed) end(fileName, changedOnServer(fileName));
  for (const fileName of gone) end(fileName, null);
  const kept = await keep(context, coordinates, listed.value, there);
  if (!kept.ok) {
    if (context.signal.aborted) return;
    for (const { fileName } of there) end(fileName, kept.failure);
    return;
  }
  for (const { fileName } of there) {
    if (context.signal.aborted) return;
    const deleted = await orGone(await context.client.deleteFile({ ...coordinates, fileName }), async () => {
      const now = await context.client.listFiles(coordinates);
      return now.ok ? listedFile(now.value, fileName) === null : now.failure.reason === 'not-found';
    });
    end(fileName, deleted, kept.value);
    if (deleted !== null && (isOneThing || isStopping(deleted))) return;
  }
}

async function deleteVersion(
  context: DeletionContext,
  { owner, packageName, version }: VersionCoordinates,
  { id, fileIds }: Extract<DeletionTarget, { kind: 'version' }>,
): Promise<Outcome<Kept>> {
  const coordinates = { owner, packageName, version };
  const { client, signal } = context;
  const listed = await client.listFiles(coordinates, signal);
  if (!listed.ok) return listed.failure.reason === 'not-found' ? succeeded(null) : listed;
  if (fileIds !== null && !isSame(listed.value, fileIds))
    return { ok: false, failure: changedOnServer(version) };
  if (fileIds === null) {
    const now = await client.getVersion(coordinates);
    if (!now.ok) return now.failure.reason === 'not-found' ? succeeded(null) : now;
    if (now.value.id !== id) return { ok: false, failure: changedOnServer(version) };
  }
  const kept = await keep(context, coordinates, listed.value, listed.value.files);
  if (!kept.ok) return kept;
  if (signal.aborted) return failed('cancelled');
  const failure = await orGone(await client.deleteVersion(coordinates), async () => {
    const now = await client.listFiles(coordinates);
    return !now.ok && now.failure.reason === 'not-found';
  });
  return failure === null ? kept : { ok: false, failure };
}

async function deletePackage(
  context: DeletionContext,
  { packageName, versionIds }: Extract<DeletionTarget, { kind: 'package' }>,
): Promise<Outcome<Kept>> {
  const { client, owner, signal } = context;
  const coordinates = { owner, packageName };
  const listed = await listPackage(client, coordinates);
  if (!listed.ok) return listed;
  const seen = new Set(versionIds);
  if (!listed.value.versions.every(({ id }) => seen.has(id)))
    return { ok: false, failure: changedOnServer(packageName) };
  let isKept: Kept = null;
  for (const { version } of context.before === null ? [] : listed.value.versions) {
    const files = await client.listFiles({ ...coordinates, version }, signal);
    if (!files.ok && files.failure.reason !== 'not-found') return files;
    if (!files.ok) continue;
    const kept = await keep(context, { ...coordinates, version }, files.value, files.value.files);
    if (!kept.ok) return kept;
    isKept = isKept === null ? kept.value : isKept && kept.value === true;
  }
  if (signal.aborted) return failed('cancelled');
  const deleted = await deleteListedVersions(client, coordinates, listed.value);
  return deleted.ok ? succeeded(isKept) : deleted;
}

/** Null where nothing is kept at all. */
async function keep(
  { before, accountId, signal }: DeletionContext,
  version: VersionCoordinates,
  listed: VersionFiles,
  files: readonly PackageFile[],
): Promise<Outcome<Kept>> {
  if (before === null || files.length === 0) return succeeded(null);
  const isWholeVersion = files.length === listed.files.length && listed.damagedRows === 0;
  const kept = await before.keep({ accountId, version, files, isWholeVersion }, signal);
  return kept.ok ? succeeded(kept.value === 'kept') : kept;
}

/** What a deletion came to: where its answer was lost, the deed may be done all the same. */
async function orGone(deleted: Outcome<undefined>, isGone: () => Promise<boolean>): Promise<Failure | null> {
  if (deleted.ok || deleted.failure.reason === 'not-found') return null;
  return isPassing(deleted.failure) && (await isGone()) ? null : deleted.failure;
}

function isSame({ files }: VersionFiles, seenIds: readonly number[]): boolean {
  const seen = new Set(seenIds);
  return files.length === seen.size && files.every(({ id }) => seen.has(id));
}

function changedOnServer(name: string): Failure {
  return { reason: 'changed-on-server', subject: name.slice(0, 300) };
}
