import { randomUUID } from 'node:crypto';
import nodeDisk from 'node:fs/promises';
import { basename, dirname } from 'node:path';
import type { AccountId } from '../../shared/account.ts';
import type { InputOf } from '../../shared/api.ts';
import { assertNever } from '../../shared/assert-never.ts';
import type { PublishedPackage } from '../../shared/local-fact.ts';
import { publishableVersionProblem } from '../../shared/names.ts';
import { failed, type Outcome, succeeded } from '../../shared/outcome.ts';
import { distinctFileNames, safeFileName } from '../../shared/safe-file-name.ts';
import { nameOfManifest } from '../../shared/split-volumes.ts';
import {
  type BatchId,
  isOldFileKept,
  isSettled,
  type Transfer,
  type TransferDecision,
  type TransferHistory,
  type TransferId,
  type TransferState,
} from '../../shared/transfer.ts';
import type { Clock } from '../clock.ts';
import type { HashService } from '../local-files/hash-service.ts';
import type { LocalFiles } from '../local-files/local-files.ts';
import type { Logger } from '../log.ts';
import { isFollower } from './comes-after.ts';
import { newCopyWork, newDeleteMovedWork, type VersionCopy } from './copy/copy-works.ts';
import type { DeleteMovedVersion } from './copy/delete-moved.ts';
import { makeVersionFolder } from './download-folder.ts';
import { newGeneratedWork } from './generated/generated-work.ts';
import { JobFactory, localFileOf, newPartHolder, renewed } from './job-factory.ts';
import type { TransferJournal } from './journal/transfer-journal.ts';
import type { TransferRecord } from './journal/transfer-record.ts';
import { OwnerChanges } from './owner-changes.ts';
import type { DiskCalls } from './part-file.ts';
import { publishedPackages } from './published-packages.ts';
import { newReplaceWork } from './replace/replace-state.ts';
import { publishWorks } from './split/publish-works.ts';
import { SplitManifests } from './split/split-manifests.ts';
import type { TransferClient } from './transfer-client.ts';
import type { TransferJob } from './transfer-job.ts';
import type { TransferLimits } from './transfer-lanes.ts';
import type { OverallProgress, TransferSummary } from './transfer-ledger.ts';
import { TransferQueue } from './transfer-queue.ts';
import { VersionListings } from './version-listings.ts';

export interface TransfersListener {
  changed(snapshots: Transfer[]): void;
  removed(ids: TransferId[]): void;
  packagesChanged(change: { accountId: AccountId; owner: string }): void;
  ranDry(summary: TransferSummary): void;
}

/** Where a dialog says that downloads go; null when it was cancelled. */
export interface DownloadPlaces {
  downloadFolder(): string;
  /** Asks for a file's path. */
  askForFile(suggestedName: string): Promise<string | null>;
  askForFolder(): Promise<string | null>;
}

/** How long settled transfers are remembered. */
const historyMilliseconds = 90 * 24 * 60 * 60 * 1000;

/** A server that cannot be had, and connections that keep breaking, are borne with for a day. */
const patience = 24 * 60 * 60 * 1000;

export interface TransfersParts {
  readonly clientFor: (accountId: AccountId) => Promise<Outcome<TransferClient>>;
  readonly localFiles: LocalFiles;
  readonly hashes: HashService;
  readonly places: DownloadPlaces;
  readonly limits: () => TransferLimits;
  readonly listener: TransfersListener;
  readonly journal: TransferJournal;
  readonly clock: Clock;
  /** Where files that are being replaced are kept meanwhile. */
  readonly keptFolder: string;
  readonly deleteMoved: DeleteMovedVersion;
  /** 0 to 1. */
  readonly random: () => number;
  readonly log: Logger;
  /** The disk that downloads are written to; left out, Node's own. */
  readonly disk?: DiskCalls;
}

/** Publishing and downloading: makes transfers of what the window asks for and queues them. */
export class Transfers {
  readonly #parts: TransfersParts;
  readonly #disk: DiskCalls;
  readonly #listings: VersionListings;
  readonly #jobs: JobFactory;
  readonly #queue: TransferQueue;

