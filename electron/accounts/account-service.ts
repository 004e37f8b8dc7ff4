import { isDeepStrictEqual } from 'node:util';
import {
  type Account,
  type AccountId,
  type AccountState,
  Credential,
  type SignInCheck,
} from '../../shared/account.ts';
import type { Failure } from '../../shared/failure.ts';
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
import { stateAfter, stateAfterCheck } from './account-state.ts';
import type { SecretBox } from './secret-box.ts';
import { hostOf, signIn } from './sign-in.ts';

/** The registry that comes with the app. */
export interface BuiltInRegistry {
  /** Starts it if it does not run. Address and token may differ from start to start. */
  ensureStarted(): Promise<Outcome<{ readonly url: string; readonly owner: string; readonly token: string }>>;
}

export interface AccountServiceParts {
  readonly store: AccountStore;
  readonly secrets: SecretBox;
  readonly builtIn: BuiltInRegistry;
  readonly createClient: (parts: RegistryClientParts) => RegistryClient;
  /** A new account's id: lower-case letters, digits and hyphens. */
  readonly newId: () => string;
}

/** What is known of an account while the app runs. */
interface Session {
  state: AccountState;
  /** Null until it was unsealed, or where it was forgotten with the last run. */
  credential: Credential | null;
  client: RegistryClient | null;
}

const noSuchAccount = failed('invalid-request');

/**
 * The accounts and their credentials, which leave this class as clients only. Accounts go when the user removes
 * them; no failure of server, network or keyring deletes anything.
 */
export class AccountService {
  readonly #parts: AccountServiceParts;
  readonly #records: AccountRecords;
  readonly #sessions = new Map<AccountId, Session>();
  readonly #opening = new Map<AccountId, Promise<Outcome<RegistryClient>>>();
  readonly #listeners = new Set<(accounts: Account[]) => void>();

  constructor(parts: AccountServiceParts) {
    this.#parts = parts;
    this.#records = new AccountRecords(parts.store);
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
    const known = this.#records.list().find((record) => isSameAccount(record, checked.value));
    const record: AccountRecord = {
      pinnedOwners: [],
      ...known,
      id: known?.id ?? this.#parts.newId(),
      kind: 'server',
      label: label ?? known?.label ?? hostOf(serverUrl).slice(0, 100),
      serverUrl,
      userName,
      serverVersion,
      sealedCredential: await this.#seal(credential),
    };
    return succeeded(this.#signedIn(record, credential));
  }

  /** Starts the built-in registry; answers its account, made at first use. */
  async addBuiltIn(): Promise<Outcome<Account>> {
    const started = await this.#parts.builtIn.ensureStarted();
    if (!started.ok) return started;
    const { url, owner, token } = started.value;
    const known = this.#records.list().find(({ kind }) => kind === 'built-in');
    const record: AccountRecord = {
      id: known?.id ?? this.#parts.newId(),
      kind: 'built-in',
      label: known?.label ?? 'Built-in registry',
      serverUrl: url,
      userName: owner,
      serverVersion: known?.serverVersion ?? null,
      sealedCredential: null,
      pinnedOwners: known?.pinnedOwners ?? [],
    };
    const account = this.#signedIn(record, { kind: 'token', token });
    return this.recheck(account.id);
  }

  async rename(id: AccountId, label: string): Promise<Outcome<Account>> {
    const record = this.#records.get(id);
    if (record === undefined) return noSuchAccount;
    return succeeded(this.#save({ ...record, label }));
  }

  /** Tries the credential on the account's server, then keeps it in place of the old one. */
  async replaceCredential(id: AccountId, credential: Credential): Promise<Outcome<Account>> {
    const record = this.#records.get(id);
    if (record === undefined || record.kind === 'built-in') return noSuchAccount;
    const checked = await this.check(record.serverUrl, credential);
    if (!checked.ok) return checked;
    const { userName, serverVersion } = checked.value;
    const sealedCredential = await this.#seal(credential);
    return succeeded(
      this.#signedIn(
        { ...(this.#records.get(id) ?? record), userName, serverVersion, sealedCredential },
        credential,
      ),
    );
  }

  /** Asks the server how the account stands. The answer is in the account's state, also when it is a failure. */
  async recheck(id: AccountId): Promise<Outcome<Account>> {
    const client = await this.clientFor(id);
    const credential = this.#session(id).credential;
    if (client.ok && credential !== null) {
      const checked = await signIn(client.value, credential);
      const record = this.#records.get(id);
      if (record === undefined) return noSuchAccount;
      if (checked.ok) {
        const { userName, serverVersion } = checked.value;
        this.#setState(id, { kind: 'ready' });
        this.#save({ ...record, userName, serverVersion: serverVersion ?? record.serverVersion });
      } else this.#setState(id, stateAfterCheck(checked.failure));
    }
    const account = this.get(id);
    return account === null ? noSuchAccount : succeeded(account);
  }

  /** Forgets account and credential. Nothing changes on the server. */
  async remove(id: AccountId): Promise<Outcome<undefined>> {
    this.#sessions.get(id)?.client?.destroy();
    this.#sessions.delete(id);
    if (this.#records.get(id) === undefined) return succeeded(undefined);
    this.#records.delete(id);
    this.#tell();
    return succeeded(undefined);
  }

  /** The account's client, signed in. Fails with `credential-locked`, or with why there is no credential. */
  async clientFor(id: AccountId): Promise<Outcome<RegistryClient>> {
    const running = this.#opening.get(id);
    if (running !== undefined) return running;
    const opening = this.#open(id).finally(() => this.#opening.delete(id));
    this.#opening.set(id, opening);
    return opening;
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

  async #open(id: AccountId): Promise<Outcome<RegistryClient>> {
    const record = this.#records.get(id);
    if (record === undefined) return noSuchAccount;
    return record.kind === 'built-in' ? this.#openBuiltIn(record) : this.#openServer(record);
  }

  async #openServer(record: AccountRecord): Promise<Outcome<RegistryClient>> {
    const session = this.#session(record.id);
    if (session.client !== null) return succeeded(session.client);
    if (session.credential === null) {
      const unsealed = await this.#unseal(record);
      if (!unsealed.ok) {
        this.#setState(record.id, { kind: 'needs-credential', failure: unsealed.failure });
        return unsealed;
      }
      session.credential ??= unsealed.value;
    }
    return succeeded(this.#connect(record, session, session.credential));
  }

  async #openBuiltIn(record: AccountRecord): Promise<Outcome<RegistryClient>> {
    const started = await this.#parts.builtIn.ensureStarted();
    if (!started.ok) {
      this.#setState(record.id, { kind: 'offline', failure: started.failure });
      return started;
    }
    const { url, token } = started.value;
    const session = this.#session(record.id);
    const credential: Credential = { kind: 'token', token };
    const isSame = session.client?.serverUrl === url && isDeepStrictEqual(session.credential, credential);
    if (session.client !== null && isSame) return succeeded(session.client);
    session.credential = credential;
    const moved = { ...record, serverUrl: url };
    if (url !== record.serverUrl) this.#save(moved);
    return succeeded(this.#connect(moved, session, credential));
  }

  #connect({ id, serverUrl }: AccountRecord, session: Session, credential: Credential): RegistryClient {
    session.client?.destroy();
    const client = this.#parts.createClient({
      serverUrl,
      credential,
      onSettled: (failure) => this.#settled(id, client, failure),
    });
    session.client = client;
    return client;
  }

  /** What a client meets tells how its account stands; one that was replaced tells nothing any more. */
  #settled(id: AccountId, client: RegistryClient, failure: Failure | null): void {
    const session = this.#sessions.get(id);
    if (session?.client === client) this.#setState(id, stateAfter(failure, session.state));
  }

