import type { DatabaseSync, SQLOutputValue } from 'node:sqlite';
import { z } from 'zod';
import { FileCoordinates } from '../../../shared/coordinates.ts';
import type { BatchId, TransferId } from '../../../shared/transfer.ts';
import { inTransaction } from '../../database/open-database.ts';
import { Statements } from '../../database/statements.ts';
import type { Logger } from '../../log.ts';
import { TransferRecord } from './transfer-record.ts';

/** Each migration takes the file from one version to the next; released ones are never changed. */
export const journalMigrations = [
  `
  create table transfer (
    id text primary key,
    -- What the command line looks its earlier runs up by.
    account_id text not null,
    -- Milliseconds since 1970; null while something is left to do.
    settled_at integer,
    -- Whether it still stands in the list of transfers; the others are history.
    is_listed integer not null,
    record text not null
  ) strict, without rowid;
  create index transfer_by_end on transfer (settled_at, id);
  create index transfer_by_account on transfer (account_id);
  `,
  `
  -- Null for what was asked for before batches were kept.
  alter table transfer add column batch text;
  create index transfer_by_batch on transfer (batch);
  `,
];

/** Where the queue writes down what must not be lost. */
export interface TransferMemory {
  /**
   * Keeps records, each over what was kept under its id. Answers whether they are on the disk. A disk that takes
   * nothing (full, gone) holds nobody up: it is tried again with the next record.
   */
  save(records: readonly TransferRecord[]): Promise<boolean>;
  /** Takes settled transfers off the list; they stay as history. */
  unlist(ids: readonly TransferId[]): void;
}

/** Whether a journal is a history as well, or keeps only what has not come to a good end. */
export type Keeps = 'everything' | 'unfinished';

/** Reading more of them would be felt when the publish sheet opens. */
const mostRemembered = 5000;

/** A file that was published, or was there already with the same bytes. */
const PublishedFile = z.object({
  coordinates: z
    .string()
    .transform((text): unknown => JSON.parse(text))
    .pipe(FileCoordinates),
  /** What it was called on disk. */
  localName: z.string(),
});
export type PublishedFile = z.infer<typeof PublishedFile>;

/** Remembers nothing: for transfers that find out by themselves what is left to do. */
export const noMemory: TransferMemory = {
  save: async () => false,
  unlist: () => undefined,
};

/**
 * The journal of transfers: one row each, written before what it tells of is done, so that after any end of the
 * process the next one knows what may have happened. Records that come in one turn are committed together.
 */
export class TransferJournal implements TransferMemory {
  readonly #database: DatabaseSync;
  readonly #statements: Statements;
  readonly #log: Logger;
  readonly #keeps: Keeps;
  #unsaved = new Map<TransferId, TransferRecord>();
  #saving: Promise<boolean> | null = null;

  /** `database` was opened with `journalMigrations`. */
  constructor(database: DatabaseSync, keeps: Keeps, log: Logger) {
    this.#database = database;
    this.#keeps = keeps;
    this.#statements = new Statements(database);
    this.#log = log;
  }

