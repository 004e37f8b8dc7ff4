import { useMutation, useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { type ChecksumsPlan, planChecksums, withChecksums } from '../../shared/checksums-plan.ts';
import { isListReplaced } from '../../shared/conflict-policy.ts';
import type { Failure } from '../../shared/failure.ts';
import type { PublishPlan } from '../../shared/publish-plan.ts';
import { ask, failureOf } from '../bridge.ts';
import type { SheetContent } from '../stores/publish-sheet.ts';
import { useSettings } from '../stores/settings.ts';
import type { SheetPlan } from './use-publish-plan.ts';

/** The list of checksums as the sheet has it. */
export interface SheetChecksums {
  /** Whether it is wanted: kept with the settings. */
  readonly isWanted: boolean;
  readonly want: (isWanted: boolean) => void;
  /** Why the choice could not be kept. */
  readonly failure: Failure | null;
  /** Null while it is not wanted. */
  readonly own: ChecksumsPlan | null;
  /** The plan of the batch, the list counted in where it is wanted. */
  readonly whole: PublishPlan;
}

/** Judges the list of checksums that the batch is to be followed by. */
export function useChecksums(
  { checksumsName: fileName, conflicts }: Pick<SheetContent, 'checksumsName' | 'conflicts'>,
  { plan, listed }: SheetPlan,
): SheetChecksums {
  const isReplacing = isListReplaced(conflicts);
  const isWanted = useSettings()?.publishChecksums ?? false;
  const save = useMutation({
    mutationFn: (wanted: boolean) => ask('settings:change', { publishChecksums: wanted }),
  });
  const text = useMemo(() => {
    if (!isWanted) return null;
    const { verdict, text: whole } = planChecksums(fileName, plan, listed, null, false);
    return verdict.kind === 'comparing' ? whole : null;
  }, [fileName, plan, listed, isWanted]);
  const sha256 = useQuery({
    queryKey: ['sha256-of-text', text],
    queryFn: () => sha256Of(text ?? ''),
    enabled: text !== null,
    staleTime: Number.POSITIVE_INFINITY,
  }).data;
  const own = useMemo(
    () =>
      isWanted
        ? planChecksums(fileName, plan, listed, text === null ? null : (sha256 ?? null), isReplacing)
        : null,
    [fileName, plan, listed, isWanted, text, sha256, isReplacing],
  );
  return {
    isWanted,
    want: (wanted) => save.mutate(wanted),
    failure: save.error === null ? null : failureOf(save.error),
    own,
    whole: useMemo(() => (own === null ? plan : withChecksums(plan, own)), [plan, own]),
  };
}

async function sha256Of(text: string): Promise<string> {
  const hash = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text));
  return [...new Uint8Array(hash)].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}
