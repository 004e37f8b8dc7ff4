import type { AccountId } from '../../shared/account.ts';
import { type FailureReason, isPassing } from '../../shared/failure.ts';
import { nameKey } from '../../shared/names.ts';
import { type Outcome, succeeded } from '../../shared/outcome.ts';
import type { Owner } from '../../shared/owner.ts';
import type { RegistryClient } from '../registry/registry-client.ts';
import type { OwnerAnswer } from '../registry/schemas.ts';
import type { PinnedOwner } from './account-records.ts';
import type { AccountService } from './account-service.ts';

/** A token may be good for packages alone; what it must not ask for is left out of the list. */
const tolerated: ReadonlySet<FailureReason> = new Set<FailureReason>([
  'missing-scope',
  'public-only-token',
  'not-offered',
]);

/** Where the owners of an account are kept for when its server cannot be asked. */
export interface OwnerMemory {
  keepOwners(accountId: AccountId, owners: readonly Owner[]): void;
  /** Null where none were kept. */
  keptOwners(accountId: AccountId): Owner[] | null;
  /** Names of owners whose packages were looked at, the last one first, at most `limit`. */
  recentOwners(accountId: AccountId, limit: number): readonly string[];
  /** Forgets that an owner was looked at. */
  forgetRecent(accountId: AccountId, name: string): void;
}

/** Owners that were looked at without being added: enough to find the way back. */
const mostRecent = 5;

/**
 * Whose packages an account shows: its own user, the user's organizations, owners pinned by name, and those that were
 * looked at lately.
 */
export class OwnerService {
  readonly #accounts: AccountService;
  readonly #memory: OwnerMemory;

  constructor(accounts: AccountService, memory: OwnerMemory) {
    this.#accounts = accounts;
    this.#memory = memory;
  }

  /** Each owner once, in that order. Where the server cannot be had, those of the last time, with the pinned ones. */
  async list(accountId: AccountId): Promise<Outcome<Owner[]>> {
    const listed = await this.#ask(accountId);
    if (listed.ok) {
      this.#memory.keepOwners(accountId, listed.value);
      return listed;
    }
    const kept = isPassing(listed.failure) ? this.kept(accountId) : null;
    return kept === null ? listed : succeeded(kept);
  }

  /** The owners of the last time, with those pinned and looked at since; null where none were kept. Asks no server. */
  kept(accountId: AccountId): Owner[] | null {
    const kept = this.#memory.keptOwners(accountId);
    if (kept === null) return null;
    const own = kept.filter(({ relation }) => relation === 'self' || relation === 'organization');
    return this.#each(accountId, own);
  }

  async #ask(accountId: AccountId): Promise<Outcome<Owner[]>> {
    const client = await this.#accounts.clientFor(accountId);
    if (!client.ok) return client;
    const [self, organizations] = await Promise.all([
      this.#self(accountId, client.value),
      client.value.listOrganizations(),
    ]);
    if (!self.ok) return self;
    if (!organizations.ok && !tolerated.has(organizations.failure.reason)) return organizations;
    return succeeded(
      this.#each(accountId, [
        ...self.value,
        ...(organizations.ok ? organizations.value : []).map((answer) => ownerOf(answer, 'organization')),
      ]),
    );
  }

  /** The account's owners followed by those pinned by name and the recent ones, each once. */
  #each(accountId: AccountId, own: readonly Owner[]): Owner[] {
    const added = [
      ...own,
      ...this.#accounts.pinnedOwners(accountId).map((pinned) => ownerOf(pinned, 'pinned')),
    ];
    const recent = this.#memory
      .recentOwners(accountId, mostRecent + added.length)
      .filter((name) => !added.some((owner) => isCalled(owner, name)))
      .slice(0, mostRecent)
      .map((name) => ownerOf({ name, fullName: '', visibility: null }, 'recent'));
    const owners = [...added, ...recent];
    const unique = new Map(owners.toReversed().map((owner) => [nameKey(owner.name), owner]));
    return owners.filter((owner) => unique.get(nameKey(owner.name)) === owner);
  }

  /** Adds an owner after asking the server for it: `owner-not-found` for what is not there or hidden. */
  async pin(accountId: AccountId, name: string): Promise<Outcome<Owner>> {
    const client = await this.#accounts.clientFor(accountId);
    if (!client.ok) return client;
    const found = await this.#find(client.value, name);
    if (!found.ok) return found;
    const others = this.#accounts
      .pinnedOwners(accountId)
      .filter((pinned) => !isCalled(pinned, found.value.name));
    this.#accounts.setPinnedOwners(accountId, [...others, found.value]);
    return succeeded(ownerOf(found.value, 'pinned'));
  }

  /** Takes an owner that was pinned, or looked at lately, off the list. */
  async unpin(accountId: AccountId, name: string): Promise<Outcome<undefined>> {
    const pinned = this.#accounts.pinnedOwners(accountId);
    this.#accounts.setPinnedOwners(
      accountId,
      pinned.filter((owner) => !isCalled(owner, name)),
    );
    this.#memory.forgetRecent(accountId, name);
    return succeeded(undefined);
  }

  async #self(accountId: AccountId, client: RegistryClient): Promise<Outcome<Owner[]>> {
    const user = await client.getUser();
    if (user.ok) return succeeded([ownerOf(user.value, 'self')]);
    if (!tolerated.has(user.failure.reason)) return user;
    const userName = this.#accounts.get(accountId)?.userName ?? null;
    return succeeded(
      userName === null ? [] : [{ name: userName, fullName: '', relation: 'self', visibility: null }],
    );
  }

  /** By the server's list of users, or, where the token must not read that, by whether packages can be listed. */
  async #find(client: RegistryClient, name: string): Promise<Outcome<PinnedOwner>> {
    const owner = await client.getOwner(name);
    if (owner.ok) {
      const { fullName, visibility } = owner.value;
      return succeeded({ name: owner.value.name, fullName, visibility });
    }
    if (!tolerated.has(owner.failure.reason)) return owner;
    const versions = await client.listVersions(name, 1);
    if (!versions.ok) return versions;
    return succeeded({ name: versions.value.versions[0]?.owner ?? name, fullName: '', visibility: null });
  }
}

function isCalled(owner: PinnedOwner, name: string): boolean {
  return nameKey(owner.name) === nameKey(name);
}

function ownerOf(
  { name, fullName, visibility }: PinnedOwner | OwnerAnswer,
  relation: Owner['relation'],
): Owner {
  return { name, fullName, relation, visibility };
}
