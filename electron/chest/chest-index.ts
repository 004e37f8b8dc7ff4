import type { DatabaseSync } from 'node:sqlite';
import { z } from 'zod';
import { ChestEntry, type ChestEntryId, mostNamesTold } from '../../shared/chest.ts';
import { inTransaction } from '../database/open-database.ts';
import { Statements } from '../database/statements.ts';

/** Each migration takes the file from one version to the next; released ones are never changed. */
export const chestMigrations = [
  `
  create table content (
    -- Lower-case hex; also the name of the file that holds the bytes.
    sha256 text primary key,
    size integer not null
  ) strict, without rowid;
  create table entry (
    id integer primary key autoincrement,
    account_id text not null,
    account_label text not null,
    server_url text not null,
    owner text not null,
    package_name text not null,
    version text not null,
    is_whole_version integer not null,
    file_count integer not null,
    size integer not null,
    -- Milliseconds since 1970.
    kept_at integer not null,
    kept_until integer not null
  ) strict;
  create index entry_by_age on entry (kept_at, id);
  create index entry_by_end on entry (kept_until);
  create index entry_by_version on entry (account_id, owner, package_name, version);
  create table entry_file (
    entry_id integer not null references entry (id) on delete cascade,
    -- Its place among the files of the version.
    position integer not null,
    file_name text not null,
    sha256 text not null references content (sha256),
    primary key (entry_id, position)
  ) strict, without rowid;
  create index entry_file_by_content on entry_file (sha256);
  `,
];

/** Reads what must be there in the index. */
export const chestProbe = `select kept_until, file_name, content.size from entry
  left join entry_file on id = entry_id left join content using (sha256) limit 1`;

/** One file of an entry; the size is in bytes. */
export const KeptFileRow = z.object({ fileName: z.string(), sha256: z.string(), size: z.int() });
export type KeptFileRow = z.infer<typeof KeptFileRow>;

/** What is to be kept of a deletion. */
export type NewEntry = Omit<ChestEntry, 'id' | 'fileCount' | 'fileNames' | 'size'> & {
  readonly files: readonly KeptFileRow[];
};

const Row = z.object({
  id: z.number(),
  accountId: z.string(),
  accountLabel: z.string(),
  serverUrl: z.string(),
  owner: z.string(),
  packageName: z.string(),
  version: z.string(),
  isWholeVersion: z.number().transform((value) => value === 1),
  fileCount: z.number(),
  size: z.number(),
  keptAt: z.number(),
  keptUntil: z.number(),
});

const columns = `id, account_id as accountId, account_label as accountLabel, server_url as serverUrl, owner,
  package_name as packageName, version, is_whole_version as isWholeVersion, file_count as fileCount, size,
  kept_at as keptAt, kept_until as keptUntil`;

/** What the chest holds, on the disk when a call returns. The bytes are in files beside it (`ChestContent`). */
export class ChestIndex {
  readonly #database: DatabaseSync;
  readonly #statements: Statements;
  #totals: { readonly entries: number; readonly used: number };

  constructor(database: DatabaseSync) {
    this.#database = database;
    this.#statements = new Statements(database);
    this.#totals = this.#count();
  }

  /** How many entries there are, and the bytes of their content, each counted once. Counted at the start, then kept. */
  totals(): { readonly entries: number; readonly used: number } {
    return this.#totals;
  }

  holds(sha256: string): boolean {
    return this.#sql('select 1 from content where sha256 = ?').get(sha256) !== undefined;
  }

  /** Latest first, those older than `before` (the last one of the page before). */
  list(before: Pick<ChestEntry, 'keptAt' | 'id'> | null, limit: number): ChestEntry[] {
    const rows =
      before === null
        ? this.#sql(`select ${columns} from entry order by kept_at desc, id desc limit ?`).all(limit)
        : this.#sql(
            `select ${columns} from entry where (kept_at, id) < (?, ?) order by kept_at desc, id desc limit ?`,
          ).all(before.keptAt, before.id, limit);
    return rows.map((row) => this.#entryOf(row));
  }

  find(id: ChestEntryId): ChestEntry | null {
    const row = this.#sql(`select ${columns} from entry where id = ?`).get(id);
    return row === undefined ? null : this.#entryOf(row);
  }

