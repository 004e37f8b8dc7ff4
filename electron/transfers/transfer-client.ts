import type { FileCoordinates, VersionCoordinates } from '../../shared/coordinates.ts';
import type { Outcome } from '../../shared/outcome.ts';
import type { VersionFiles } from '../../shared/package.ts';
import type { OpenDownloadRequest, OpenedDownload } from '../registry/open-download.ts';
import type { PublishFileRequest } from '../registry/publish-file.ts';

/** What transfers ask of a registry; `RegistryClient` does it. */
export interface TransferClient {
  listFiles(version: VersionCoordinates, signal?: AbortSignal): Promise<Outcome<VersionFiles>>;
  publishFile(request: PublishFileRequest): Promise<Outcome<undefined>>;
  /** What is not there is `not-found`. */
  deleteFile(coordinates: FileCoordinates): Promise<Outcome<undefined>>;
  openDownload(request: OpenDownloadRequest): Promise<Outcome<OpenedDownload>>;
}
