import { z } from 'zod';

/**
 * How relative paths become file names: a generic package has no folders, so that `dist/linux/kettle` must be
 * called something else on the server.
 */

/** What may stand between the parts of a path. */
export const joins = ['-', '_', '.', '__'] as const;
export type Join = (typeof joins)[number];

/** What a folder can be packed as; the ending of the archive's name. */
export const archiveFormats = ['zip', 'tar.gz'] as const;
export type ArchiveFormat = (typeof archiveFormats)[number];

export const NamingRule = z.discriminatedUnion('kind', [
  /** The name on disk alone. */
  z.strictObject({ kind: z.literal('base') }),
  /** The folders below the dropped one in front. */
  z.strictObject({ kind: z.literal('path'), join: z.enum(joins) }),
  /** Each dropped folder packed as one file that is called after it; files dropped by themselves as with `base`. */
  z.strictObject({ kind: z.literal('archive'), format: z.enum(archiveFormats) }),
]);
export type NamingRule = Readonly<z.infer<typeof NamingRule>>;

export const baseRule: NamingRule = { kind: 'base' };

/** A file by its name and the folders it was found in, the dropped one first, joined by `/`. */
export interface NamedFile {
  readonly name: string;
  readonly folder: string;
}

/**
 * The name of a file under a rule. The dropped folder itself is not part of it, so that a name does not depend on
 * where somebody keeps the files. The server may refuse what comes out; that is for the plan to say.
 */
export function fileNameBy(rule: NamingRule, { name, folder }: NamedFile): string {
  return rule.kind === 'path' ? [...foldersBelow(folder), name].join(rule.join) : name;
}

/** The first file whose name depends on the rule; null where none lies in a folder below the dropped one. */
export function exampleOfNaming<Each extends NamedFile>(files: readonly Each[]): Each | null {
  return files.find((file) => foldersBelow(file.folder).length > 0) ?? null;
}

function foldersBelow(folder: string): readonly string[] {
  return folder.split('/').slice(1);
}
