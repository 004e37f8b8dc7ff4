import type { DatabaseSync, SQLOutputValue } from 'node:sqlite';
import { z } from 'zod';
import { Ticket } from '../../shared/local-file.ts';
import { DraftContent, DraftHeading, type DraftId, DraftSummary } from '../../shared/publish-draft.ts';
import { inTransaction } from '../database/open-database.ts';
import { Statements } from '../database/statements.ts';

/** Each migration takes the file from one version to the next; released ones are never changed. */
export const draftMigrations = [
  `
  create table draft (
    id text primary key,
    -- Milliseconds since 1970.
    saved_at integer not null,
    heading text not null,
    content text not null
  ) strict, without rowid;
  create table draft_file (
    draft_id text not null references draft (id) on delete cascade,
    ticket text not null,
    -- Its place among the files of the draft.
    position integer not null,
    path text not null,
    name text not null,
    folder text not null,
    -- What it was when it was given; large numbers of the file system as text.
    device text not null,
    inode text not null,
    size integer not null,
    modified_at text not null,
    primary key (draft_id, ticket)
  ) strict, without rowid;
  `,
];

/** Reads what must be there in a file of drafts. */
export const draftProbe =
  'select heading, content, path, modified_at from draft left join draft_file on id = draft_id limit 1';

/** A file of a draft: where it lies, and what it was when the user gave it. */
export const DraftFile = z.object({
  ticket: Ticket,
  path: z.string(),
  name: z.string(),
  folder: z.string(),
  device: z.coerce.bigint(),
  inode: z.coerce.bigint(),
  size: z.int().nonnegative(),
  modifiedAt: z.coerce.bigint(),
});
export type DraftFile = z.infer<typeof DraftFile>;

const Json = z.string().transform((text): unknown => JSON.parse(text));
const Row = z.object({ id: z.string(), saved_at: z.number(), heading: Json.pipe(DraftHeading) });

function summaryOf(row: Record<string, SQLOutputValue>): DraftSummary[] {
  const parsed = Row.safeParse(row);
  if (!parsed.success) return [];
  const { id, saved_at: savedAt, heading } = parsed.data;
  return [DraftSummary.parse({ ...heading, id, savedAt })];
}

/** The drafts on the disk. A commit is on the disk when a call returns. */
export class DraftStore {
  readonly #database: DatabaseSync;
  readonly #statements: Statements;

  constructor(database: DatabaseSync) {
    this.#database = database;
    this.#statements = new Statements(database);
  }

  /** Latest first. What cannot be read is not told. */
  list(): DraftSummary[] {
    return this.#sql('select id, saved_at, heading from draft order by saved_at desc, id')
      .all()
      .flatMap(summaryOf);
  }

  /** Null for one that is not there, or cannot be read any more. */
  content(id: DraftId): DraftContent | null {
    const row = this.#sql('select content from draft where id = ?').get(id);
    const parsed = Json.pipe(DraftContent).safeParse(row?.['content']);
    return parsed.success ? parsed.data : null;
  }

  /** In the order in which they were given. */
  files(id: DraftId): DraftFile[] {
    return this.#sql(
      `select ticket, path, name, folder, device, inode, size, modified_at as modifiedAt
       from draft_file where draft_id = ? order by position`,
    )
      .all(id)
      .map((row) => DraftFile.parse(row));
  }

  /** Writes a draft over what was there of it; its files only where they are told. */
  save(draft: {
    readonly id: DraftId;
    readonly savedAt: number;
    readonly heading: DraftHeading;
    readonly content: DraftContent;
    readonly files: readonly DraftFile[] | null;
  }): void {
    const { id, savedAt, heading, content, files } = draft;
    inTransaction(this.#database, () => {
      this.#sql(
        `insert into draft (id, saved_at, heading, content) values (?, ?, ?, ?)
         on conflict (id) do update set saved_at = excluded.saved_at, heading = excluded.heading,
           content = excluded.content`,
      ).run(id, savedAt, JSON.stringify(heading), JSON.stringify(content));
      if (files === null) return;
      this.#sql('delete from draft_file where draft_id = ?').run(id);
      const insert = this.#sql(
        `insert into draft_file
           (draft_id, ticket, position, path, name, folder, device, inode, size, modified_at)
         values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
      );
      for (const [position, file] of files.entries()) {
        const { ticket, path, name, folder, device, inode, size, modifiedAt } = file;
        insert.run(
          id,
          ticket,
          position,
          path,
          name,
          folder,
          String(device),
          String(inode),
          size,
          String(modifiedAt),
        );
      }
    });
  }

  remove(ids: readonly DraftId[]): void {
    inTransaction(this.#database, () => {
      for (const id of ids) this.#sql('delete from draft where id = ?').run(id);
    });
  }

  close(): void {
    this.#database.close();
  }

  #sql(text: string) {
    return this.#statements.sql(text);
  }
}
