import { failed, type Outcome, succeeded } from '../../../shared/outcome.ts';
import { isSplitBy, manifestName, partsOf, splitProblem } from '../../../shared/split-volumes.ts';
import type { LocalFileReference } from '../../local-files/local-file-reference.ts';
import { newGeneratedWork } from '../generated/generated-work.ts';
import { nothingSent } from '../job-factory.ts';
import type { GeneratedWork, PublishWork } from '../journal/transfer-record.ts';

/** One transfer to be. */
export interface NamedWork {
  readonly fileName: string;
  readonly work: PublishWork | GeneratedWork;
}

/**
 * What has to be sent of a local file: the file, or, where it is larger than a part, its parts and in the end their
 * manifest. `invalid-request` for a file that comes to too many parts or whose name is too long for them.
 */
export function publishWorks(
  fileName: string,
  file: LocalFileReference,
  partSize: number | null,
): Outcome<NamedWork[]> {
  const { size } = file.identity;
  if (!isSplitBy(size, partSize)) {
    return succeeded([{ fileName, work: { kind: 'publish', file, range: null, ...nothingSent } }]);
  }
  const layout = { name: fileName, size, partSize };
  if (splitProblem(layout) !== null) return failed('invalid-request', { subject: fileName.slice(0, 300) });
  const parts = partsOf(layout).map(
    ({ name, start, length }): NamedWork => ({
      fileName: name,
      work: { kind: 'publish', file, range: { start, length }, ...nothingSent },
    }),
  );
  const content = { kind: 'split-manifest', file, name: fileName, partSize } as const;
  return succeeded([...parts, { fileName: manifestName(fileName), work: newGeneratedWork(content, null) }]);
}
