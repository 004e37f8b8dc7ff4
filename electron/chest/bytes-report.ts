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

/** Adds up the bytes of several files that are on their way at the same time. */
export class SumOfBytes {
  readonly #onChanged: (bytes: number) => void;
  readonly #each = new Map<string, number>();
  #sum = 0;

  constructor(onChanged: (bytes: number) => void) {
    this.#onChanged = onChanged;
  }

  /** How far one of them is; it may start anew. */
  tell(file: string, bytes: number): void {
    this.#sum += bytes - (this.#each.get(file) ?? 0);
    this.#each.set(file, bytes);
    this.#onChanged(this.#sum);
  }
}
