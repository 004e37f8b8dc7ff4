import type { AccountId } from '../../shared/account.ts';
import type { VersionCoordinates } from '../../shared/coordinates.ts';
import type { Outcome } from '../../shared/outcome.ts';
import type { PackageFile } from '../../shared/package.ts';

/** What is about to be deleted: some or all files of one version, as the server lists them now. */
export interface DoomedFiles {
  readonly accountId: AccountId;
  readonly version: VersionCoordinates;
  readonly files: readonly PackageFile[];
  /** Whether the version goes with them. */
  readonly isWholeVersion: boolean;
}

/** Keeps a copy of files before they are deleted. */
export interface BeforeDeletion {
  /**
   * Answers `kept` when every byte is here and has the listed sha256, `skipped` where such files are not kept (switched
   * off, too big). A failure means that nothing may be deleted.
   */
  keep(doomed: DoomedFiles, signal: AbortSignal): Promise<Outcome<'kept' | 'skipped'>>;
}
