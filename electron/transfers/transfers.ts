import { randomBytes, randomUUID } from 'node:crypto';
import nodeDisk from 'node:fs/promises';
import { basename, dirname } from 'node:path';
import type { AccountId } from '../../shared/account.ts';
import type { InputOf } from '../../shared/api.ts';
import { publishableVersionProblem } from '../../shared/names.ts';
import { failed, type Outcome, succeeded } from '../../shared/outcome.ts';
import { distinctFileNames, safeFileName } from '../../shared/safe-file-name.ts';
import type { Transfer, TransferId } from '../../shared/transfer.ts';
import type { Clock } from '../clock.ts';
import type { HashService } from '../local-files/hash-service.ts';
import type { LocalFiles } from '../local-files/local-files.ts';
import type { Logger } from '../log.ts';
import { Download } from './download.ts';
import { makeVersionFolder } from './download-folder.ts';
import { OwnerChanges } from './owner-changes.ts';
import type { DiskCalls } from './part-file.ts';
import type { TransferClient } from './transfer-client.ts';
import type { TransferLimits } from './transfer-lanes.ts';
import { type OverallProgress, TransferQueue, type TransferSummary } from './transfer-queue.ts';
import { Upload } from './upload.ts';
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

export interface TransfersParts {
  readonly clientFor: (accountId: AccountId) => Promise<Outcome<TransferClient>>;
  readonly localFiles: LocalFiles;
  readonly hashes: HashService;
  readonly places: DownloadPlaces;
  readonly limits: () => TransferLimits;
  readonly listener: TransfersListener;
  readonly clock: Clock;
  readonly log: Logger;
  /** The disk that downloads are written to; left out, Node's own. */
  readonly disk?: DiskCalls;
}

/** Publishing and downloading: makes transfers of what the window asks for and queues them. */
export class Transfers {
  readonly #parts: TransfersParts;
  readonly #disk: DiskCalls;
  readonly #listings: VersionListings;
  readonly #queue: TransferQueue;

  constructor(parts: TransfersParts) {
    this.#parts = parts;
    this.#disk = parts.disk ?? nodeDisk;
    this.#listings = new VersionListings(parts.clock);
    const ownerChanges = new OwnerChanges(parts.clock, (change) => parts.listener.packagesChanged(change));
    this.#queue = new TransferQueue({
      clock: parts.clock,
      newId: () => randomUUID(),
      limits: parts.limits,
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

  /** Queues one transfer a file. Nothing is queued when a ticket is unknown or the version cannot be published. */
  publish({ accountId, version, files }: InputOf<'transfers:publish'>): Outcome<TransferId[]> {
    if (publishableVersionProblem(version.version) !== null) return failed('invalid-version');
    const jobs: Upload[] = [];
    for (const { ticket, fileName } of files) {
      const file = this.#parts.localFiles.find(ticket);
      if (!file.ok) return file;
      const coordinates = { ...version, fileName };
      jobs.push(
        new Upload(
          { ...this.#parts, listings: this.#listings },
          { accountId, coordinates, file: file.value },
        ),
      );
    }
    return succeeded(this.#queue.add(jobs));
  }

  /** Queues one transfer a file; several files go into a new folder called after the version. */
  async download({
    accountId,
    version,
    fileNames,
    to,
  }: InputOf<'transfers:download'>): Promise<Outcome<TransferId[]>> {
    const place = await this.#placeFor(fileNames, to);
    if (place === null) return succeeded([]);
    const folder =
      fileNames.length === 1
        ? succeeded(place.folder)
        : await makeVersionFolder(this.#disk, place.folder, version);
    if (!folder.ok) return folder;
    const safeNames = place.fileName === null ? distinctFileNames(fileNames) : [place.fileName];
    const jobs = fileNames.map(
      (fileName, index) =>
        new Download(
          {
            ...this.#parts,
            listings: this.#listings,
            disk: this.#disk,
            random: () => randomBytes(6).toString('hex'),
          },
          {
            accountId,
            coordinates: { ...version, fileName },
            folder: folder.value,
            safeName: safeNames[index] ?? safeFileName(fileName),
            size: null,
          },
        ),
    );
    return succeeded(this.#queue.add(jobs));
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

  retry(ids: readonly TransferId[]): void {
    this.#queue.retry(ids);
  }

  clearSettled(): void {
    this.#queue.clearSettled();
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

  /** Stops everything and waits until no part is left behind. */
  stop(): Promise<void> {
    return this.#queue.stop();
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
