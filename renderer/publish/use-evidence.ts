import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import type { AccountId } from '../../shared/account.ts';
import type { Evidence } from '../../shared/guess-sources.ts';
import type { LocalFact, PublishedPackage } from '../../shared/local-fact.ts';
import type { LocalFile } from '../../shared/local-file.ts';
import { nameKey } from '../../shared/names.ts';
import { ask } from '../bridge.ts';
import { filesToAskAbout } from './files-to-ask-about.ts';

const noFacts: readonly LocalFact[] = [];
const noPackages: readonly PublishedPackage[] = [];

/** What is known about the files and their owner, and whether some of it is still being read for the first time. */
export interface GatheredEvidence {
  readonly evidence: Evidence;
  readonly isGathering: boolean;
}

/** Gathers what guesses are made of. What cannot be had says nothing. */
export function useEvidence(
  files: readonly LocalFile[],
  accountId: AccountId,
  owner: string,
): GatheredEvidence {
  const tickets = useMemo(() => filesToAskAbout(files).map(({ ticket }) => ticket), [files]);
  const facts = useQuery({
    queryKey: ['local-files', 'facts', tickets],
    queryFn: () => ask('local-files:facts', { tickets }),
    enabled: tickets.length > 0,
    placeholderData: keepPreviousData,
  });
  const published = useQuery({
    queryKey: [accountId, 'published', nameKey(owner)],
    queryFn: () => ask('history:list-published', { accountId, owner }),
    enabled: owner !== '',
    // The next sheet comes after the next publish.
    gcTime: 0,
  });
  const evidence = useMemo(
    () => ({ files, facts: facts.data ?? noFacts, published: published.data ?? noPackages }),
    [files, facts.data, published.data],
  );
  return { evidence, isGathering: facts.isLoading || published.isLoading };
}
