import { assertNever } from '../../shared/assert-never.ts';
import type { TransferRecord } from '../transfers/journal/transfer-record.ts';

/** A local file that was published, and what it was to be called. */
export interface RepeatedFile {
  readonly path: string;
  readonly fileName: string;
}

/** The local files of a batch, each once: the parts of a file that was split are that file. */
export function repeatedFiles(records: readonly TransferRecord[]): RepeatedFile[] {
  return records.flatMap(({ transfer, work }): RepeatedFile[] => {
    const { fileName } = transfer.coordinates;
    switch (work.kind) {
      case 'publish':
        return work.range === null ? [{ path: work.file.path, fileName }] : [];
      case 'replace':
        return [{ path: work.file.path, fileName }];
      case 'generated':
        return work.content.kind === 'split-manifest'
          ? [{ path: work.content.file.path, fileName: work.content.name }]
          : [];
      case 'download':
      case 'copy':
      case 'delete-moved':
        return [];
      default:
        return assertNever(work);
    }
  });
}

/** What the list of checksums of a batch was called; null where there was none. */
export function checksumsNameIn(records: readonly TransferRecord[]): string | null {
  const list = records.find(({ work }) => work.kind === 'generated' && work.content.kind === 'checksums');
  return list?.transfer.coordinates.fileName ?? null;
}
