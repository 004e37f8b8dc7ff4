import type { LocalSelection } from '../../../shared/local-file.ts';
import { systemClock } from '../../clock.ts';
import { HashService } from '../hash-service.ts';
import { LocalFiles, type LocalFilesParts } from '../local-files.ts';
import { LocalWorkshop } from '../local-work.ts';

/** For what packs nothing. */
export const nothingPacked: LocalFilesParts['packed'] = {
  pack: () => Promise.reject(new Error('Nothing is packed here')),
  release: () => Promise.resolve(),
};

/** Local files as the app has them, told to nobody; nothing is left out by name unless said. */
export function newLocalFiles(
  hashes: HashService = new HashService(),
  excludes: readonly string[] = [],
): LocalFiles {
  return new LocalFiles({
    hashes,
    packed: nothingPacked,
    workshop: new LocalWorkshop(systemClock, () => undefined),
    excludes: () => excludes,
  });
}

/** What the user gave, which nobody stops. */
export async function give(localFiles: LocalFiles, paths: readonly string[]): Promise<LocalSelection> {
  const selection = await localFiles.accept(paths);
  if (!selection.ok) throw new Error(selection.failure.reason);
  return selection.value;
}
