import { usualChecksumsName } from '../../shared/checksum-lines.ts';
import { planChecksums } from '../../shared/checksums-plan.ts';
import { seenFile } from '../../shared/conflict-policy.ts';
import type { VersionCoordinates } from '../../shared/coordinates.ts';
import { nameKey } from '../../shared/names.ts';
import { failed, type Outcome, succeeded } from '../../shared/outcome.ts';
import { planPublish } from '../../shared/publish-plan.ts';
import type { SeenFile } from '../../shared/transfer.ts';
import { GeneratedFile } from '../transfers/generated/generated-file.ts';
import type { UploadParts } from '../transfers/upload.ts';
import { planned } from './named-files.ts';
import { type OnConflict, policyOf, type SettledFile } from './publish-conflicts.ts';
import type { Session } from './session.ts';
import type { EarlierUploads } from './upload-memory.ts';

/**
 * Looks before anything is sent whether the list of checksums can be: `already-exists` where one is there that would
 * have to change and is not to be replaced, `invalid-file-name` where one of the files has its name. Answers the list
 * that is to be replaced; null for none.
 */
export async function checkChecksums(
  { client }: Session,
  version: VersionCoordinates,
  files: readonly SettledFile[],
  { onConflict, split }: { readonly onConflict: OnConflict; readonly split: number | null },
): Promise<Outcome<SeenFile | null>> {
  const listed = await client.listFiles(version);
  // What cannot be listed now is said by the transfers.
  const there = listed.ok ? listed.value.files : [];
  const plan = planPublish(planned(files, split), there, { policy: policyOf(onConflict) });
  const { verdict } = planChecksums(usualChecksumsName, plan, there, null, false);
  if (verdict.kind === 'name-twice') return failed('invalid-file-name', { subject: usualChecksumsName });
  // Files of equal names and sizes may be the very same, unless they are to replace others: then the list is, too.
  const isSending = plan.filesToSend > 0 || files.some(({ replaces }) => replaces !== null);
  const isTaken = verdict.kind === 'differs' || verdict.kind === 'comparing';
  if (!isTaken || !isSending) return succeeded(null);
  return onConflict === 'replace'
    ? succeeded(seenFile(verdict.listed))
    : failed('already-exists', { subject: usualChecksumsName });
}

/** The list of checksums that follows the files. */
export function checksumsJob(
  parts: UploadParts,
  { accountId }: Session,
  version: VersionCoordinates,
  earlier: EarlierUploads,
): GeneratedFile {
  return new GeneratedFile(parts, {
    accountId,
    coordinates: { ...version, fileName: usualChecksumsName },
    content: { kind: 'checksums' },
    sent: earlier.get(nameKey(usualChecksumsName)) ?? { sentBytes: 0, mayHaveArrived: false },
  });
}
