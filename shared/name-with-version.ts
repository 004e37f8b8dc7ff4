import { nameKey, proposePackageName } from './names.ts';

/**
 * `kettle-1.4.2-linux-x64.tar.gz` is `kettle` and `1.4.2`: a name, a sign between, and numbers with dots, or one
 * number after a `v`. A pre-release or build stays part of the version; whatever follows does not.
 */
const nameAndVersion =
  /^(.+?)[-_ ]v?(\d+(?:\.\d+)+(?:[-._]?(?:alpha|beta|rc|pre|dev)[-.]?\d*|[ab]\d+)?(?:\+[0-9A-Za-z]+(?:\.\d+)*)?|(?<=[-_ ]v)\d+)(?=[-_. ]|$)/i;

/** The same of a tag, where the name may be missing and nothing follows: `v1.4.2`, `kettle@1.4.2-rc.1`, `cli/v2.0`. */
const tagWithVersion =
  /^(?:(.{0,200}?)[-_@/])?(?:v(?=\d))?(\d{1,20}(?:\.\d{1,20}){1,10}(?:[-+._]?[0-9a-z][0-9a-z.+-]{0,60})?|(?<=v)\d{1,20})$/i;

/** Words in front of a tag's version that name no package. */
const tagWords: ReadonlySet<string> = new Set([
  'release',
  'releases',
  'rel',
  'version',
  'ver',
  'tag',
  'tags',
]);

/** Longer names tell nothing, and take long to look through. */
const longestName = 300;

/** What one name tells. */
export interface NameAndVersion {
  readonly packageName: string | null;
  readonly version: string;
}

/** Package and version in the name of a file or folder; null where there is no version in it. */
export function readName(name: string): NameAndVersion | null {
  if (name.length > longestName) return null;
  const [, packageName, version] = nameAndVersion.exec(name) ?? [];
  if (packageName === undefined || version === undefined) return null;
  return { packageName: proposePackageName(packageName), version };
}

/** Version and, where it stands in front, package of a git tag; null for a tag that is no version. */
export function readTag(tag: string): NameAndVersion | null {
  if (tag.length > longestName) return null;
  const [, before, version] = tagWithVersion.exec(tag) ?? [];
  if (version === undefined) return null;
  const word = before?.split('/').at(-1) ?? '';
  return { packageName: tagWords.has(word.toLowerCase()) ? null : proposePackageName(word), version };
}

/** What stays of a file's name from version to version: without version, ending and letter case. */
export function stemOf(name: string): string {
  const key = nameKey(name);
  const match = key.length > longestName ? null : nameAndVersion.exec(key);
  const [whole, before] = match ?? [];
  const constant = whole === undefined ? key : `${before}${key.slice(whole.length)}`;
  const stem = constant.replace(/(?:\.tar)?\.[0-9a-z]{1,8}$/, '');
  return stem === '' ? key : stem;
}
