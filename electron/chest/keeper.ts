import type { Account, AccountId } from '../../shared/account.ts';
import type { ChestState, KeepForecast } from '../../shared/chest.ts';
import type { Failure, FailureReason } from '../../shared/failure.ts';
import { describeFailure } from '../../shared/failure-words.ts';
import { failed, type Outcome, succeeded } from '../../shared/outcome.ts';
import type { PackageFile } from '../../shared/package.ts';
import type { DoomedFiles } from '../deletions/before-deletion.ts';
import { type FetchParts, FileFetch } from '../transfers/file-fetch.ts';
import type { TransferClient } from '../transfers/transfer-client.ts';
import { bytesReport, SumOfBytes } from './bytes-report.ts';
import type { ChestStore } from './chest-store.ts';
import { inLanes } from './in-lanes.ts';

const day = 24 * 60 * 60 * 1000;

/** Files of a version that are fetched at once. */
const fetchedAtOnce = 3;

/** Why no copy can be had of what the server lists: nobody's account or network is to blame. */
const aboutCopy: ReadonlySet<FailureReason> = new Set<FailureReason>([
  'damaged-on-server',
  'damaged-in-transit',
  'disk-full',
  'folder-not-writable',
]);

export interface KeeperParts extends FetchParts {
  readonly accountOf: (accountId: AccountId) => Account | null;
  readonly clientFor: (accountId: AccountId) => Promise<Outcome<TransferClient>>;
  /** Bytes in all, and days; 0 bytes keeps nothing. */
  readonly limits: () => { readonly chestSize: number; readonly chestDays: number };
}

/** Fetches what is about to be deleted into the chest, as far as the user's limits let it. One version at a time. */
export class Keeper {
  readonly #parts: KeeperParts;
  readonly #store: ChestStore;
  readonly #onChanged: () => void;
  #progress: ChestState['keeping'] = null;

  /** `onChanged` hears of progress and of entries that came. */
  constructor(parts: KeeperParts, store: ChestStore, onChanged: () => void) {
    this.#parts = parts;
    this.#store = store;
    this.#onChanged = onChanged;
  }

  /** What is being fetched. */
  get progress(): ChestState['keeping'] {
    return this.#progress;
  }

  /** Whether files would be kept if they were deleted now; `bytes` is null where nobody knows. */
  async forecast(bytes: number | null): Promise<KeepForecast> {
    const { chestSize, chestDays: days } = this.#parts.limits();
    if (chestSize === 0) return { kind: 'off' };
    const room = Math.max(0, chestSize - this.#store.index.totals().used);
    if (bytes === null) return { kind: 'as-room-allows', days, room };
    if (bytes > room) return { kind: 'too-large', room };
    const { content } = this.#store;
    const prepared = await content.prepare();
    const fits = prepared.ok && (await content.hasRoomFor(bytes));
    return fits ? { kind: 'kept', days } : { kind: 'disk-full' };
  }

  async keep(doomed: DoomedFiles, signal: AbortSignal): Promise<Outcome<'kept' | 'skipped'>> {
    if (signal.aborted) return failed('cancelled');
    const account = this.#parts.accountOf(doomed.accountId);
    const { chestSize } = this.#parts.limits();
    if (chestSize === 0 || doomed.files.length === 0 || account === null) return succeeded('skipped');
    const distinct = [...new Map(doomed.files.map((file) => [file.sha256, file])).values()];
    const sha256s = new Set(distinct.map(({ sha256 }) => sha256));
    return this.#store.wanting(sha256s, () => this.#keep(doomed, account, distinct, signal));
  }

  async #keep(
    { accountId, version, files, isWholeVersion }: DoomedFiles,
    { label, serverUrl }: Account,
    distinct: readonly PackageFile[],
    signal: AbortSignal,
  ): Promise<Outcome<'kept' | 'skipped'>> {
    const { index, content } = this.#store;
    const { chestSize, chestDays } = this.#parts.limits();
    const prepared = await content.prepare();
    if (!prepared.ok) return notKept(prepared.failure);
    await this.#store.removeEnded(this.#parts.clock.now(), signal);
    const missing = distinct.filter(({ sha256 }) => !index.holds(sha256));
    const bytes = missing.reduce((sum, { size }) => sum + size, 0);
    if (index.totals().used + bytes > chestSize) return succeeded('skipped');
    if (!(await content.hasRoomFor(bytes))) return succeeded('skipped');
    const taken = await this.#takeAll({ accountId, version }, distinct, signal);
    this.#progress = null;
    if (!taken.ok) return signal.aborted ? failed('cancelled') : notKept(taken.failure);
    const now = this.#parts.clock.now();
    index.add({
      accountId,
      accountLabel: label,
      serverUrl,
      ...version,
      isWholeVersion,
      files,
      keptAt: now,
      keptUntil: now + chestDays * day,
    });
    return succeeded('kept');
  }

  async #takeAll(
    { accountId, version }: Pick<DoomedFiles, 'accountId' | 'version'>,
    files: readonly PackageFile[],
    signal: AbortSignal,
  ): Promise<Outcome<undefined>> {
    const client = await this.#parts.clientFor(accountId);
    if (!client.ok) return client;
    const size = files.reduce((sum, file) => sum + file.size, 0);
    const sum = new SumOfBytes((bytes) => {
      this.#progress = { bytes: Math.min(bytes, size), size };
      this.#onChanged();
    });
    return inLanes(files, fetchedAtOnce, async (file) => {
      const coordinates = { ...version, fileName: file.fileName };
      const from = { client: client.value, accountId, coordinates, file };
      const report = bytesReport((bytes) => sum.tell(file.sha256, bytes));
      const fetch = new FileFetch(this.#parts, from, report, signal);
      const taken = await this.#store.content.take(file, (part) => fetch.into(part, 0), signal);
      if (taken.ok) sum.tell(file.sha256, file.size);
      return taken;
    });
  }
}

/** Of what stands in the way of a copy alone; the rest is said as it is. */
function notKept(failure: Failure): Outcome<never> {
  if (!aboutCopy.has(failure.reason)) return { ok: false, failure };
  const { title } = describeFailure({ reason: failure.reason });
  return failed('no-copy-kept', { subject: title.slice(0, 300) });
}
