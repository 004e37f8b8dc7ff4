import type { Account, AccountId, Credential, SignInCheck } from '../../shared/account.ts';
import { nameKey } from '../../shared/names.ts';
import { failed, type Outcome, succeeded } from '../../shared/outcome.ts';
import type { RegistryClient, RegistryClientParts } from '../registry/registry-client.ts';
import { parseServerAddress } from '../registry/server-address.ts';
import {
  type AccountRecord,
  AccountRecords,
  type AccountStore,
  type PinnedOwner,
} from './account-records.ts';
import { AccountSessions, type BuiltInRegistry } from './account-sessions.ts';
import { stateAfterCheck } from './account-state.ts';
import { sealCredential } from './sealed-credentials.ts';
import type { SecretBox } from './secret-box.ts';
import { hostOf, signIn } from './sign-in.ts';

export type { BuiltInRegistry } from './account-sessions.ts';

export interface AccountServiceParts {
  readonly store: AccountStore;
  readonly secrets: SecretBox;
  readonly builtIn: BuiltInRegistry;
  readonly createClient: (parts: RegistryClientParts) => RegistryClient;
  /** A new account's id: lower-case letters, digits and hyphens. */
  readonly newId: () => string;
}

const noSuchAccount = failed('invalid-request');

/**
 * The accounts and their credentials, which leave this class as clients only. Accounts go when the user removes
 * them; no failure of server, network or keyring deletes anything.
 */
export class AccountService {
  readonly #parts: AccountServiceParts;
  readonly #records: AccountRecords;
  readonly #sessions: AccountSessions;
  readonly #listeners = new Set<(accounts: Account[]) => void>();

