import { randomBytes } from 'node:crypto';
import type { Failure } from '../../shared/failure.ts';
import type { PublishCondition } from '../../shared/publish-conditions.ts';
import { publishConditions } from '../publishing/publish-conditions.ts';
import type { Session } from './session.ts';

/** What holds for publishing to an owner. Changes nothing on the server. */
export function conditionsOf({ client }: Session, owner: string): Promise<PublishCondition[]> {
  return publishConditions(client, owner, null, randomBytes(16).toString('hex'));
}

/** Why nothing can be published to the owner; null where it can, or where that could not be asked. */
export async function findRefusal(session: Session, owner: string): Promise<Failure | null> {
  const conditions = await conditionsOf(session, owner);
  return conditions.find((condition) => condition.kind === 'refused')?.failure ?? null;
}