  constructor(parts: TransfersParts) {
    this.#parts = parts;
    this.#disk = parts.disk ?? nodeDisk;
    this.#listings = new VersionListings(parts.clock);
    this.#jobs = new JobFactory({
      ...parts,
      disk: this.#disk,
      listings: this.#listings,
      manifests: new SplitManifests(),
    });
    const ownerChanges = new OwnerChanges(parts.clock, (change) => parts.listener.packagesChanged(change));
    this.#queue = new TransferQueue({
      clock: parts.clock,
      newId: () => randomUUID(),
      limits: parts.limits,
      patience,
      random: parts.random,
      memory: parts.journal,
      log: parts.log,
      listener: {
        changed: (snapshots) => parts.listener.changed(snapshots),
        removed: (ids) => parts.listener.removed(ids),
        settled: ({ direction, accountId, coordinates, transferred }) => {
          // Also after a failure: what was sent may have been stored.
          if (direction !== 'publish' || transferred === 0) return;
          ownerChanges.changed({ accountId, owner: coordinates.owner });
        },
        ranDry: (summary) => {
          this.#listings.clear();
          parts.listener.ranDry(summary);
        },
      },
    });
  }

  /** Takes up what the last run of the app left unfinished, and forgets what is older than 90 days. */
  restore(): void {
    const { journal, clock } = this.#parts;
    const listed = journal.listed();
    journal.unlist(
      listed.filter(({ transfer }) => isForgotten(transfer.state)).map(({ transfer }) => transfer.id),
    );
    journal.clearHistory(clock.now() - historyMilliseconds);
    const left = listed.filter(({ transfer }) => !isForgotten(transfer.state));
    this.#queue.restore(
      left.map((record) => ({ record, job: this.#jobs.jobOf(record.transfer, record.work, true) })),
      this.#endedBeside(left),
    );
    // Old files that the server lacks are not left to somebody's noticing.
    this.#queue.retry(
      left
        .filter(({ transfer }) => transfer.state === 'failed' && isOldFileKept(transfer))
        .map(({ transfer }) => transfer.id),
    );
  }

  /** What is listed no more of those batches that have a file which is made of all of them. */
  #endedBeside(left: readonly TransferRecord[]): TransferRecord[] {
    const isLeft = new Set(left.map(({ transfer }) => transfer.id));
    const batches = left.flatMap(({ transfer, work }) => (isFollower(work) ? [transfer.batch] : []));
    return [...new Set(batches)]
      .flatMap((batch) => (batch === null ? [] : this.#parts.journal.batch(batch)))
      .filter(({ transfer }) => !isLeft.has(transfer.id));
  }

  /**
   * Queues one transfer a file, or one a part and one for the manifest where a file is split, and one for the list of
   * checksums where it is wanted; they outlive the process once this is answered. Nothing is queued when a ticket is unknown or the version cannot be published.
   */
  async publish({
    accountId,
    version,
    files,
    checksumsName,
    checksumsReplaces,
  }: InputOf<'transfers:publish'>): Promise<Outcome<TransferId[]>> {
    if (publishableVersionProblem(version.version) !== null) return failed('invalid-version');
    const jobs: TransferJob[] = [];
    for (const { ticket, fileName, partSize = null, replaces = null } of files) {
      const file = this.#parts.localFiles.find(ticket);
      if (!file.ok) return file;
      // A file in parts has another name for each, and none of its own.
      if (replaces !== null && partSize !== null) return failed('invalid-request');
      const works =
        replaces === null
          ? publishWorks(fileName, file.value, partSize)
          : succeeded([{ fileName, work: newReplaceWork(file.value, replaces, newPartHolder()) }]);
      if (!works.ok) return works;
      for (const each of works.value) {
        const coordinates = { ...version, fileName: each.fileName };
        jobs.push(this.#jobs.jobOf({ accountId, coordinates, size: null }, each.work, false));
      }
    }
    if (checksumsName !== undefined) {
      const coordinates = { ...version, fileName: checksumsName };
      const work = newGeneratedWork({ kind: 'checksums' }, checksumsReplaces ?? null);
      jobs.push(this.#jobs.jobOf({ accountId, coordinates, size: null }, work, false));
    }
    return this.#add(jobs);
  }

  /** Queues one transfer a file, joined ones among them; several files go into a new folder called after the version. */
  async download({
    accountId,
    version,
    fileNames,
    joined = [],
    to,
  }: InputOf<'transfers:download'>): Promise<Outcome<TransferId[]>> {
    const wanted = [
      ...fileNames.map((fileName) => ({ fileName, manifest: null })),
      ...joined.map((manifest) => ({ fileName: nameOfManifest(manifest) ?? manifest, manifest })),
    ];
    if (wanted.length === 0) return succeeded([]);
    const names = wanted.map(({ fileName }) => fileName);
    const place = await this.#placeFor(names, to);
    if (place === null) return succeeded([]);
    const folder =
      names.length === 1
        ? succeeded(place.folder)
        : await makeVersionFolder(this.#disk, place.folder, version);
    if (!folder.ok) return folder;
    const safeNames = place.fileName === null ? distinctFileNames(names) : [place.fileName];
    const jobs = wanted.map(({ fileName, manifest }, index) =>
      this.#jobs.jobOf(
        { accountId, coordinates: { ...version, fileName }, size: null },
        {
          kind: 'download',
          manifest,
          folder: folder.value,
          safeName: safeNames[index] ?? safeFileName(fileName),
          partHolder: newPartHolder(),
        },
        false,
      ),
    );
    return this.#add(jobs);
  }

  /** Queues one transfer a file, and one that deletes the version where it is a move. One batch a version. */
  async copy(copies: readonly VersionCopy[]): Promise<Outcome<TransferId[]>> {
    const batches = copies.map(({ from, to, files, isMove }) => {
      const jobs = files.map((file) =>
        this.#jobs.jobOf(
          {
            accountId: to.accountId,
            coordinates: { ...to.version, fileName: file.fileName },
            size: file.size,
          },
          newCopyWork(from, file),
          false,
        ),
      );
      if (!isMove) return jobs;
      const { accountId, version } = from;
      const coordinates = { ...version, fileName: version.version };
      const works = newDeleteMovedWork(files, to);
      return [...jobs, this.#jobs.jobOf({ accountId, coordinates, size: null }, works, false)];
    });
    return this.#add(...batches);
  }

  /** Settled transfers, also of earlier runs of the app, latest first. */
  history({ before, limit }: InputOf<'history:list'>): TransferHistory {
    const found = this.#parts.journal.history(before, limit + 1);
    return {
      transfers: found.slice(0, limit).map(({ transfer }) => transfer),
      hasMore: found.length > limit,
    };
  }

  /** What was asked for together and is still remembered, in the order of the queue, as it stands now. */
  batch(id: BatchId): TransferRecord[] {
    const now = new Map(this.list().map((transfer) => [transfer.id, transfer]));
    return this.#parts.journal
      .batch(id)
      .map(({ transfer, work }) => ({ transfer: now.get(transfer.id) ?? transfer, work }));
  }

  /** The packages of an owner that were published to from here, as far as the history reaches, latest first. */
  publishedTo({ accountId, owner }: InputOf<'history:list-published'>): PublishedPackage[] {
    return publishedPackages(this.#parts.journal.published(accountId), owner);
  }

  /**
   * Queues the same again, the files to be published as they are now. What goes to one version is one batch. Unknown
   * ids are left out.
   */
  async runAgain(ids: readonly TransferId[]): Promise<Outcome<TransferId[]>> {
    const jobs: TransferJob[] = [];
    for (const id of ids) {
      const record = this.#parts.journal.find(id);
      // What ends a move is no use without it.
      if (record === null || record.work.kind === 'delete-moved') continue;
      const work = await renewed(record.work);
      if (!work.ok) return work;
      jobs.push(this.#jobs.jobOf(record.transfer, work.value, false));
    }
    return this.#add(...Map.groupBy(jobs, placeOf).values());
  }

  clearHistory(): void {
    this.#queue.clearSettled();
    this.#parts.journal.clearHistory();
  }

  list(): Transfer[] {
    return this.#queue.snapshot();
  }

  cancel(ids: readonly TransferId[]): void {
    this.#queue.cancel(ids);
  }

  cancelAccount(accountId: AccountId): void {
    this.#queue.cancelAccount(accountId);
  }

  pause(ids: readonly TransferId[]): void {
    this.#queue.pause(ids);
  }

  resume(ids: readonly TransferId[]): void {
    this.#queue.resume(ids);
  }

  /** An account was signed in again: what waited for that goes on. */
  resumeAccount(accountId: AccountId): void {
    this.#queue.resumeAccount(accountId);
  }

  retry(ids: readonly TransferId[]): void {
    this.#queue.retry(ids);
  }

  move(ids: readonly TransferId[], before: TransferId | null): void {
    this.#queue.move(ids, before);
  }

  /** Settles what is in `needs-decision`; of others nothing becomes, unless they are to be left. */
  decide(id: TransferId, decision: TransferDecision): void {
    switch (decision.kind) {
      case 'keep-theirs':
        return this.#queue.cancel([id]);
      case 'rename':
        return this.#queue.goOnAs(id, (job) => job.renamed(decision.fileName));
      case 'replace':
        return this.#queue.goOnAs(id, (job) => this.#jobs.replacing(job, decision.seen));
      default:
        return assertNever(decision);
    }
  }

  /** There is another way to servers than before. */
  wake(): void {
    this.#queue.wake();
  }

  /** Every connection is gone, as after sleep. */
  reconnect(): void {
    this.#queue.reconnect();
  }

  clearSettled(): void {
    this.#queue.clearSettled();
  }

  /** The paths of the local files that transfers may still read. */
  pathsInUse(): Set<string> {
    return new Set(this.#queue.works().flatMap((work) => localFileOf(work)?.path ?? []));
  }

  /** The file that can be shown for a transfer; null while there is none. */
  localPathOf(id: TransferId): string | null {
    return this.#queue.localPathOf(id);
  }

  /** Something was deleted: what was listed before must not make a file look as if it were still there. */
  forgetListings(): void {
    this.#listings.clear();
  }

  progress(): OverallProgress {
    return this.#queue.progress();
  }

  /** Stops everything so that the next run of the app goes on with it. */
  stop(): Promise<void> {
    return this.#queue.stop();
  }

  async #add(...batches: readonly (readonly TransferJob[])[]): Promise<Outcome<TransferId[]>> {
    const ids = this.#queue.add(...batches);
    await this.#queue.kept();
    return succeeded(ids);
  }

  async #placeFor(
    fileNames: readonly string[],
    to: 'download-folder' | 'ask',
  ): Promise<{ readonly folder: string; readonly fileName: string | null } | null> {
    const { places } = this.#parts;
    const [first] = fileNames;
    if (to === 'download-folder') return { folder: places.downloadFolder(), fileName: null };
    if (first !== undefined && fileNames.length === 1) {
      const path = await places.askForFile(safeFileName(first));
      return path === null ? null : { folder: dirname(path), fileName: safeFileName(basename(path)) };
    }
    const folder = await places.askForFolder();
    return folder === null ? null : { folder, fileName: null };
  }
}

/** What the files of one batch have in common. */
function placeOf({ direction, accountId, coordinates }: TransferJob): string {
  const { owner, packageName, version } = coordinates;
  return JSON.stringify([direction, accountId, owner, packageName, version]);
}

/** What the list need not show any more after a start; the history has it. */
function isForgotten(state: TransferState): boolean {
  return isSettled(state) && state !== 'failed';
}
