import type { FileCoordinates } from '../../shared/coordinates.ts';
import { type Outcome, succeeded } from '../../shared/outcome.ts';

/** What is asked of a server; `RegistryClient` does it. */
export interface RightsClient {
  deleteFile(coordinates: FileCoordinates): Promise<Outcome<undefined>>;
  deleteVersion(coordinates: FileCoordinates): Promise<Outcome<undefined>>;
}

/**
 * Whether the credential may publish to an owner, without changing anything. Publishing and deleting need the same
 * right, and the registry judges it before it looks for what is to be deleted (02-publish-rights, 04-delete-rights), so
 * deleting a file that cannot be there is answered by 404 with the right and by 401 without. `word` makes its name: 128
 * random bits. The registry says the same 401 for a missing scope; the API, which judges the scope first and the
 * version next (01-token-scopes), tells them apart.
 *
 * Fails with `not-allowed`, `missing-scope`, `public-only-token`, `owner-not-found` or as the credential or the network
 * do.
 */
export async function askPublishRight(
  client: RightsClient,
  owner: string,
  word: string,
): Promise<Outcome<undefined>> {
  const nowhere = { owner, packageName: `no-package-${word}`, version: word, fileName: word };
  const answer = await client.deleteFile(nowhere);
  if (answer.ok || answer.failure.reason === 'not-found') return succeeded(undefined);
  if (answer.failure.reason !== 'not-allowed') return answer;
  const byApi = await client.deleteVersion(nowhere);
  if (byApi.ok) return answer;
  const { reason } = byApi.failure;
  return reason === 'missing-scope' || reason === 'public-only-token' ? byApi : answer;
}
