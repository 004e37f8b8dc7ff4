import { createHash } from 'node:crypto';
import { join } from 'node:path';
import type { FileCoordinates } from '../../shared/coordinates.ts';
import type { PackageFile } from '../../shared/package.ts';
import { withEnding } from '../../shared/safe-file-name.ts';
import type { DiskCalls } from './part-file.ts';

/** A file on a server. */
export interface PartSource {
  /** What tells the server from others: its address or the account. */
  readonly origin: string;
  readonly coordinates: FileCoordinates;
}

/** What tells one state of a file on a server from another; Gitea gives no ETag. */
export type ListedState = Pick<PackageFile, 'id' | 'size' | 'sha256'>;

function shortHash(...about: readonly unknown[]): string {
  return createHash('sha256').update(JSON.stringify(about)).digest('hex').slice(0, 12);
}

/** The beginning of the endings of all parts of one file, of whatever state. */
function endingOf({ origin, coordinates }: PartSource): string {
  const { owner, packageName, version, fileName } = coordinates;
  return `.teapart-${shortHash(origin, owner, packageName, version, fileName)}`;
}

/**
 * The ending of a download's part, `.teapart-<which file>-<which state of it>-<holder>`: bytes of one state are never
 * taken for those of another, and two holders never write to one part.
 */
export function partEnding(source: PartSource, { id, size, sha256 }: ListedState, holder: string): string {
  return `${endingOf(source)}-${shortHash(id, size, sha256)}-${holder}`;
}

/** A part that somebody left. */
export interface LeftPart {
  readonly path: string;
  readonly holder: string;
  /** Whether it is of the state that was asked about. */
  readonly isCurrent: boolean;
}

/** The parts of a file in a folder, of all holders and states. */
export async function leftParts(
  disk: Pick<DiskCalls, 'readdir'>,
  folder: string,
  source: PartSource,
  safeName: string,
  state: ListedState | null,
): Promise<LeftPart[]> {
  const current = state === null ? null : partEnding(source, state, '');
  const parts: LeftPart[] = [];
  for (const name of await disk.readdir(folder)) {
    const ending = /\.teapart-[0-9a-f]{12}-[0-9a-f]{12}-([0-9a-z]+)$/.exec(name);
    if (ending?.[1] === undefined || !ending[0].startsWith(`${endingOf(source)}-`)) continue;
    if (name !== withEnding(safeName, ending[0])) continue;
    parts.push({
      path: join(folder, name),
      holder: ending[1],
      isCurrent: current !== null && ending[0].startsWith(current),
    });
  }
  return parts;
}
