import type { AccountId } from '../../../shared/account.ts';
import type { VersionCoordinates } from '../../../shared/coordinates.ts';
import type { PackageFile } from '../../../shared/package.ts';
import type { CopyWork, DeleteMovedWork } from '../journal/transfer-record.ts';

/** A version on the server of an account. */
export interface VersionPlace {
  readonly accountId: AccountId;
  readonly version: VersionCoordinates;
}

/** A version that is to be copied to another place, with its files as they were seen. */
export interface VersionCopy {
  readonly from: VersionPlace;
  readonly to: VersionPlace;
  readonly files: readonly PackageFile[];
  /** Whether it is deleted where it was when all of it is at the other place. */
  readonly isMove: boolean;
}

/** The work of a copy that has not begun. */
export function newCopyWork({ accountId, version }: VersionPlace, file: PackageFile): CopyWork {
  const { fileName, size, sha256 } = file;
  return {
    kind: 'copy',
    from: { accountId, coordinates: { ...version, fileName }, size, sha256 },
    isSourceAtFault: false,
    replaces: null,
    replacement: null,
    sentBytes: 0,
    mayHaveArrived: false,
  };
}

/** The work of the deletion that ends a move. */
export function newDeleteMovedWork(files: readonly PackageFile[], to: VersionPlace): DeleteMovedWork {
  return {
    kind: 'delete-moved',
    files: files.map(({ fileName, id, sha256 }) => ({ fileName, id, sha256 })),
    to,
  };
}
