import { useQuery } from '@tanstack/react-query';
import { useEffect, useId } from 'react';
import type { CopySource, CopyTarget, PlannedCopy } from '../../shared/copying.ts';
import type { Failure } from '../../shared/failure.ts';
import { ask, bridge, failureOf } from '../bridge.ts';
import { useSettledValue } from '../common/use-settled-value.ts';

/** Milliseconds without typing before the servers are asked. */
const typingPause = 400;

export interface CopyPlanning {
  /** Null while there is none for what the fields say. */
  readonly planned: PlannedCopy | null;
  readonly isLooking: boolean;
  readonly failure: Failure | null;
  readonly tryAgain: () => void;
}

/** What copying to a place would come to, asked when typing pauses. `to` is null while there is no place. */
export function useCopyPlan(from: CopySource, to: CopyTarget | null): CopyPlanning {
  const dialog = useId();
  const key = to === null ? '' : JSON.stringify(to);
  const settled = useSettledValue(key, typingPause);
  const isSettled = settled === key;
  const { data, error, isFetching, refetch } = useQuery({
    queryKey: [from.accountId, 'copy-plan', dialog, settled] as const,
    queryFn: () => {
      if (to === null) throw new Error('There is no place to copy to');
      return ask('copies:plan', { from, to });
    },
    enabled: to !== null && isSettled,
    // Main starts its last plan only, and the servers go on meanwhile.
    staleTime: 0,
    gcTime: 0,
    refetchOnWindowFocus: false,
  });
  useEffect(() => () => void bridge.request('copies:stop-planning', undefined), []);
  const isNone = to === null;
  return {
    planned: isNone || !isSettled || isFetching ? null : (data ?? null),
    isLooking: !isNone && (!isSettled || isFetching),
    failure: isNone || !isSettled || isFetching || error === null ? null : failureOf(error),
    tryAgain: () => void refetch(),
  };
}
