import { proposePackageName } from '../../shared/names.ts';

/** What file names tell about where the files belong. */
export interface InferredCoordinates {
  readonly packageName: string | null;
  readonly version: string | null;
  /** Which names told it; null when none did. */
  readonly from: 'file-names' | 'folder-names' | null;
}

/**
 * `kettle-1.4.2-linux-x64.tar.gz` is `kettle` and `1.4.2`: a name, a sign between, and numbers with dots, or one
 * number after a `v`. A pre-release or build stays part of the version; whatever follows does not.
 */
const nameAndVersion =
  /^(.+?)[-_ ]v?(\d+(?:\.\d+)+(?:[-._]?(?:alpha|beta|rc|pre|dev)[-.]?\d*|[ab]\d+)?(?:\+[0-9A-Za-z]+(?:\.\d+)*)?|(?<=[-_ ]v)\d+)(?=[-_. ]|$)/i;

interface NameAndVersion {
  readonly packageName: string | null;
  readonly version: string;
}

function readName(name: string): NameAndVersion | null {
  const match = nameAndVersion.exec(name);
  const [, packageName, version] = match ?? [];
  if (packageName === undefined || version === undefined) return null;
  return { packageName: proposePackageName(packageName), version };
}

/** The value that comes more often than any other; null where several come equally often. */
function mostCommon(values: readonly string[]): string | null {
  const groups = [...Map.groupBy(values, (value) => value).values()].sort(
    (left, right) => right.length - left.length,
  );
  const [first, second] = groups;
  if (first === undefined || first.length === second?.length) return null;
  return first[0] ?? null;
}

function readAll(names: readonly string[]) {
  const read = names.map(readName).filter((each) => each !== null);
  return {
    packageName: mostCommon(read.map((each) => each.packageName).filter((each) => each !== null)),
    version: mostCommon(read.map((each) => each.version)),
  };
}

/**
 * Guesses package and version from the names of the files, or, where those tell nothing, from the folders they
 * lie in. A guess is only ever offered: the user sees where it came from.
 */
export function inferCoordinates(
  files: readonly { readonly name: string; readonly folder: string }[],
): InferredCoordinates {
  const byFiles = readAll(files.map((file) => file.name));
  if (byFiles.packageName !== null || byFiles.version !== null) return { ...byFiles, from: 'file-names' };
  const byFolders = readAll(files.flatMap((file) => file.folder.split('/')));
  if (byFolders.packageName !== null || byFolders.version !== null) {
    return { ...byFolders, from: 'folder-names' };
  }
  return { packageName: null, version: null, from: null };
}
