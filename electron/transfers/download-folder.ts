import { join } from 'node:path';
import type { VersionCoordinates } from '../../shared/coordinates.ts';
import { type Outcome, succeeded } from '../../shared/outcome.ts';
import { safeFileName, withEnding } from '../../shared/safe-file-name.ts';
import { systemErrorCode } from '../local-files/local-file-reference.ts';
import { type DiskCalls, diskFailure } from './part-file.ts';

/** Makes a new folder `kettle-1.4.2`, or `kettle-1.4.2 (2)`, for the files of a version; answers its path. */
export async function makeVersionFolder(
  disk: Pick<DiskCalls, 'mkdir'>,
  parent: string,
  version: VersionCoordinates,
): Promise<Outcome<string>> {
  const safeName = safeFileName(`${version.packageName}-${version.version}`);
  for (let number = 1; ; number += 1) {
    const path = join(parent, number === 1 ? safeName : withEnding(safeName, ` (${number})`));
    try {
      await disk.mkdir(path);
      return succeeded(path);
    } catch (error) {
      if (systemErrorCode(error) === 'EEXIST') continue;
      const failure = diskFailure(error, safeName);
      if (failure === null) throw error;
      return failure;
    }
  }
}
