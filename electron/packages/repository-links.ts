import type { AccountId } from '../../shared/account.ts';
import type { PackageCoordinates } from '../../shared/coordinates.ts';
import type { FailureReason } from '../../shared/failure.ts';
import { failed, type Outcome, succeeded } from '../../shared/outcome.ts';
import type { RepositoryList } from '../../shared/package.ts';
import type { AccountService } from '../accounts/account-service.ts';
import type { RegistryClient } from '../registry/registry-client.ts';

/** Who hears of changes. */
export interface LinksListener {
  /** A package is linked to a repository, `owner/name`, or with null to none. */
  linked(accountId: AccountId, coordinates: PackageCoordinates, repository: string | null): void;
  /** What is shown of an owner's links is not what the server has. */
  outdated(accountId: AccountId, owner: string): void;
}

/** More than these are found by typing their name. */
const mostRepositories = 1000;

/** A token for packages may link although it may not list: then the name must be typed. */
const mustBeTyped: ReadonlySet<FailureReason> = new Set<FailureReason>([
  'missing-scope',
  'public-only-token',
  'not-allowed',
  'not-offered',
]);

/** Links of packages to repositories of their owner, where the server offers them. */
export class RepositoryLinks {
  readonly #accounts: AccountService;
  readonly #listener: LinksListener;

  constructor(accounts: AccountService, listener: LinksListener) {
    this.#accounts = accounts;
    this.#listener = listener;
  }

  /** What a package could be linked to; `not-offered` where the server links nothing. */
  async candidates(accountId: AccountId, coordinates: PackageCoordinates): Promise<Outcome<RepositoryList>> {
    const client = await this.#accounts.clientFor(accountId);
    if (!client.ok) return client;
    const offers = await client.value.offersLinks(coordinates);
    if (!offers.ok) return offers;
    return offers.value ? listRepositories(client.value, coordinates.owner) : failed('not-offered');
  }

  /** Links a package; one that was linked meanwhile is `changed-on-server`. */
  async link(
    accountId: AccountId,
    coordinates: PackageCoordinates,
    repository: string,
  ): Promise<Outcome<undefined>> {
    const client = await this.#accounts.clientFor(accountId);
    if (!client.ok) return client;
    const linked = await client.value.linkPackage(coordinates, repository);
    const { owner } = coordinates;
    if (linked.ok) this.#listener.linked(accountId, coordinates, `${owner}/${repository}`);
    else if (linked.failure.reason === 'changed-on-server') this.#listener.outdated(accountId, owner);
    return linked;
  }

  /** Takes the link away. One that is gone already is a success. */
  async unlink(accountId: AccountId, coordinates: PackageCoordinates): Promise<Outcome<undefined>> {
    const client = await this.#accounts.clientFor(accountId);
    if (!client.ok) return client;
    const unlinked = await client.value.unlinkPackage(coordinates);
    if (!unlinked.ok && unlinked.failure.reason !== 'changed-on-server') return unlinked;
    this.#listener.linked(accountId, coordinates, null);
    return succeeded(undefined);
  }
}

async function listRepositories(client: RegistryClient, owner: string): Promise<Outcome<RepositoryList>> {
  const names = new Set<string>();
  for (let page: number | null = 1; page !== null; ) {
    const listed = await client.listRepositories(owner, page);
    if (!listed.ok) {
      return mustBeTyped.has(listed.failure.reason) ? succeeded({ names: [], extent: 'hidden' }) : listed;
    }
    const known = names.size;
    for (const name of listed.value.names) names.add(name);
    // A page that brings nothing new comes from a server that turns in circles.
    page = names.size === known ? null : listed.value.nextPage;
    if (page !== null && names.size >= mostRepositories) {
      return succeeded({ names: inOrder(names), extent: 'some' });
    }
  }
  return succeeded({ names: inOrder(names), extent: 'all' });
}

/** As people look for them: `pot-2` before `pot-10`, whatever the letter case. */
function inOrder(names: ReadonlySet<string>): string[] {
  const { compare } = new Intl.Collator('en', { numeric: true });
  return [...names].sort(compare);
}
