import { useQueries } from '@tanstack/react-query';
import { nameKey } from '../../shared/names.ts';
import type { PackageFile } from '../../shared/package.ts';
import { isSettled, type Transfer } from '../../shared/transfer.ts';
import { filesQuery } from '../stores/packages.ts';
import { listedTransfers } from '../stores/transfers.ts';
import { versionKey } from './plan-decisions.ts';

export interface TakenNames {
  /** By version, the keys of names that are on the server or on their way there. */
  readonly byVersion: ReadonlyMap<string, ReadonlySet<string>>;
  /** The server's file of the conflict; null while it is not known, or gone. */
  readonly theirs: (conflict: Transfer) => PackageFile | null;
  /** Whether the server is being asked. */
  readonly isLooking: boolean;
}

/** Lists the versions of some conflicts. A version that cannot be listed only proposes less well. */
export function useTakenNames(conflicts: readonly Transfer[]): TakenNames {
  const versions = [
    ...new Map(conflicts.map((conflict) => [versionKey(conflict.accountId, conflict.coordinates), conflict])),
  ];
  const listings = useQueries({
    queries: versions.map(([, { accountId, coordinates }]) => ({
      ...filesQuery(accountId, coordinates),
      // What was listed before the conflict is not what is in the way.
      staleTime: 0,
    })),
  });
  const filesOf = new Map(
    versions.map(([key], position) => {
      const listing = listings[position];
      return [key, listing?.isFetching === false ? (listing.data?.files ?? []) : []];
    }),
  );
  const byVersion = new Map(
    [...filesOf].map(([key, files]) => [key, new Set(files.map(({ fileName }) => nameKey(fileName)))]),
  );
  for (const { direction, state, accountId, coordinates } of listedTransfers()) {
    if (direction !== 'publish' || isSettled(state)) continue;
    byVersion.get(versionKey(accountId, coordinates))?.add(nameKey(coordinates.fileName));
  }
  return {
    byVersion,
    isLooking: listings.some(({ isFetching }) => isFetching),
    theirs: ({ accountId, coordinates }) =>
      filesOf
        .get(versionKey(accountId, coordinates))
        ?.find(({ fileName }) => nameKey(fileName) === nameKey(coordinates.fileName)) ?? null,
  };
}
