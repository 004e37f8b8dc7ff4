import type { AccountId } from '../../shared/account.ts';
import { nameKey } from '../../shared/names.ts';
import type { ListedPackage } from '../../shared/package-listing.ts';
import {
  findAddress,
  isBelow,
  parseRegistryAddress,
  type RegistryPlace,
} from '../landing/registry-address.ts';

/** Somewhere to go. */
export type Place =
  | { readonly kind: 'owner'; readonly accountId: AccountId; readonly owner: string }
  | { readonly kind: 'package'; readonly accountId: AccountId; readonly listed: ListedPackage }
  | {
      readonly kind: 'version';
      readonly accountId: AccountId;
      readonly listed: ListedPackage;
      readonly version: string;
    }
  /** What a pasted address is about, on an account of its server. */
  | { readonly kind: 'address'; readonly accountId: AccountId; readonly place: RegistryPlace }
  /** A pasted address of a server that no account is of. */
  | { readonly kind: 'unknown-server'; readonly host: string }
  /** An owner of whom nothing is known yet. */
  | { readonly kind: 'unknown-owner'; readonly accountId: AccountId; readonly owner: string };

/** What can be searched: owners, and the packages of those that were listed. */
export interface Searchable {
  readonly accountId: AccountId;
  readonly owner: string;
  readonly packages: readonly ListedPackage[];
}

/** Rows of one kind: more would be a list to read, not a place to go. */
const atMost = 12;

/** Lower is better: the whole text, its beginning, the beginning of a word, anywhere. Null: not in it. */
function rank(text: string, words: readonly string[]): number | null {
  const key = nameKey(text);
  if (!words.every((word) => key.includes(word))) return null;
  const [first = ''] = words;
  if (key === first) return 0;
  if (key.startsWith(first)) return 1;
  return /[^\p{L}\p{N}]$/u.test(key.slice(0, key.indexOf(first))) ? 2 : 3;
}

function best<Item>(items: readonly (readonly [Item, number | null])[]): readonly Item[] {
  return items
    .filter((item): item is readonly [Item, number] => item[1] !== null)
    .sort((left, right) => left[1] - right[1])
    .slice(0, atMost)
    .map(([item]) => item);
}

/** Owners, packages and versions that hold every word of `text`, best first of each kind. */
export function findPlaces(searchable: readonly Searchable[], text: string): readonly Place[] {
  const words = nameKey(text).split(/\s+/).filter(Boolean);
  const owners = best<Place>(
    searchable.map(({ accountId, owner }) => [{ kind: 'owner', accountId, owner }, rank(owner, words)]),
  );
  const packages = best<Place>(
    searchable.flatMap(({ accountId, packages: listedPackages }) =>
      listedPackages.map(
        (listed) => [{ kind: 'package', accountId, listed }, rank(listed.packageName, words)] as const,
      ),
    ),
  );
  // Versions only where the words name more than their package: `kettle 2.4`.
  const versions =
    words.length === 0
      ? []
      : best<Place>(
          searchable.flatMap(({ accountId, packages: listedPackages }) =>
            listedPackages
              .filter((listed) => listed.type === 'generic' && rank(listed.packageName, words) === null)
              .flatMap((listed) =>
                listed.versions.map(
                  ({ version }) =>
                    [
                      { kind: 'version', accountId, listed, version },
                      rank(`${listed.packageName} ${version}`, words),
                    ] as const,
                ),
              ),
          ),
        );
  return [...packages, ...versions, ...owners];
}

/** An account as far as addresses go. */
interface Addressed {
  readonly id: AccountId;
  readonly serverUrl: string;
}

/**
 * What a pasted address leads to, once for each account of its server; null where `text` is none. One that is about no package
 * leads nowhere.
 */
export function findAddressed(accounts: readonly Addressed[], text: string): readonly Place[] | null {
  const address = findAddress(text);
  if (address === null) return null;
  const ofServer = accounts.filter(({ serverUrl }) => isBelow(address, serverUrl));
  if (ofServer.length === 0) return [{ kind: 'unknown-server', host: address.host }];
  return ofServer.flatMap(({ id, serverUrl }): Place[] => {
    const place = parseRegistryAddress(address, serverUrl);
    return place === null ? [] : [{ kind: 'address', accountId: id, place }];
  });
}

/** What Gitea takes as a user name; organizations are named alike. */
const ownerName = /^[\p{L}\p{N}](?:[\p{L}\p{N}._-]{0,38}[\p{L}\p{N}])?$/u;

/** An owner to ask a server for by the name typed, where none of that name is known. */
export function findUnknownOwner(
  searchable: readonly Searchable[],
  accountId: AccountId | null,
  text: string,
): readonly Place[] {
  const owner = text.trim();
  if (accountId === null || !ownerName.test(owner)) return [];
  const isKnown = searchable.some(
    (each) => each.accountId === accountId && nameKey(each.owner) === nameKey(owner),
  );
  return isKnown ? [] : [{ kind: 'unknown-owner', accountId, owner }];
}
