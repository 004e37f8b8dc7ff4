import { usualChecksumsName } from '../../shared/checksum-lines.ts';
import { planChecksums } from '../../shared/checksums-plan.ts';
import type { VersionCoordinates } from '../../shared/coordinates.ts';
import { nameKey } from '../../shared/names.ts';
import { failed, type Outcome, succeeded } from '../../shared/outcome.ts';
import { type PlannedFile, planPublish } from '../../shared/publish-plan.ts';
import { GeneratedFile } from '../transfers/generated/generated-file.ts';
import type { UploadParts } from '../transfers/upload.ts';
import type { Session } from './session.ts';
import type { EarlierUploads } from './upload-memory.ts';

/**
 * Looks before anything is sent whether the list of checksums can be: `already-exists` where one is there that would
 * have to change, `invalid-file-name` where one of the files has its name.
 */
export async function checkChecksums(
  { client }: Session,
  version: VersionCoordinates,
  files: readonly PlannedFile[],
): Promise<Outcome<undefined>> {
  const listed = await client.listFiles(version);
  // What cannot be listed now is said by the transfers.
  const there = listed.ok ? listed.value.files : [];
  const plan = planPublish(files, there);
  const { verdict } = planChecksums(usualChecksumsName, plan, there, null, false);
  if (verdict.kind === 'name-twice') return failed('invalid-file-name', { subject: usualChecksumsName });
  // Files of equal names and sizes may be the very same: then the list is, too.
  return verdict.kind === 'differs' && plan.filesToSend > 0
    ? failed('already-exists', { subject: usualChecksumsName })
    : succeeded(undefined);
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
