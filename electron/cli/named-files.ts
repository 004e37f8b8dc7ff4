import type { PlannedFile } from '../../shared/publish-plan.ts';
import type { WalkedFile } from '../local-files/walk.ts';

/** A file with the name that it is to have on the server. */
export interface NamedLocalFile extends WalkedFile {
  readonly fileName: string;
}

/** The files as a plan takes them; their tickets are their places. `split` is the bytes of a part; null splits none. */
export function planned(files: readonly NamedLocalFile[], split: number | null): PlannedFile[] {
  return files.map(({ fileName, reference }, index) => ({
    ticket: String(index),
    fileName,
    size: reference.identity.size,
    sha256: null,
    partSize: split,
  }));
}
