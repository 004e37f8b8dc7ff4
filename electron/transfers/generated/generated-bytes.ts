import type { AccountId } from '../../../shared/account.ts';
import type { FileCoordinates } from '../../../shared/coordinates.ts';
import { type Outcome, succeeded } from '../../../shared/outcome.ts';
import type { VersionFiles } from '../../../shared/package.ts';
import type { HashService } from '../../local-files/hash-service.ts';
import type { GeneratedContent, TransferRecord } from '../journal/transfer-record.ts';
import type { TransferClient } from '../transfer-client.ts';
import type { VersionListings } from '../version-listings.ts';
import { generate } from './generated-content.ts';

export interface GeneratedBytesParts {
  readonly clientFor: (accountId: AccountId) => Promise<Outcome<TransferClient>>;
  readonly listings: VersionListings;
  readonly hashes: HashService;
}

export interface GeneratedBytesRequest {
  readonly accountId: AccountId;
  readonly coordinates: FileCoordinates;
  readonly content: GeneratedContent;
  /** Those of its batch that it comes after. */
  readonly ahead: readonly TransferRecord[];
}

/** The bytes of a generated file as they have to be now, and the listing that they were made by. */
export async function generateNow(
  parts: GeneratedBytesParts,
  { accountId, coordinates, content, ahead }: GeneratedBytesRequest,
  signal: AbortSignal,
): Promise<Outcome<{ readonly bytes: Buffer; readonly listing: VersionFiles }>> {
  const client = await parts.clientFor(accountId);
  if (!client.ok) return client;
  const listed = await parts.listings.fresh(client.value, accountId, coordinates, signal);
  if (!listed.ok && listed.failure.reason !== 'not-found') return listed;
  const listing = listed.ok ? listed.value : { files: [], damagedRows: 0 };
  const bytes = await generate(content, { coordinates, ahead, listing, hashes: parts.hashes }, signal);
  return bytes.ok ? succeeded({ bytes: bytes.value, listing }) : bytes;
}