  /** In the order of the version. */
  files(id: ChestEntryId): KeptFileRow[] {
    return this.#sql(
      `select file_name as fileName, sha256, size from entry_file join content using (sha256)
       where entry_id = ? order by position`,
    )
      .all(id)
      .map((row) => KeptFileRow.parse(row));
  }

  /** Adds an entry. One that would put back the very same is the same deletion, tried again: it is kept once. */
  add(entry: NewEntry): void {
    this.#totals = inTransaction(this.#database, () => {
      const same = this.#sameAs(entry);
      if (same !== null) {
        this.#sql(
          `update entry set kept_at = ?, kept_until = max(kept_until, ?),
             is_whole_version = max(is_whole_version, ?) where id = ?`,
        ).run(entry.keptAt, entry.keptUntil, Number(entry.isWholeVersion), same);
        return this.#totals;
      }
      const { lastInsertRowid } = this.#sql(
        `insert into entry (account_id, account_label, server_url, owner, package_name, version,
           is_whole_version, file_count, size, kept_at, kept_until) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
      ).run(
        entry.accountId,
        entry.accountLabel,
        entry.serverUrl,
        entry.owner,
        entry.packageName,
        entry.version,
        Number(entry.isWholeVersion),
        entry.files.length,
        entry.files.reduce((sum, { size }) => sum + size, 0),
        entry.keptAt,
        entry.keptUntil,
      );
      const content = this.#sql('insert into content (sha256, size) values (?, ?) on conflict do nothing');
      const file = this.#sql(
        'insert into entry_file (entry_id, position, file_name, sha256) values (?, ?, ?, ?)',
      );
      let added = 0;
      for (const [position, { fileName, sha256, size }] of entry.files.entries()) {
        if (content.run(sha256, size).changes === 1) added += size;
        file.run(lastInsertRowid, position, fileName, sha256);
      }
      return { entries: this.#totals.entries + 1, used: this.#totals.used + added };
    });
  }

  /** The entries whose time has come. */
  endedBy(now: number, limit: number): ChestEntryId[] {
    return this.#ids(
      'select id from entry where kept_until <= ? order by kept_until, id limit ?',
      now,
      limit,
    );
  }

  /** Takes entries out; answers the content that nothing needs any more. */
  remove(ids: readonly ChestEntryId[]): string[] {
    let { entries, used } = this.#totals;
    const unneeded = inTransaction(this.#database, () => {
      const held = new Map<string, number>();
      for (const id of ids) {
        for (const { sha256, size } of this.files(id)) held.set(sha256, size);
        entries -= Number(this.#sql('delete from entry where id = ?').run(id).changes);
      }
      const drop = this.#sql(
        'delete from content where sha256 = ?1 and not exists (select 1 from entry_file where sha256 = ?1)',
      );
      return [...held].filter(([sha256]) => drop.run(sha256).changes === 1);
    });
    for (const [, size] of unneeded) used -= size;
    this.#totals = { entries, used };
    return unneeded.map(([sha256]) => sha256);
  }

  close(): void {
    this.#database.close();
  }

  #count(): { readonly entries: number; readonly used: number } {
    const row = this.#sql(
      'select (select count(*) from entry) as entries, (select coalesce(sum(size), 0) from content) as used',
    ).get();
    return { entries: Number(row?.['entries'] ?? 0), used: Number(row?.['used'] ?? 0) };
  }

  #sameAs(entry: NewEntry): ChestEntryId | null {
    const found = this.#ids(
      `select id from entry where account_id = ? and owner = ? and package_name = ? and version = ?
       and file_count = ?`,
      entry.accountId,
      entry.owner,
      entry.packageName,
      entry.version,
      entry.files.length,
    );
    const wanted = new Map(entry.files.map(({ fileName, sha256 }) => [fileName, sha256]));
    const same = found.find((id) =>
      this.files(id).every(({ fileName, sha256 }) => wanted.get(fileName) === sha256),
    );
    return same ?? null;
  }

  #ids(text: string, ...values: readonly (string | number)[]): ChestEntryId[] {
    return this.#sql(text)
      .all(...values)
      .map((row) => Number(row['id']));
  }

  #entryOf(row: unknown): ChestEntry {
    const entry = Row.parse(row);
    const names = this.#sql(
      'select file_name as name from entry_file where entry_id = ? order by position limit ?',
    ).all(entry.id, mostNamesTold);
    return { ...entry, fileNames: names.map((named) => String(named['name'])) };
  }

  #sql(text: string) {
    return this.#statements.sql(text);
  }
}