  save(records: readonly TransferRecord[]): Promise<boolean> {
    for (const record of records) this.#unsaved.set(record.transfer.id, record);
    this.#saving ??= new Promise((resolve) => {
      setImmediate(() => {
        this.#saving = null;
        resolve(this.#flush());
      });
    });
    return this.#saving;
  }

  unlist(ids: readonly TransferId[]): void {
    this.#flush();
    this.#try(() => {
      for (const id of ids) {
        this.#statements.sql('update transfer set is_listed = 0 where id = ?').run(id);
      }
    });
  }

  /** What the list of transfers shows after a start: all that is not settled, and what failed; oldest first. */
  listed(): TransferRecord[] {
    return this.#records('select record from transfer where is_listed = 1').sort(
      (one, other) => one.transfer.position - other.transfer.position,
    );
  }

  /** What an account has not finished: transfers that are not settled, and those that failed. */
  unfinishedOf(accountId: string): TransferRecord[] {
    return this.#records('select record from transfer where account_id = ?', accountId).filter(
      ({ transfer }) => transfer.state !== 'done' && transfer.state !== 'skipped',
    );
  }

  find(id: TransferId): TransferRecord | null {
    return this.#records('select record from transfer where id = ?', id)[0] ?? null;
  }

  /** What was asked for together and is still remembered, in the order of the queue. */
  batch(id: BatchId): TransferRecord[] {
    this.#flush();
    return this.#records('select record from transfer where batch = ?', id).sort(
      (one, other) => one.transfer.position - other.transfer.position,
    );
  }

  /** Settled transfers, latest first, from the one after `before` on; at most `limit`. */
  history(before: TransferId | null, limit: number): TransferRecord[] {
    this.#flush();
    if (before === null) {
      return this.#records(
        'select record from transfer where settled_at is not null order by settled_at desc, id desc limit ?',
        limit,
      );
    }
    return this.#records(
      `select record from transfer where settled_at is not null
       and (settled_at, id) < (select settled_at, id from transfer where id = ?)
       order by settled_at desc, id desc limit ?`,
      before,
      limit,
    );
  }

  /** What of an account came to stand on the server, latest first; among the last transfers of all accounts. */
  published(accountId: string): PublishedFile[] {
    this.#flush();
    return this.#statements
      .sql(
        `with latest as (
           select account_id, record from transfer where settled_at is not null
           order by settled_at desc, id desc limit ?
         )
         select json_extract(record, '$.transfer.coordinates') as coordinates,
           json_extract(record, '$.transfer.localName') as localName
         from latest
         where account_id = ? and case when json_valid(record) then
           json_extract(record, '$.transfer.direction') = 'publish'
           and json_extract(record, '$.transfer.state') in ('done', 'skipped') end`,
      )
      .all(mostRemembered, accountId)
      .flatMap((row) => {
        const read = PublishedFile.safeParse(row);
        return read.success ? [read.data] : [];
      });
  }

  forget(ids: readonly TransferId[]): void {
    for (const id of ids) this.#unsaved.delete(id);
    this.#try(() => {
      for (const id of ids) this.#statements.sql('delete from transfer where id = ?').run(id);
    });
  }

  /**
   * Forgets settled transfers that are no longer listed; with `settledBefore` only those from before that time. What a
   * listed transfer is made of stays.
   */
  clearHistory(settledBefore = Number.MAX_SAFE_INTEGER): void {
    this.#flush();
    this.#try(() => {
      this.#statements
        .sql(
          `delete from transfer where settled_at is not null and is_listed = 0 and settled_at < ?
           and (batch is null or batch not in (
             select batch from transfer
             where is_listed = 1 and batch is not null and record ->> '$.work.kind' in ('generated', 'delete-moved')))`,
        )
        .run(settledBefore);
    });
  }

  close(): void {
    this.#flush();
    this.#database.close();
  }

  #flush(): boolean {
    if (this.#unsaved.size === 0) return true;
    const saved = this.#try(() => {
      for (const record of this.#unsaved.values()) this.#write(record);
    });
    if (saved) this.#unsaved = new Map();
    return saved;
  }

  #write(record: TransferRecord): void {
    const { id, batch, accountId, settledAt, state } = record.transfer;
    if (this.#keeps === 'unfinished' && (state === 'done' || state === 'skipped')) {
      this.#statements.sql('delete from transfer where id = ?').run(id);
      return;
    }
    this.#statements
      .sql(
        `insert into transfer (id, batch, account_id, settled_at, is_listed, record) values (?, ?, ?, ?, 1, ?)
         on conflict (id) do update set account_id = excluded.account_id, settled_at = excluded.settled_at,
           is_listed = case when excluded.settled_at is null then 1 else is_listed end, record = excluded.record`,
      )
      .run(id, batch, accountId, settledAt, JSON.stringify(z.encode(TransferRecord, record)));
  }

  #try(work: () => void): boolean {
    try {
      inTransaction(this.#database, work);
      return true;
    } catch (error) {
      this.#log.error('the journal of transfers could not be written', error);
      return false;
    }
  }

  /** Rows that cannot be read are left where they are and told of in the log. */
  #records(sql: string, ...values: (string | number)[]): TransferRecord[] {
    return this.#statements
      .sql(sql)
      .all(...values)
      .flatMap((row) => this.#read(row['record']));
  }

  #read(text: SQLOutputValue | undefined): TransferRecord[] {
    try {
      return [z.decode(TransferRecord, JSON.parse(String(text)))];
    } catch (error) {
      this.#log.error('a row of the journal of transfers could not be read', error);
      return [];
    }
  }
}
