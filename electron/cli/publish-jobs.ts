import type { VersionCoordinates } from '../../shared/coordinates.ts';
import { nameKey } from '../../shared/names.ts';
import { type Outcome, succeeded } from '../../shared/outcome.ts';
import type { LocalFileReference } from '../local-files/local-file-reference.ts';
import { GeneratedFile } from '../transfers/generated/generated-file.ts';
import { publishWorks } from '../transfers/split/publish-works.ts';
import type { TransferJob } from '../transfers/transfer-job.ts';
import { Upload, type UploadParts } from '../transfers/upload.ts';
import type { EarlierUploads } from './upload-memory.ts';

/** A local file and what it is to be called. */
export interface FileToPublish {
  readonly reference: LocalFileReference;
  readonly fileName: string;
}

/**
 * One transfer a file, or, for files larger than `split` bytes, one a part and one for the manifest. `invalid-request` for
 * a file that cannot be split so.
 */
export function publishJobs(
  parts: UploadParts,
  accountId: string,
  version: VersionCoordinates,
  files: readonly FileToPublish[],
  split: number | null,
  earlier: EarlierUploads,
): Outcome<TransferJob[]> {
  const jobs: TransferJob[] = [];
  for (const file of files) {
    const works = publishWorks(file.fileName, file.reference, split);
    if (!works.ok) return works;
    for (const { fileName, work } of works.value) {
      const { sentBytes, mayHaveArrived } = work;
      const sent = earlier.get(nameKey(fileName)) ?? { sentBytes, mayHaveArrived };
      const to = { accountId, coordinates: { ...version, fileName }, sent };
      jobs.push(
        work.kind === 'publish'
          ? new Upload(parts, { ...to, file: work.file, range: work.range })
          : new GeneratedFile(parts, { ...to, content: work.content }),
      );
    }
  }
  return succeeded(jobs);
}
