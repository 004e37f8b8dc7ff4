import type { VersionCoordinates } from '../../shared/coordinates.ts';
import { failed, type Outcome, succeeded } from '../../shared/outcome.ts';
import { isSplitBy } from '../../shared/split-volumes.ts';
import { judge } from './judge.ts';
import type { SettledFile } from './publish-conflicts.ts';
import type { Session } from './session.ts';

/**
 * Looks before anything is sent whether files that are to be split are there already: those that are, however they were
 * cut, are told and left out of what is answered. `already-exists` where a part or a manifest has other bytes: that would
 * show in the end only, when all parts were sent. What cannot be listed now is said by the transfers.
 */
export async function leaveOutWhatIsThere(
  session: Session,
  version: VersionCoordinates,
  files: readonly SettledFile[],
  split: number | null,
): Promise<Outcome<readonly SettledFile[]>> {
  const large = files.filter(
    ({ reference, replaces }) => replaces === null && isSplitBy(reference.identity.size, split),
  );
  if (large.length === 0) return succeeded(files);
  const listed = await session.client.listFiles(version, session.signal);
  if (!listed.ok) return succeeded(files);
  const { rows } = await judge(session, version, large, { split, listed: listed.value.files });
  const there = new Set<SettledFile>();
  for (const [index, { file, verdict }] of rows.entries()) {
    const { fileName, size, sha256 } = file;
    if (verdict.kind === 'differs') return failed('already-exists', { subject: fileName.slice(0, 300) });
    const found = large[index];
    if (verdict.kind !== 'identical' || found === undefined) continue;
    there.add(found);
    session.reporter.line(
      { kind: 'file', name: fileName, state: 'skipped', size, sha256 },
      `${fileName}  already there`,
    );
  }
  return succeeded(files.filter((file) => !there.has(file)));
}
