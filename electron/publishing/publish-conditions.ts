import type { Failure } from '../../shared/failure.ts';
import { isPassing } from '../../shared/failure.ts';
import type { Outcome } from '../../shared/outcome.ts';
import type { PublishCondition } from '../../shared/publish-conditions.ts';
import { askPublishRight, type RightsClient } from './ask-publish-right.ts';

/** What is asked of a server; `RegistryClient` does it. */
export interface ConditionsClient extends RightsClient {
  getOwner(owner: string): Promise<Outcome<{ readonly visibility: 'public' | 'limited' | 'private' | null }>>;
}

/** A quota that refused an upload; `at` in milliseconds since 1970. */
export interface QuotaRefusal {
  readonly failure: Failure;
  readonly at: number;
}

/**
 * What holds for publishing to an owner, the worst first. `quota` is what was last heard of the owner's. Changes
 * nothing on the server; `word` is 128 random bits of hex.
 */
export async function publishConditions(
  client: ConditionsClient,
  owner: string,
  quota: QuotaRefusal | null,
  word: string,
): Promise<PublishCondition[]> {
  const [right, found] = await Promise.all([askPublishRight(client, owner, word), client.getOwner(owner)]);
  const conditions: PublishCondition[] = [];
  if (!right.ok) {
    conditions.push({ kind: isPassing(right.failure) ? 'unchecked' : 'refused', failure: right.failure });
  }
  if (quota !== null) conditions.push({ kind: 'quota', ...quota });
  const visibility = found.ok ? found.value.visibility : null;
  if (visibility === 'public' || visibility === 'limited') conditions.push({ kind: 'visible', visibility });
  return conditions;
}
