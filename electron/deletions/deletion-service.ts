import type { AccountId } from '../../shared/account.ts';
import { assertNever } from '../../shared/assert-never.ts';
import type { VersionCoordinates } from '../../shared/coordinates.ts';
import {
  type DeletionId,
  type DeletionProgress,
  type DeletionResult,
  type DeletionTarget,
  type MeasuredVersion,
  thingsOf,
} from '../../shared/deletion.ts';
import type { Failure } from '../../shared/failure.ts';
import { type Outcome, succeeded } from '../../shared/outcome.ts';
import type { Clock } from '../clock.ts';
import type { RegistryClient } from '../registry/registry-client.ts';
import type { BeforeDeletion } from './before-deletion.ts';
import { type DeletedThing, deleteTarget } from './delete-target.ts';
import { isStopping } from './is-stopping.ts';

/** What is known to be gone from an owner. */
export interface GoneFromOwner {
  readonly accountId: AccountId;
  readonly owner: string;
  /** Server's ids. */
  readonly versionIds: readonly number[];
  /** Versions of which files went. */
  readonly changed: readonly VersionCoordinates[];
}

export interface DeletionServiceParts {
  readonly clientFor: (accountId: AccountId) => Promise<Outcome<RegistryClient>>;
  /** Null keeps nothing. */
  readonly before: BeforeDeletion | null;
  readonly clock: Clock;
  readonly newId: () => DeletionId;
  /** Something was deleted, or found gone; of a long deletion told now and then. */
  readonly gone: (gone: GoneFromOwner) => void;
  readonly progressed: (progress: DeletionProgress) => void;
}

/** Milliseconds between two words about a deletion. */
const tellInterval = 200;
/** Versions that are listed at once. */
const measuredAtOnce = 4;
/** Deletions whose results are kept for whoever asks. */
const mostRemembered = 20;

interface Deletion {
  readonly id: DeletionId;
  readonly accountId: AccountId;
  readonly owner: string;
  readonly targets: readonly DeletionTarget[];
  readonly results: DeletionResult[];
  readonly stopping: AbortController;
  readonly total: number;
  failed: number;
  current: string | null;
  isEnded: boolean;
  stoppedBy: Failure | null;
  /** Versions that are gone and were not told yet. */
  goneIds: number[];
  /** Versions of which files are gone, by their names, and that were not told yet. */
  changed: Map<string, VersionCoordinates>;
  hasGone: boolean;
  callOffTelling: (() => void) | null;
}

/** Deletes on servers what the user saw, one thing or many. */
export class DeletionService {
  readonly #parts: DeletionServiceParts;
  readonly #deletions = new Map<DeletionId, Deletion>();
  readonly #running = new Set<Promise<void>>();

  constructor(parts: DeletionServiceParts) {
    this.#parts = parts;
  }

  /** Deletes one target and waits for it; the first thing that could not be deleted is the failure. */
  async delete(
    accountId: AccountId,
    owner: string,
    target: DeletionTarget,
  ): Promise<Outcome<{ isKept: boolean | null }>> {
    const deletion = this.#newDeletion(accountId, owner, [target]);
    await this.#run(deletion, () => undefined).finally(() => this.#tellGone(deletion));
    const failure = deletion.stoppedBy ?? deletion.results.find((result) => result.failure !== null)?.failure;
    if (failure !== undefined && failure !== null) return { ok: false, failure };
    const kept = deletion.results.flatMap(({ isKept }) => (isKept === null ? [] : [isKept]));
    return succeeded({ isKept: kept.length === 0 ? null : kept.every(Boolean) });
  }

  /** Begins to delete targets of one owner, in the order given. */
  start(accountId: AccountId, owner: string, targets: readonly DeletionTarget[]): DeletionId {
    const deletion = this.#newDeletion(accountId, owner, targets);
    this.#deletions.set(deletion.id, deletion);
    const forgotten = [...this.#deletions.values()].find(({ isEnded }) => isEnded);
    if (this.#deletions.size > mostRemembered && forgotten !== undefined)
      this.#deletions.delete(forgotten.id);
    const run = this.#run(deletion, () => this.#tellSoon(deletion)).finally(() => {
      this.#running.delete(run);
      deletion.callOffTelling?.();
      this.#tellGone(deletion);
      this.#parts.progressed(progressOf(deletion));
    });
    this.#running.add(run);
    return deletion.id;
  }

  /** Leaves alone what was not begun yet. */
  cancel(id: DeletionId): void {
    this.#deletions.get(id)?.stopping.abort();
  }

  /** How the things of a deletion ended so far, from the position `from` on. */
  results(id: DeletionId, from: number, limit: number): readonly DeletionResult[] {
    return this.#deletions.get(id)?.results.slice(from, from + limit) ?? [];
  }

