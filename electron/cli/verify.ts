import type { VersionCoordinates } from '../../shared/coordinates.ts';
import type { FolderEntry } from '../../shared/verification.ts';
import { HashService } from '../local-files/hash-service.ts';
import { folderAt, verifyFolder } from '../verification/verify-folder.ts';
import { exitCodeOf, exitCodes } from './exit-codes.ts';
import { patiently } from './patiently.ts';
import type { CommandEnd, Session } from './session.ts';

const words = {
  same: 'same',
  differs: 'differs',
  missing: 'missing here',
  extra: 'extra here',
  'lists-others': 'lists the others rightly',
} as const satisfies Partial<Record<FolderEntry['state'], string>>;

/** Compares a folder with a version, and tells how every file of either is to the other. */
export async function verify(
  session: Session,
  version: VersionCoordinates,
  path: string,
): Promise<CommandEnd> {
  const { client, reporter, signal } = session;
  const folder = await folderAt(path);
  if (folder === null) {
    reporter.failure({ reason: 'local-file-missing', subject: path.slice(0, 300) });
    return { exitCode: exitCodes.failed, summary: {}, words: null };
  }
  const listing = await patiently(session, () => client.listFiles(version, signal));
  if (!listing.ok) {
    reporter.failure(listing.failure);
    return { exitCode: exitCodeOf([listing.failure]), summary: {}, words: null };
  }
  const { files, damagedRows } = listing.value;
  const counts = { same: 0, differs: 0, missing: 0, extra: 0, damagedRows };
  const found = ({ name, localName, state, failure }: FolderEntry): void => {
    if (failure !== null) reporter.failure(failure);
    if (state === 'unreadable') {
      counts.damagedRows += 1;
      return;
    }
    const counted = state === 'lists-others' ? 'same' : state;
    counts[counted] += 1;
    reporter.line({ kind: 'file', name, localName, state: counted }, `${localName}  ${words[state]}`);
  };
  await verifyFolder({ client, version, files, folder, hashes: new HashService(), signal, found });
  const { same, differs, missing, extra } = counts;
  const isWhole = missing + extra + counts.damagedRows === 0;
  return {
    exitCode: differs > 0 ? exitCodes.conflict : isWhole ? exitCodes.done : exitCodes.failed,
    summary: counts,
    words: `${same} same, ${differs} differ, ${missing} missing here, ${extra} extra here.`,
  };
}
