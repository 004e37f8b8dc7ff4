import type { TransferReport } from '../transfers/transfer-job.ts';

/** Hears only of bytes: what is sent or fetched here is in no queue, and the next try finds on the server what was done. */
export function bytesReport(transferred: (bytes: number) => void): TransferReport {
  return {
    state: () => undefined,
    transferred,
    size: () => undefined,
    localName: () => undefined,
    remember: async () => true,
  };
}