  constructor(parts: AccountServiceParts) {
    const { secrets, builtIn, createClient } = parts;
    const records = new AccountRecords(parts.store);
    this.#parts = parts;
    this.#records = records;
    this.#sessions = new AccountSessions({
      records,
      secrets,
      builtIn,
      createClient,
      onChanged: () => this.#tell(),
    });
  }

  list(): Account[] {
    return this.#records.list().map((record) => this.#accountOf(record));
  }

  get(id: AccountId): Account | null {
    const record = this.#records.get(id);
    return record === undefined ? null : this.#accountOf(record);
  }

  /** Calls `listener` with all accounts after each change; answers the function that ends it. */
  onChanged(listener: (accounts: Account[]) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Tries address and credential; keeps nothing. */
  async check(address: string, credential: Credential): Promise<Outcome<SignInCheck>> {
    const serverUrl = parseServerAddress(address);
    if (!serverUrl.ok) return serverUrl;
    const client = this.#parts.createClient({ serverUrl: serverUrl.value, credential });
    try {
      return await signIn(client, credential);
    } finally {
      client.destroy();
    }
  }

  /** Tries address and credential, then keeps both. Signing in again as a known user renews that account. */
  async add(address: string, credential: Credential, label?: string): Promise<Outcome<Account>> {
    const checked = await this.check(address, credential);
    if (!checked.ok) return checked;
    const { serverUrl, serverVersion, userName } = checked.value;
    const sealedCredential = await sealCredential(this.#parts.secrets, credential);
    const known = this.#records.list().find((record) => isSameAccount(record, checked.value));
    const record: AccountRecord = {
      id: known?.id ?? this.#parts.newId(),
      kind: 'server',
      label: label ?? known?.label ?? hostOf(serverUrl).slice(0, 100),
      serverUrl,
      userName,
      serverVersion,
      sealedCredential,
      pinnedOwners: known?.pinnedOwners ?? [],
    };
    return succeeded(this.#signedIn(record, credential));
  }

  /** Starts the built-in registry; answers its account, made at first use. */
  async addBuiltIn(): Promise<Outcome<Account>> {
    const started = await this.#parts.builtIn.ensureStarted();
    if (!started.ok) return started;
    const { url, owner, token } = started.value;
    const known = this.#records.list().find(({ kind }) => kind === 'built-in');
    if (known !== undefined) return this.recheck(known.id);
    const record: AccountRecord = {
      id: this.#parts.newId(),
      kind: 'built-in',
      label: 'Built-in registry',
      serverUrl: url,
      userName: owner,
      serverVersion: null,
      sealedCredential: null,
      pinnedOwners: [],
    };
    return this.recheck(this.#signedIn(record, { kind: 'token', token }).id);
  }

  async rename(id: AccountId, label: string): Promise<Outcome<Account>> {
    const record = this.#records.get(id);
    return record === undefined ? noSuchAccount : succeeded(this.#save({ ...record, label }));
  }

  /** Tries the credential on the account's server, then keeps it in place of the old one. */
  async replaceCredential(id: AccountId, credential: Credential): Promise<Outcome<Account>> {
    const before = this.#records.get(id);
    if (before === undefined || before.kind === 'built-in') return noSuchAccount;
    const checked = await this.check(before.serverUrl, credential);
    if (!checked.ok) return checked;
    const { userName, serverVersion } = checked.value;
    const sealedCredential = await sealCredential(this.#parts.secrets, credential);
    const record = this.#records.get(id);
    if (record === undefined) return noSuchAccount;
    return succeeded(this.#signedIn({ ...record, userName, serverVersion, sealedCredential }, credential));
  }

  /** Asks the server how the account stands. The answer is in the account's state, also when it is a failure. */
  async recheck(id: AccountId): Promise<Outcome<Account>> {
    const opened = await this.#sessions.open(id);
    const checked = opened.ok ? await signIn(opened.value.client, opened.value.credential) : null;
    const record = this.#records.get(id);
    if (record === undefined) return noSuchAccount;
    if (checked?.ok === true) {
      const { userName, serverVersion } = checked.value;
      this.#save({ ...record, userName, serverVersion: serverVersion ?? record.serverVersion });
      this.#sessions.setState(id, { kind: 'ready' });
    } else if (checked !== null) this.#sessions.setState(id, stateAfterCheck(checked.failure));
    const account = this.get(id);
    return account === null ? noSuchAccount : succeeded(account);
  }

  /** Forgets account and credential. Nothing changes on the server. */
  async remove(id: AccountId): Promise<Outcome<undefined>> {
    this.#sessions.end(id);
    if (this.#records.get(id) !== undefined) {
      this.#records.delete(id);
      this.#tell();
    }
    return succeeded(undefined);
  }

  /**
   * The account's client, signed in. Without a credential it fails with `credential-locked` or `sign-in-required`;
   * the built-in registry is started for its account.
   */
  async clientFor(id: AccountId): Promise<Outcome<RegistryClient>> {
    const opened = await this.#sessions.open(id);
    return opened.ok ? succeeded(opened.value.client) : opened;
  }

  /** Root URL of the account's server; the built-in one is started for it. Needs no credential. */
  async serverUrlOf(id: AccountId): Promise<Outcome<string>> {
    const record = this.#records.get(id);
    if (record === undefined) return noSuchAccount;
    if (record.kind === 'server') return succeeded(record.serverUrl);
    const started = await this.#parts.builtIn.ensureStarted();
    return started.ok ? succeeded(started.value.url) : started;
  }

  /** The built-in registry's token, for the clipboard alone: it must not enter the window. */
  async builtInToken(id: AccountId): Promise<Outcome<string>> {
    if (this.#records.get(id)?.kind !== 'built-in') return noSuchAccount;
    const started = await this.#parts.builtIn.ensureStarted();
    return started.ok ? succeeded(started.value.token) : started;
  }

  pinnedOwners(id: AccountId): readonly PinnedOwner[] {
    return this.#records.get(id)?.pinnedOwners ?? [];
  }

  setPinnedOwners(id: AccountId, pinnedOwners: readonly PinnedOwner[]): void {
    const record = this.#records.get(id);
    if (record !== undefined) this.#records.put({ ...record, pinnedOwners: [...pinnedOwners] });
  }

  /** Keeps a record whose credential was just tried. */
  #signedIn(record: AccountRecord, credential: Credential): Account {
    this.#sessions.begin(record.id, credential);
    return this.#save(record);
  }

  #save(record: AccountRecord): Account {
    this.#records.put(record);
    this.#tell();
    return this.#accountOf(record);
  }

  #accountOf({
    id,
    kind,
    label,
    serverUrl,
    userName,
    serverVersion,
    sealedCredential,
  }: AccountRecord): Account {
    const isSaved = kind === 'built-in' || sealedCredential !== null;
    const credentialKept = isSaved ? 'saved' : 'session';
    return {
      id,
      kind,
      label,
      serverUrl,
      userName,
      serverVersion,
      credentialKept,
      state: this.#sessions.stateOf(id),
    };
  }

  #tell(): void {
    const accounts = this.list();
    for (const listener of this.#listeners) listener(accounts);
  }
}

/** The same user of the same server; where the user is unknown, nothing is the same. */
function isSameAccount({ kind, serverUrl, userName }: AccountRecord, checked: SignInCheck): boolean {
  if (kind !== 'server' || serverUrl !== checked.serverUrl) return false;
  return userName !== null && checked.userName !== null && nameKey(userName) === nameKey(checked.userName);
}
