import { useQuery } from '@tanstack/react-query';
import type { AccountId } from '../../shared/account.ts';
import type { PublishCondition } from '../../shared/publish-conditions.ts';
import { ask, failureOf } from '../bridge.ts';
import { useSettledValue } from '../common/use-settled-value.ts';

/** Milliseconds without typing before the server is asked. */
const typingPause = 400;

const none: readonly PublishCondition[] = [];

/** What holds for publishing to an owner; nothing while it is being asked. */
export function useConditions(accountId: AccountId, owner: string): readonly PublishCondition[] {
  const settled = useSettledValue(owner, typingPause);
  const { data, error } = useQuery({
    queryKey: [accountId, 'conditions', settled.toLowerCase()] as const,
    queryFn: () => ask('publish:check', { accountId, owner: settled }),
    enabled: settled !== '',
    // A right that was just given is to be seen at once.
    staleTime: 0,
  });
  if (settled !== owner) return none;
  return error === null ? (data ?? none) : [{ kind: 'unchecked', failure: failureOf(error) }];
}
