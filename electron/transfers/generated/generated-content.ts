import { assertNever } from '../../../shared/assert-never.ts';
import { checksumLines } from '../../../shared/checksum-lines.ts';
import type { FileCoordinates } from '../../../shared/coordinates.ts';
import { nameKey } from '../../../shared/names.ts';
import { failed, type Outcome, succeeded } from '../../../shared/outcome.ts';
import type { VersionFiles } from '../../../shared/package.ts';
import type { Transfer } from '../../../shared/transfer.ts';
import type { HashService } from '../../local-files/hash-service.ts';
import type { GeneratedContent, TransferRecord } from '../journal/transfer-record.ts';
import { listedFile } from '../listed-files.ts';
import { generateManifest, isPartOf } from '../split/generate-manifest.ts';

/** What a generated file is made of. */
export interface ContentSource {
  readonly coordinates: FileCoordinates;
  /** Those of its batch that it comes after, each `done` or `skipped`. */
  readonly ahead: readonly TransferRecord[];
  /** What the server lists now; nothing while the version is not there. */
  readonly listing: VersionFiles;
  readonly hashes: HashService;
}

/**
 * Whether a generated file is made of what becomes of another transfer of its batch, and so comes after it. Contents
 * have a rank, so that no two files wait for each other.
 */
export function isMadeOf(generated: TransferRecord, other: TransferRecord): boolean {
  if (generated.work.kind !== 'generated') return false;
  const { content } = generated.work;
  switch (content.kind) {
    case 'checksums':
      return !isChecksums(other) && isOfOneVersion(generated.transfer, other.transfer);
    case 'split-manifest':
      return isPartOf(content, other) && isOfOneVersion(generated.transfer, other.transfer);
    default:
      return assertNever(content);
  }
}

/** A list is right without files that were to be there before it; nothing else that is generated is. */
export function isChecksums({ work }: TransferRecord): boolean {
  return work.kind === 'generated' && work.content.kind === 'checksums';
}

function isOfOneVersion(one: Transfer, other: Transfer): boolean {
  return (
    one.direction === other.direction &&
    one.accountId === other.accountId &&
    isOneName(one.coordinates.owner, other.coordinates.owner) &&
    isOneName(one.coordinates.packageName, other.coordinates.packageName) &&
    isOneName(one.coordinates.version, other.coordinates.version)
  );
}

function isOneName(one: string, other: string): boolean {
  return one === other || nameKey(one) === nameKey(other);
}

/**
 * The bytes of a generated file; the same source gives the same bytes. `changed-on-server` when what was proven to be
 * there is not any more: nothing is told of files that nobody can have.
 */
export async function generate(
  content: GeneratedContent,
  source: ContentSource,
  signal: AbortSignal,
): Promise<Outcome<Buffer>> {
  const lost = source.ahead.find(({ transfer }) => !isListed(transfer, source.listing));
  if (lost !== undefined) {
    return failed('changed-on-server', { subject: lost.transfer.coordinates.fileName.slice(0, 300) });
  }
  switch (content.kind) {
    case 'checksums': {
      const own = nameKey(source.coordinates.fileName);
      const files = source.listing.files.filter(({ fileName }) => nameKey(fileName) !== own);
      return succeeded(Buffer.from(checksumLines(files)));
    }
    case 'split-manifest':
      return generateManifest(content, source, signal);
    default:
      return assertNever(content);
  }
}

function isListed({ coordinates, sha256 }: Transfer, listing: VersionFiles): boolean {
  return sha256 !== null && listedFile(listing, coordinates.fileName)?.sha256 === sha256;
}
