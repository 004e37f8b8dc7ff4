import { create } from 'zustand';
import type { AccountId } from '../../shared/account.ts';
import type { VersionCoordinates } from '../../shared/coordinates.ts';
import { type PackageSort, packageKey, type VersionSort } from '../../shared/package-listing.ts';

/** A file by its name, or by the server's id of it. */
export type SoughtFile = { readonly name: string } | { readonly id: number };

interface SelectionState {
  readonly accountId: AccountId | null;
  readonly owner: string | null;
  /** As `packageKey` makes it. */
  readonly packageKey: string | null;
  /** The chosen package's name as it is spelled. */
  readonly packageName: string | null;
  /** The version that commands are about: the one opened last. Null: the newest. */
  readonly version: string | null;
  /** Versions whose files are shown. Null: only the newest, as after choosing a package. */
  readonly openVersions: readonly string[] | null;
  /** The file of `version` that was looked for. */
  readonly file: SoughtFile | null;
  readonly filter: string;
  /** The only type that is listed; null for all. */
  readonly type: string | null;
  readonly sort: PackageSort;
  readonly versionSort: VersionSort;
  readonly selectAccount: (accountId: AccountId | null) => void;
  readonly selectOwner: (accountId: AccountId, owner: string) => void;
  readonly selectPackage: (type: string, packageName: string) => void;
  readonly closePackage: () => void;
  /** Opens and closes versions; `version` becomes the one that commands are about. */
  readonly setOpenVersions: (openVersions: readonly string[], version: string) => void;
  /** Shows one generic version, there already or just being published, and a file in it. */
  readonly reveal: (accountId: AccountId, coordinates: VersionCoordinates, file?: SoughtFile | null) => void;
  readonly setFilter: (filter: string) => void;
  readonly setType: (type: string | null) => void;
  readonly setSort: (sort: PackageSort) => void;
  readonly setVersionSort: (versionSort: VersionSort) => void;
}

const nothingOpen = {
  packageKey: null,
  packageName: null,
  version: null,
  openVersions: null,
  file: null,
  filter: '',
  type: null,
} as const;

/** What is chosen in the sidebar, the list and the detail pane. */
export const useSelection = create<SelectionState>()((set) => ({
  accountId: null,
  owner: null,
  ...nothingOpen,
  sort: 'newest',
  versionSort: 'newest',
  selectAccount: (accountId) => set({ accountId, owner: null, ...nothingOpen }),
  selectOwner: (accountId, owner) =>
    set((state) =>
      state.accountId === accountId && state.owner === owner ? {} : { accountId, owner, ...nothingOpen },
    ),
  selectPackage: (type, packageName) =>
    set((state) => {
      const key = packageKey(type, packageName);
      return state.packageKey === key
        ? {}
        : { packageKey: key, packageName, version: null, openVersions: null, file: null };
    }),
  closePackage: () =>
    set({ packageKey: null, packageName: null, version: null, openVersions: null, file: null }),
  setOpenVersions: (openVersions, version) => set({ openVersions, version, file: null }),
  reveal: (accountId, coordinates, file = null) =>
    set({
      accountId,
      owner: coordinates.owner,
      packageKey: packageKey('generic', coordinates.packageName),
      packageName: coordinates.packageName,
      version: coordinates.version,
      openVersions: [coordinates.version],
      file,
      filter: '',
      type: null,
    }),
  setFilter: (filter) => set({ filter }),
  setType: (type) => set({ type }),
  setSort: (sort) => set({ sort }),
  setVersionSort: (versionSort) => set({ versionSort }),
}));
