import { createHash } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { openCatalogue } from '../../electron/local-registry/schema.ts';

/** How much a registry is to hold. */
export interface RegistryScale {
  readonly packages: number;
  /** In all, spread over the packages; each has one file of one byte. */
  readonly versions: number;
  /** Further files in the newest version. */
  readonly filesInNewest: number;
}

const content = Buffer.from('.');

function digest(algorithm: string): string {
  return createHash(algorithm).update(content).digest('hex');
}

/** SQL: the numbers from 1 to the parameter `last`, and the first user. */
function numbersTo(last: ':packages' | ':versions' | ':files'): string {
  return `with recursive number(n) as (select 1 union all select n + 1 from number where n < ${last}),
    owner(id) as (select min(id) from account where kind = 'user')`;
}

/**
 * Fills the data directory of a built-in registry that is not running, for the first user in it, straight into its
 * catalogue: 100,000 versions by HTTP would take minutes. The packages are `scale-0`, `scale-1` …; their versions
 * `1.0.1`, `1.0.2` … are a minute apart, the newest now.
 */
export async function fillRegistry(dataDirectory: string, scale: RegistryScale): Promise<void> {
  const sha256 = digest('sha256');
  const folder = join(dataDirectory, 'blobs', sha256.slice(0, 2));
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, sha256), content);
  const database = openCatalogue(join(dataDirectory, 'catalogue.sqlite'));
  try {
    database.exec('begin');
    database
      .prepare('insert into blob (sha256, size, md5, sha1, sha512) values (?, ?, ?, ?, ?)')
      .run(sha256, content.length, digest('md5'), digest('sha1'), digest('sha512'));
    const parameters = {
      packages: scale.packages,
      versions: scale.versions,
      files: scale.filesInNewest,
      now: Math.floor(Date.now() / 1000),
    };
    database
      .prepare(
        `${numbersTo(':packages')}
         insert into package (owner_id, type, name, key)
         select owner.id, 'generic', 'scale-' || (n - 1), 'scale-' || (n - 1) from number, owner`,
      )
      .run({ packages: parameters.packages });
    database
      .prepare(
        `${numbersTo(':versions')}
         insert into version (package_id, owner_id, name, key, creator_id, created_at)
         select package.id, owner.id, '1.0.' || n, '1.0.' || n, owner.id, cast(:now - 60 * (:versions - n) as integer)
         from number, owner join package on package.key = 'scale-' || cast(n % :packages as integer)`,
      )
      .run({ versions: parameters.versions, packages: parameters.packages, now: parameters.now });
    database
      .prepare(
        `insert into file (version_id, name, key, blob_id, created_at)
         select version.id, 'a.bin', 'a.bin', blob.id, version.created_at from version, blob`,
      )
      .run();
    database
      .prepare(
        `${numbersTo(':files')}
         insert into file (version_id, name, key, blob_id, created_at)
         select (select max(id) from version), 'file-' || n || '.bin', 'file-' || n || '.bin', blob.id, :now
         from number, blob where :files > 0`,
      )
      .run({ files: parameters.files, now: parameters.now });
    database.exec('commit');
  } finally {
    database.close();
  }
}
