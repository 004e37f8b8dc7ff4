import type { Outcome } from '../../shared/outcome.ts';
import type { PartFile } from './part-file.ts';
import type { ListedState } from './part-names.ts';
import type { TransferClient } from './transfer-client.ts';
import type { TransferReport } from './transfer-job.ts';

/** What a server has for a download, as it listed it now. */
export interface FoundDownload {
  readonly state: ListedState;
  /**
   * Has a part hold all bytes of that state, from those on that it holds already. Bytes that are not what they should be
   * are a failure of damage, and stay in the part.
   */
  fetch(part: PartFile, report: TransferReport, signal: AbortSignal): Promise<Outcome<undefined>>;
}

/** Where the bytes of a download come from. */
export interface DownloadSource {
  find(client: TransferClient, how: 'recent' | 'fresh', signal: AbortSignal): Promise<Outcome<FoundDownload>>;
}
