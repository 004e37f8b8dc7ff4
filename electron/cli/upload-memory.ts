import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { VersionCoordinates } from '../../shared/coordinates.ts';
import { nameKey } from '../../shared/names.ts';
import { systemClock } from '../clock.ts';
import { describeError } from '../redact.ts';
import { openJournal } from '../transfers/journal/open-journal.ts';
import {
  noMemory,
  type TransferJournal,
  type TransferMemory,
} from '../transfers/journal/transfer-journal.ts';
import type { Sent, TransferRecord } from '../transfers/journal/transfer-record.ts';
import type { Reporter } from './reporter.ts';

/** What a broken command knew is of no use after so long. Milliseconds. */
const rememberedFor = 90 * 24 * 60 * 60 * 1000;

/** What earlier commands sent without having seen it arrive, by file name as `nameKey` has it. */
export type EarlierUploads = ReadonlyMap<string, Sent>;

/** What commands know of uploads whose end they did not see. */
export interface UploadMemory extends TransferMemory {
  earlierUploads(accountId: string, version: VersionCoordinates): EarlierUploads;
  close(): void;
}

/**
 * Opens the journal of the command line in the profile folder, which several commands may use at once. Where that
 * cannot be written the command goes on without, and says so.
 */
export function openMemory(profile: string, reporter: Reporter): UploadMemory {
  const log = {
    info: () => undefined,
    warn: (message: string, error: unknown) => reporter.note(`${message} ${describeError(error)}`),
    error: (message: string, error: unknown) => reporter.note(`${message} ${describeError(error)}`),
  };
  try {
    mkdirSync(profile, { recursive: true });
    const path = join(profile, 'command-line.sqlite');
    const { journal } = openJournal(
      path,
      { use: 'shared', keeps: 'unfinished' },
      log,
      new Date(systemClock.now()),
    );
    journal.clearHistory(systemClock.now() - rememberedFor);
    return new JournalledUploads(journal);
  } catch (error) {
    reporter.note(`The profile ${profile} cannot be used: ${describeError(error)}`);
    return { ...noMemory, earlierUploads: () => new Map(), close: () => undefined };
  }
}

class JournalledUploads implements UploadMemory {
  readonly #journal: TransferJournal;
  /** The rows of earlier commands, in whose place this command's own come. */
  #replaced: string[] = [];

  constructor(journal: TransferJournal) {
    this.#journal = journal;
  }

  earlierUploads(accountId: string, version: VersionCoordinates): EarlierUploads {
    const works = new Map<string, Sent>();
    for (const { transfer, work } of this.#journal.unfinishedOf(accountId)) {
      if (work.kind !== 'publish' && work.kind !== 'generated') continue;
      if (!isSameVersion(transfer.coordinates, version)) continue;
      const key = nameKey(transfer.coordinates.fileName);
      const before = works.get(key);
      this.#replaced.push(transfer.id);
      works.set(key, {
        // Each command is asked for by the user anew.
        sentBytes: 0,
        mayHaveArrived: work.mayHaveArrived || before?.mayHaveArrived === true,
      });
    }
    return works;
  }

  async save(records: readonly TransferRecord[]): Promise<boolean> {
    const isSaved = await this.#journal.save(records);
    if (isSaved && this.#replaced.length > 0) this.#journal.forget(this.#replaced.splice(0));
    return isSaved;
  }

  unlist(ids: readonly string[]): void {
    this.#journal.unlist(ids);
  }

  close(): void {
    this.#journal.close();
  }
}

function isSameVersion(one: VersionCoordinates, other: VersionCoordinates): boolean {
  return (
    nameKey(one.owner) === nameKey(other.owner) &&
    nameKey(one.packageName) === nameKey(other.packageName) &&
    nameKey(one.version) === nameKey(other.version)
  );
}
