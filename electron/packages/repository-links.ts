import type { AccountId } from '../../shared/account.ts';
import type { PackageCoordinates } from '../../shared/coordinates.ts';
import type { FailureReason } from '../../shared/failure.ts';
import { failed, type Outcome, succeeded } from '../../shared/outcome.ts';
import type { RepositoryList } from '../../shared/package.ts';
import type { AccountService } from '../accounts/account-service.ts';
import type { RegistryClient } from '../registry/registry-client.ts';
import type { PackageChange } from './package-service.ts';

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
  readonly #onChanged: (change: PackageChange) => void;

  constructor(accounts: AccountService, onChanged: (change: PackageChange) => void) {
    this.#accounts = accounts;
    this.#onChanged = onChanged;
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
    return this.#change(accountId, coordinates, (client) => client.linkPackage(coordinates, repository));
  }

  /** Takes the link away. One that is gone already is a success. */
  async unlink(accountId: AccountId, coordinates: PackageCoordinates): Promise<Outcome<undefined>> {
    return this.#change(accountId, coordinates, async (client) => {
      const unlinked = await client.unlinkPackage(coordinates);
      const isGone = !unlinked.ok && unlinked.failure.reason === 'changed-on-server';
      return isGone ? succeeded(undefined) : unlinked;
    });
  }

  /** Also after a refusal the list on screen may be out of date. */
  async #change(
    accountId: AccountId,
    { owner }: PackageCoordinates,
    change: (client: RegistryClient) => Promise<Outcome<undefined>>,
  ): Promise<Outcome<undefined>> {
    const client = await this.#accounts.clientFor(accountId);
    if (!client.ok) return client;
    const changed = await change(client.value);
    if (changed.ok || changed.failure.reason === 'changed-on-server') this.#onChanged({ accountId, owner });
    return changed;
  }
}

async function listRepositories(client: RegistryClient, owner: string): Promise<Outcome<RepositoryList>> {
  const names = new Set<string>();
  for (let page: number | null = 1; page !== null; ) {
    const listed = await client.listRepositories(owner, page);
    if (!listed.ok) {
      return mustBeTyped.has(listed.failure.reason)
        ? succeeded({ names: [], extent: 'hidden' })
        : listed;
    }
    const known = names.size;
    for (const name of listed.value.names) names.add(name);
    // A page that brings nothing new comes from a server that turns in circles.
    page = names.size === known ? null : listed.value.nextPage;
    if (page !== null && names.size >= mostRepositories) {
      return succeeded({ names: [...names].sort(), extent: 'some' });
    }
  }
  return succeeded({ names: [...names].sort(), extent: 'all' });
}
