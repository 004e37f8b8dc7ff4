import { useQuery } from '@tanstack/react-query';
import { useEffect, useMemo } from 'react';
import type { AccountId } from '../../shared/account.ts';
import type { ConflictPolicy } from '../../shared/conflict-policy.ts';
import type { VersionCoordinates } from '../../shared/coordinates.ts';
import type { Failure } from '../../shared/failure.ts';
import type { LocalFile, Ticket } from '../../shared/local-file.ts';
import { fileNameRulesOf } from '../../shared/names.ts';
import type { NamingRule } from '../../shared/naming-rule.ts';
import type { PackageFile } from '../../shared/package.ts';
import { type PublishPlan, type PublishPlanRow, planPublish, replacedBy } from '../../shared/publish-plan.ts';
import { failureOf } from '../bridge.ts';
import { useSettledValue } from '../common/use-settled-value.ts';
import { useAccount } from '../stores/accounts.ts';
import { filesQuery } from '../stores/packages.ts';
import { serverLimitsQuery } from '../stores/server-limits.ts';
import { plannedFiles } from './sheet-files.ts';
import { useHashes } from './use-hashes.ts';
import { useManifests } from './use-manifests.ts';

/** Milliseconds without typing before the server is asked what is there. */
const typingPause = 300;

/** What would happen, as far as it is known. */
export interface SheetPlan {
  readonly plan: PublishPlan;
  /** The version's files on the server, empty for a new version; null while unknown. */
  readonly listed: readonly PackageFile[] | null;
  readonly isLooking: boolean;
  /** Why the server's files could not be listed. */
  readonly failure: Failure | null;
  readonly tryAgain: () => void;
}

/**
 * Judges the batch: lists the version's files, then reads those local files that only their bytes can tell apart.
 * `coordinates` is null while they are incomplete.
 */
export function usePublishPlan(
  accountId: AccountId,
  coordinates: VersionCoordinates | null,
  files: readonly LocalFile[],
  rule: NamingRule,
  names: ReadonlyMap<Ticket, string>,
  conflicts: ConflictPolicy,
  partSize: number | null,
): SheetPlan {
  const listing = useExistingFiles(accountId, coordinates);
  const { listed } = listing;
  const { known, want } = useHashes();
  const limits = useQuery(serverLimitsQuery(accountId)).data;
  const fileNames = fileNameRulesOf(useAccount(accountId)?.serverVersion ?? null);
  const planned = useMemo(
    () => plannedFiles(files, rule, names, known).map((file) => ({ ...file, partSize })),
    [files, rule, names, known, partSize],
  );
  const manifests = useManifests(accountId, coordinates, planned, listed);
  const plan = useMemo(
    () => planPublish(planned, listed, { limits, policy: conflicts, manifests, fileNames }),
    [planned, listed, limits, conflicts, manifests, fileNames],
  );
  useEffect(() => want(plan.rows.filter(needsHash).map((row) => row.file)), [plan, want]);
  return { ...listing, plan };
}

/** Only its bytes tell it from the server's file, or it takes that one's place and is shown beside it. */
function needsHash(row: PublishPlanRow): boolean {
  return row.verdict.kind === 'comparing' || (row.file.sha256 === null && replacedBy(row) !== null);
}

function useExistingFiles(accountId: AccountId, coordinates: VersionCoordinates | null) {
  const wanted = useMemo(() => ({ accountId, coordinates }), [accountId, coordinates]);
  const settled = useSettledValue(wanted, typingPause);
  const isTyping = settled !== wanted;
  const query = useQuery({
    ...filesQuery(settled.accountId, settled.coordinates ?? { owner: '', packageName: '', version: '' }),
    enabled: settled.coordinates !== null && !isTyping,
    // A listing from before may lack what somebody else published meanwhile.
    staleTime: 0,
  });
  const failure = useMemo(() => (query.error === null ? null : failureOf(query.error)), [query.error]);
  const isNew = failure?.reason === 'not-found';
  const isKnown = coordinates !== null && !isTyping && !query.isPending;
  const noFiles = useMemo<readonly PackageFile[]>(() => [], []);
  return {
    listed: isKnown ? (isNew ? noFiles : failure === null ? (query.data?.files ?? null) : null) : null,
    isLooking: coordinates !== null && (isTyping || query.isPending),
    failure: isKnown && !isNew ? failure : null,
    tryAgain: () => void query.refetch(),
  };
}