  /** Keeps a record whose credential was just tried. */
  #signedIn(record: AccountRecord, credential: Credential): Account {
    this.#sessions.get(record.id)?.client?.destroy();
    this.#sessions.set(record.id, { state: { kind: 'ready' }, credential, client: null });
    return this.#save(record);
  }

  #save(record: AccountRecord): Account {
    this.#records.put(record);
    this.#tell();
    return this.#accountOf(record);
  }

  #setState(id: AccountId, state: AccountState): void {
    const session = this.#session(id);
    if (isDeepStrictEqual(session.state, state)) return;
    session.state = state;
    this.#tell();
  }

  #session(id: AccountId): Session {
    const known = this.#sessions.get(id);
    if (known !== undefined) return known;
    const session: Session = { state: { kind: 'unchecked' }, credential: null, client: null };
    if (this.#records.get(id) !== undefined) this.#sessions.set(id, session);
    return session;
  }

  /** Null where nothing seals well enough: then the credential is kept in memory until the app quits. */
  async #seal(credential: Credential): Promise<string | null> {
    const { secrets } = this.#parts;
    if ((await secrets.availability()) !== 'strong') return null;
    try {
      return await secrets.seal(JSON.stringify(credential));
    } catch {
      // The user may have said no to the keyring. The account then says that it is kept for this session only.
      return null;
    }
  }

  async #unseal({ sealedCredential }: AccountRecord): Promise<Outcome<Credential>> {
    if (sealedCredential === null) return failed('sign-in-required');
    const opened = await this.#parts.secrets.open(sealedCredential);
    if (!opened.ok) return failed('credential-locked');
    const parsed = Credential.safeParse(parseJson(opened.value));
    return parsed.success ? succeeded(parsed.data) : failed('credential-locked');
  }

  #accountOf(record: AccountRecord): Account {
    const { id, kind, label, serverUrl, userName, serverVersion, sealedCredential } = record;
    return {
      id,
      kind,
      label,
      serverUrl,
      userName,
      serverVersion,
      credentialKept: kind === 'built-in' || sealedCredential !== null ? 'saved' : 'session',
      state: this.#session(id).state,
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

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
