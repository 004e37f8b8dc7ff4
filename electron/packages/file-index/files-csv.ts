import { csvText } from '../../../shared/csv.ts';
import type { ListingId } from '../listing/listing-cache.ts';
import type { FileIndex } from './file-index.ts';

/** Rows that are read from the database together. */
const rowsAtOnce = 2000;

/** Every known file of a listing as CSV, a piece at a time, those of the oldest versions first. Sizes are in bytes. */
export async function* filesCsv(index: FileIndex, listing: ListingId): AsyncGenerator<string> {
  yield csvText([['package', 'version', 'file', 'bytes', 'sha256']]);
  for (let after = { versionId: Number.MIN_SAFE_INTEGER, id: 0 }; ; ) {
    const rows = index.filesAfter(listing, after, rowsAtOnce);
    const last = rows.at(-1);
    if (last === undefined) return;
    after = last;
    yield csvText(
      rows.map(({ packageName, version, fileName, size, sha256 }) => [
        packageName,
        version,
        fileName,
        size,
        sha256,
      ]),
    );
  }
}
