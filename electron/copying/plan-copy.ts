import type { VersionCoordinates } from '../../shared/coordinates.ts';
import type { CopySource, CopyTarget } from '../../shared/copying.ts';
import type { Failure } from '../../shared/failure.ts';
import { type FileNameRules, nameKey } from '../../shared/names.ts';
import { failed, type Outcome, succeeded } from '../../shared/outcome.ts';
import type { PackageFile } from '../../shared/package.ts';
import { listPackage } from '../packages/package-deletion.ts';
import type { RegistryClient } from '../registry/registry-client.ts';
import { type LookedAt, type PlanCounts, Tally } from './plan-tally.ts';
import { isSamePlace } from './same-place.ts';

/** Versions whose files are listed at once. */
const versionsAtOnce = 4;

/** The two servers of a copy. */
export interface CopyServers {
  readonly from: RegistryClient;
  readonly to: RegistryClient;
  /** Which file names the server that is copied to takes. */
  readonly fileNames: FileNameRules;
}

/** A version as it was planned. */
export interface PlannedVersion {
  readonly from: VersionCoordinates;
  readonly to: VersionCoordinates;
  readonly files: readonly PackageFile[];
}

export interface PlannedVersions {
  readonly versions: readonly PlannedVersion[];
  readonly counts: PlanCounts;
}

/** An outcome that tells which of the two servers a failure is of. */
type Sided<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly failure: Failure; readonly side: 'from' | 'to' };

export interface PlanRun {
  readonly signal: AbortSignal;
  readonly progress: (done: number, total: number) => void;
}

/**
 * Lists what is to be copied and what is at the other place, and judges each file. Versions come oldest first, so that
 * the newest is the latest one at the other place too. Changes nothing.
 */
export async function planCopy(
  servers: CopyServers,
  source: CopySource,
  target: CopyTarget,
  { signal, progress }: PlanRun,
): Promise<Sided<PlannedVersions>> {
  const names = await versionsOf(servers.from, source);
  if (!names.ok) return { ...names, side: 'from' };
  const there = source.kind === 'version' ? succeeded(null) : await versionsAt(servers.to, target);
  if (!there.ok) return { ...there, side: 'to' };
  const tally = new Tally();
  const left = names.value.map((from, index) => ({ from, index }));
  const planned: (PlannedVersion | null)[] = names.value.map(() => null);
  let done = 0;
  let refusal: Extract<Sided<never>, { ok: false }> | null = null;
  const work = async (): Promise<void> => {
    for (let next = left.shift(); next !== undefined && refusal === null; next = left.shift()) {
      const { from, index } = next;
      const { owner, packageName } = target;
      const to = { owner, packageName, version: target.version ?? from.version };
      const isThere = there.value?.has(nameKey(to.version)) ?? true;
      const found = signal.aborted
        ? { ...cancelled, side: 'from' as const }
        : await look(servers, from, to, isThere, signal);
      if (!found.ok) {
        refusal = found;
        return;
      }
      planned[index] = { from, to, files: found.value.files.files };
      tally.add(found.value, to, servers.fileNames);
      if (tally.isTooMuch) return;
      done += 1;
      progress(done, names.value.length);
    }
  };
  await Promise.all(Array.from({ length: versionsAtOnce }, work));
  if (refusal !== null) return refusal;
  const versions = planned.flatMap((version) =>
    (version?.files.length ?? 0) > 0 && version !== null ? [version] : [],
  );
  return { ok: true, value: { versions, counts: tally.counts } };
}

const cancelled = { ok: false, failure: { reason: 'cancelled' } } as const;

async function versionsOf(
  client: RegistryClient,
  source: CopySource,
): Promise<Outcome<readonly VersionCoordinates[]>> {
  if (source.kind === 'version') return succeeded([source.version]);
  const listed = await listPackage(client, source.package);
  if (!listed.ok) return listed;
  if (listed.value.versions.length === 0) {
    return failed('not-found', { subject: source.package.packageName.slice(0, 300) });
  }
  return succeeded(listed.value.versions.map(({ version }) => ({ ...source.package, version })).toReversed());
}

/** The versions that are at the other place already. */
async function versionsAt(client: RegistryClient, target: CopyTarget): Promise<Outcome<ReadonlySet<string>>> {
  const { owner, packageName } = target;
  const listed = await listPackage(client, { owner, packageName });
  if (!listed.ok) {
    return listed.failure.reason === 'not-found' || listed.failure.reason === 'owner-not-found'
      ? succeeded(new Set())
      : listed;
  }
  return succeeded(new Set(listed.value.versions.map(({ version }) => nameKey(version))));
}

async function look(
  { from, to }: CopyServers,
  version: VersionCoordinates,
  target: VersionCoordinates,
  isThere: boolean,
  signal: AbortSignal,
): Promise<Sided<LookedAt>> {
  const files = await from.listFiles(version, signal);
  if (!files.ok) return { ...files, side: 'from' };
  if (!isThere) return { ok: true, value: { files: files.value, there: [], isSame: false } };
  const there = await to.listFiles(target, signal);
  if (!there.ok && there.failure.reason !== 'not-found') return { ...there, side: 'to' };
  const listed = there.ok ? there.value.files : [];
  const isSame = areSame(files.value.files, listed)
    ? await isSamePlace({ client: from, version }, { client: to, version: target })
    : succeeded(false);
  if (!isSame.ok) return { ...isSame, side: 'to' };
  return { ok: true, value: { files: files.value, there: listed, isSame: isSame.value } };
}

/** Whether two listings have the very same files, so that they may be of one version. */
function areSame(some: readonly PackageFile[], others: readonly PackageFile[]): boolean {
  const ids = new Map(others.map(({ id, sha256 }) => [id, sha256]));
  return some.length === others.length && some.every(({ id, sha256 }) => ids.get(id) === sha256);
}