  /** What versions are made of, in the order asked. One that is gone is `not-found`. */
  async measure(
    accountId: AccountId,
    versions: readonly VersionCoordinates[],
  ): Promise<Outcome<Outcome<MeasuredVersion>[]>> {
    const client = await this.#parts.clientFor(accountId);
    if (!client.ok) return client;
    const measured: Outcome<MeasuredVersion>[] = [];
    const waiting = versions.entries();
    const workers = Array.from({ length: measuredAtOnce }, async () => {
      for (const [position, version] of waiting)
        measured[position] = await measureVersion(client.value, version);
    });
    await Promise.all(workers);
    return succeeded(measured);
  }

  /** Ends all deletions after what each is at, and waits for that. */
  async stop(): Promise<void> {
    for (const { stopping } of this.#deletions.values()) stopping.abort();
    await Promise.all(this.#running);
  }

  #newDeletion(accountId: AccountId, owner: string, targets: readonly DeletionTarget[]): Deletion {
    return {
      id: this.#parts.newId(),
      accountId,
      owner,
      targets,
      results: [],
      stopping: new AbortController(),
      total: targets.reduce((sum, target) => sum + thingsOf(target), 0),
      failed: 0,
      current: null,
      isEnded: false,
      stoppedBy: null,
      goneIds: [],
      changed: new Map(),
      hasGone: false,
      callOffTelling: null,
    };
  }

  async #run(deletion: Deletion, tell: () => void): Promise<void> {
    const { accountId, owner, stopping } = deletion;
    try {
      const client = await this.#parts.clientFor(accountId);
      if (!client.ok) {
        deletion.stoppedBy = client.failure;
        return;
      }
      const context = {
        client: client.value,
        accountId,
        owner,
        before: this.#parts.before,
        signal: stopping.signal,
      };
      for (const [position, target] of deletion.targets.entries()) {
        if (stopping.signal.aborted || deletion.stoppedBy !== null) break;
        deletion.current = nameOf(target).slice(0, 300);
        tell();
        await deleteTarget(context, target, (thing) => {
          this.#settled(deletion, position, target, thing);
          tell();
        });
      }
      if (stopping.signal.aborted) deletion.stoppedBy ??= { reason: 'cancelled' };
    } finally {
      deletion.isEnded = true;
      deletion.current = null;
    }
  }

  #settled(deletion: Deletion, position: number, target: DeletionTarget, thing: DeletedThing): void {
    deletion.results.push({ target: position, ...thing });
    if (thing.failure === null) {
      deletion.hasGone = true;
      if (target.kind === 'package') deletion.goneIds.push(...target.versionIds);
      if (target.kind === 'version' && target.id !== null) deletion.goneIds.push(target.id);
      if (target.kind === 'files') {
        const { packageName, version } = target;
        deletion.changed.set(`${packageName}/${version}`, { owner: deletion.owner, packageName, version });
      }
      return;
    }
    deletion.failed += 1;
    // Of a package some versions may be gone; one that is not what was seen was left alone.
    if (target.kind === 'package' && thing.failure.reason !== 'changed-on-server') deletion.hasGone = true;
    if (isStopping(thing.failure)) deletion.stoppedBy ??= thing.failure;
  }

  #tellSoon(deletion: Deletion): void {
    deletion.callOffTelling ??= this.#parts.clock.after(tellInterval, () => {
      deletion.callOffTelling = null;
      this.#tellGone(deletion);
      this.#parts.progressed(progressOf(deletion));
    });
  }

  #tellGone(deletion: Deletion): void {
    if (!deletion.hasGone) return;
    const { accountId, owner, goneIds: versionIds } = deletion;
    const changed = [...deletion.changed.values()];
    deletion.goneIds = [];
    deletion.changed = new Map();
    deletion.hasGone = false;
    this.#parts.gone({ accountId, owner, versionIds, changed });
  }
}

async function measureVersion(
  client: RegistryClient,
  version: VersionCoordinates,
): Promise<Outcome<MeasuredVersion>> {
  const listed = await client.listFiles(version);
  if (!listed.ok) return listed;
  const { files, damagedRows } = listed.value;
  return succeeded({
    fileIds: files.map(({ id }) => id),
    bytes: files.reduce((sum, { size }) => sum + size, 0),
    damagedRows,
  });
}

function progressOf(deletion: Deletion): DeletionProgress {
  const { id, accountId, owner, total, results, failed, current, isEnded, stoppedBy } = deletion;
  return { id, accountId, owner, total, settled: results.length, failed, current, isEnded, stoppedBy };
}

function nameOf(target: DeletionTarget): string {
  switch (target.kind) {
    case 'package':
      return target.packageName;
    case 'version':
    case 'files':
      return `${target.packageName} ${target.version}`;
    default:
      return assertNever(target);
  }
}
