import type { Readable } from 'node:stream';
import type { FileCoordinates, VersionCoordinates } from '../../shared/coordinates.ts';
import type { Outcome } from '../../shared/outcome.ts';
import type { VersionFiles } from '../../shared/package.ts';

/** What transfers ask of a registry; `RegistryClient` does it. */
export interface TransferClient {
  listFiles(version: VersionCoordinates, signal?: AbortSignal): Promise<Outcome<VersionFiles>>;
  publishFile(request: PublishFileRequest): Promise<Outcome<undefined>>;
  openDownload(request: OpenDownloadRequest): Promise<Outcome<OpenedDownload>>;
}

export interface PublishFileRequest {
  readonly coordinates: FileCoordinates;
  /** Bytes; exactly as many come out of the body. */
  readonly size: number;
  /** A fresh body from the first byte on. */
  readonly openBody: () => Readable;
  readonly signal: AbortSignal;
  /** Bytes handed to the network so far in all. */
  readonly onSent?: (bytes: number) => void;
  readonly onBodySent?: () => void;
}

export interface OpenDownloadRequest {
  readonly coordinates: FileCoordinates;
  /** First byte wanted; 0 if left out. */
  readonly start?: number;
  readonly signal: AbortSignal;
}

export interface OpenedDownload {
  readonly body: Readable;
  /** Bytes of the whole file as this answer tells them; null where it does not. */
  readonly size: number | null;
  /** First byte of the body: what was asked for, or 0 where the server sends everything. */
  readonly start: number;
}
