import { type FileNameRules, fileNameProblem, fileNameRulesOf } from '../../shared/names.ts';
import type { PlannedFile } from '../../shared/publish-plan.ts';
import type { WalkedFile } from '../local-files/walk.ts';
import type { Session } from './session.ts';

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

/** Which names the server takes. It is asked for its version only where that matters. */
export async function fileNameRules(
  { client }: Session,
  files: readonly NamedLocalFile[],
): Promise<FileNameRules> {
  const isPlain = files.every(({ fileName }) => fileNameProblem(fileName, 'as-packages') === null);
  if (isPlain) return 'wide';
  const version = await client.getServerVersion();
  return fileNameRulesOf(version.ok ? version.value : null);
}
