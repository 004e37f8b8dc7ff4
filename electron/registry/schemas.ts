import { z } from 'zod';
import { OwnerName, VersionCoordinates } from '../../shared/coordinates.ts';
import { Owner } from '../../shared/owner.ts';
import { PackageFile, type PackageVersion, type VersionFiles } from '../../shared/package.ts';

/**
 * The server's JSON, as far as it is used. Unknown fields are dropped, rows of lists are checked one by one: a row that
 * cannot be read is left out and takes no other with it.
 */
export const ServerVersionAnswer = z.object({ version: z.string().min(1).max(200) });

const Visibility = Owner.shape.visibility.catch(null).default(null);

/** A user, or an organization shown as one. */
export const UserAnswer = z
  .object({
    id: z.int(),
    login: Owner.shape.name,
    full_name: z.string().catch(''),
    visibility: Visibility,
  })
  .transform(({ id, login, full_name, visibility }) => ({
    id,
    name: login,
    fullName: full_name,
    visibility,
  }));

/** An organization, whose name is `name` and, on older servers, `username` alone. */
export const OrganizationAnswer = z
  .object({
    id: z.int(),
    name: Owner.shape.name.optional(),
    username: Owner.shape.name.optional(),
    full_name: z.string().catch(''),
    visibility: Visibility,
  })
  .transform(({ id, name, username, full_name, visibility }) => ({
    id,
    name: name ?? username ?? '',
    fullName: full_name,
    visibility,
  }))
  .refine(({ name }) => name !== '');

/** A user or organization as the server tells it. */
export type OwnerAnswer = z.infer<typeof UserAnswer>;

/** Rows of a list before they are looked at one by one. */
export const RowsAnswer = z.array(z.unknown());

const Login = z.object({ id: z.int().catch(0), login: z.string() });

/** One version of a listing. A deleted creator comes as `Ghost` with a negative id (15-meanwhile). */
export const VersionAnswer = z
  .object({
    id: z.int(),
    type: z.string().min(1),
    owner: z.object({ login: Owner.shape.name }),
    name: VersionCoordinates.shape.packageName,
    version: VersionCoordinates.shape.version,
    created_at: z.string().catch(''),
    creator: Login.nullable().catch(null),
    repository: z.object({ full_name: z.string() }).nullable().catch(null),
  })
  .transform((row): PackageVersion => {
    const createdAt = Date.parse(row.created_at);
    return {
      id: row.id,
      type: row.type,
      owner: row.owner.login,
      packageName: row.name,
      version: row.version,
      createdAt: Number.isNaN(createdAt) ? null : createdAt,
      creator: row.creator === null || row.creator.id < 0 ? null : row.creator.login,
      repository: row.repository?.full_name ?? null,
    };
  });

/** A repository, as far as a package can be linked to it. */
export const RepositoryAnswer = z.object({ name: OwnerName });

/** One file of a version. Its length is `Size` in Gitea up to 1.25 and in Forgejo, `size` since (06-detail). */
const FileAnswer = z
  .object({
    id: z.int(),
    name: z.string(),
    Size: z.int().optional(),
    size: z.int().optional(),
    md5: z.string(),
    sha1: z.string(),
    sha256: z.string(),
    sha512: z.string(),
  })
  .transform(({ Size, size, name, ...rest }) => ({ ...rest, fileName: name, size: size ?? Size }))
  .pipe(PackageFile);

/** The rows that `schema` can read. */
export function readableRows<T>(schema: z.ZodType<T>, rows: readonly unknown[]): readonly T[] {
  return rows.flatMap((row) => {
    const parsed = schema.safeParse(row);
    return parsed.success ? [parsed.data] : [];
  });
}

/** The files of a version; rows without a plausible size or a whole set of hashes are counted only. */
export function readVersionFiles(rows: readonly unknown[]): VersionFiles {
  const files = [...readableRows(FileAnswer, rows)];
  return { files, damagedRows: rows.length - files.length };
}
