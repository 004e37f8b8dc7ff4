import { useQueries } from '@tanstack/react-query';
import { useMemo } from 'react';
import type { Account, AccountId } from '../../shared/account.ts';
import type { VersionCoordinates } from '../../shared/coordinates.ts';
import { type Guesses, guessPackage, guessVersion, isPackageHeard } from '../../shared/guess-coordinates.ts';
import type { GuessSource } from '../../shared/guess-sources.ts';
import type { LocalFile } from '../../shared/local-file.ts';
import { nameKey, packageNameProblem, publishableVersionProblem } from '../../shared/names.ts';
import type { Owner } from '../../shared/owner.ts';
import type { ListedPackage } from '../../shared/package-listing.ts';
import { highestVersion, type NextVersion, nextVersions } from '../../shared/version-order.ts';
import { useSettledValue } from '../common/use-settled-value.ts';
import { useAccounts } from '../stores/accounts.ts';
import { ownersQuery } from '../stores/owners.ts';
import { type SheetContent, usePublishSheet } from '../stores/publish-sheet.ts';
import { useListing } from '../stores/use-listing.ts';
import { useEvidence } from './use-evidence.ts';

/** Where a field's value came from. */
export type Origin = GuessSource | { readonly kind: 'selection' } | { readonly kind: 'typed' };

/** Where the batch goes: what the fields hold, where that came from, and what is known about it. */
export interface Destination {
  readonly accountId: AccountId;
  readonly owner: string;
  readonly packageName: string;
  readonly version: string;
  /** All of the above as coordinates; null while something is missing or refused. */
  readonly coordinates: VersionCoordinates | null;
  /** The owner as the sidebar has it; null for one that is not there. */
  readonly ownerHere: Owner | null;
  readonly ownerGroups: readonly { readonly account: Account; readonly owners: readonly Owner[] }[];
  /** The owner's generic packages as far as they are listed. */
  readonly packages: readonly ListedPackage[];
  readonly isComplete: boolean;
  /** The package of the field, where it exists. */
  readonly existing: ListedPackage | null;
  readonly highest: string | null;
  /** Versions that could come next, not there yet; empty where that cannot be said. */
  readonly next: readonly NextVersion[];
  readonly packageGuesses: Guesses;
  readonly versionGuesses: Guesses;
  /** Whether the first guesses are still being made. */
  readonly isGuessing: boolean;
  readonly packageFrom: Origin;
  readonly versionFrom: Origin;
  readonly setOwner: (owner: string, accountId?: AccountId) => void;
  readonly setPackageName: (packageName: string) => void;
  readonly setVersion: (version: string) => void;
}

const typingPause = 400;

function originOf(
  typed: string | null,
  chosen: string | null,
  isTargetOwner: boolean,
  { best }: Guesses,
): Origin {
  if (typed !== null) return { kind: 'typed' };
  if (chosen !== null) return { kind: isTargetOwner ? 'selection' : 'typed' };
  return best?.source ?? { kind: 'typed' };
}

/** Fills the fields from what is chosen, else from what is known about the files, and follows what is typed. */
export function useDestination(content: SheetContent, files: readonly LocalFile[]): Destination {
  const { target, place, typedPackage, typedVersion } = content;
  const change = usePublishSheet((state) => state.change);
  const accounts = useAccounts();
  const ownerLists = useQueries({ queries: accounts.map((account) => ownersQuery(account.id)) });
  const ownerGroups = accounts.map((account, position) => ({
    account,
    owners: ownerLists[position]?.data ?? [],
  }));

  const ownersHere = ownerGroups.find(({ account }) => account.id === place.accountId)?.owners ?? [];
  const owner = place.owner ?? ownersHere[0]?.name ?? '';
  const known = ownersHere.find((each) => nameKey(each.name) === nameKey(owner.trim()));
  const isTargetOwner = place.accountId === target.accountId && place.owner === target.owner;
  const settledOwner = useSettledValue(owner.trim(), typingPause);

  const { evidence, isGathering } = useEvidence(files, place.accountId, settledOwner);
  const packageGuesses = useMemo(() => guessPackage(evidence), [evidence]);
  const packageName = typedPackage ?? target.packageName ?? packageGuesses.best?.value ?? '';
  // While a name is typed the files, which may be thousands, are not gone through again for every letter.
  const packageOfVersion = packageName !== '' && isPackageHeard(evidence) ? packageName : null;
  const versionGuesses = useMemo(
    () => guessVersion(evidence, packageOfVersion),
    [evidence, packageOfVersion],
  );
  const version = typedVersion ?? target.version ?? versionGuesses.best?.value ?? '';

  const isListed = settledOwner !== '' && (known !== undefined || settledOwner === owner.trim());
  const listing = useListing(place.accountId, settledOwner, isListed);
  const packages = listing.packages.filter((listed) => listed.type === 'generic');
  const existing = packages.find((listed) => nameKey(listed.packageName) === nameKey(packageName)) ?? null;
  const versions = existing?.versions.map((each) => each.version) ?? [];
  const highest = highestVersion(versions);
  const next = highest === null ? [] : nextVersions(highest);

  const hasAll =
    owner.trim() !== '' &&
    packageNameProblem(packageName) === null &&
    publishableVersionProblem(version) === null;
  const coordinates = useMemo(
    () => (hasAll ? { owner: owner.trim(), packageName, version } : null),
    [hasAll, owner, packageName, version],
  );
  return {
    accountId: place.accountId,
    owner,
    packageName,
    version,
    coordinates,
    ownerHere: known ?? null,
    ownerGroups,
    packages,
    isComplete: listing.isComplete,
    existing,
    highest,
    next: next.filter((each) => !versions.includes(each.version)),
    packageGuesses,
    versionGuesses,
    isGuessing: isGathering,
    packageFrom: originOf(typedPackage, target.packageName, isTargetOwner, packageGuesses),
    versionFrom: originOf(typedVersion, target.version, isTargetOwner, versionGuesses),
    setOwner: (typed, accountId) =>
      change({ place: { accountId: accountId ?? place.accountId, owner: typed } }),
    setPackageName: (typed) => change({ typedPackage: typed }),
    setVersion: (typed) => change({ typedVersion: typed }),
  };
}
