import { isDeepStrictEqual } from 'node:util';
import type { AccountId, AccountState, Credential } from '../../shared/account.ts';
import type { Failure } from '../../shared/failure.ts';
import { failed, type Outcome, succeeded } from '../../shared/outcome.ts';
import type { RegistryClient, RegistryClientParts } from '../registry/registry-client.ts';
import type { AccountRecord, AccountRecords } from './account-records.ts';
import { stateAfter } from './account-state.ts';
import { openCredential } from './sealed-credentials.ts';
import type { SecretBox } from './secret-box.ts';

/** The registry that comes with the app. */
export interface BuiltInRegistry {
  /** Starts it if it does not run. The address may differ from start to start. */
  ensureStarted(): Promise<Outcome<{ readonly url: string; readonly owner: string; readonly token: string }>>;
}

export interface AccountSessionsParts {
  readonly records: AccountRecords;
  readonly secrets: SecretBox;
  readonly builtIn: BuiltInRegistry;
  readonly createClient: (parts: RegistryClientParts) => RegistryClient;
  /** Some account's state or address changed. */
  readonly onChanged: () => void;
}

/** What is known of an account while the app runs. */
interface Session {
  state: AccountState;
  /** Null until it was unsealed, or where it was forgotten with the last run. */
  credential: Credential | null;
  client: RegistryClient | null;
}

/** An account's client with the credential that it uses. */
export interface OpenedAccount {
  readonly client: RegistryClient;
  readonly credential: Credential;
}

/** The accounts as they are used: credentials in memory, one client each, and how each stands with its server. */
export class AccountSessions {
  readonly #parts: AccountSessionsParts;
  readonly #sessions = new Map<AccountId, Session>();
  readonly #opening = new Map<AccountId, Promise<Outcome<OpenedAccount>>>();

  constructor(parts: AccountSessionsParts) {
    this.#parts = parts;
  }

  stateOf(id: AccountId): AccountState {
    return this.#sessions.get(id)?.state ?? { kind: 'unchecked' };
  }

  setState(id: AccountId, state: AccountState): void {
    const session = this.#sessionOf(id);
    if (isDeepStrictEqual(session.state, state)) return;
    session.state = state;
    this.#parts.onChanged();
  }

  /** Begins anew with a credential that was just tried. */
  begin(id: AccountId, credential: Credential): void {
    this.end(id);
    this.#sessions.set(id, { state: { kind: 'ready' }, credential, client: null });
  }

  /** Forgets the credential and closes the connections. */
  end(id: AccountId): void {
    this.#sessions.get(id)?.client?.destroy();
    this.#sessions.delete(id);
  }

  /** The account's client; at the same time for all who ask at the same time. */
  async open(id: AccountId): Promise<Outcome<OpenedAccount>> {
    const running = this.#opening.get(id);
    if (running !== undefined) return running;
    const opening = this.#openAnew(id).finally(() => this.#opening.delete(id));
    this.#opening.set(id, opening);
    return opening;
  }

  async #openAnew(id: AccountId): Promise<Outcome<OpenedAccount>> {
    const record = this.#parts.records.get(id);
    if (record === undefined) return failed('invalid-request');
    return record.kind === 'built-in' ? this.#openBuiltIn(record) : this.#openServer(record);
  }

  async #openServer(record: AccountRecord): Promise<Outcome<OpenedAccount>> {
    const session = this.#sessionOf(record.id);
    if (session.credential === null) {
      const opened = await openCredential(this.#parts.secrets, record.sealedCredential);
      // Meanwhile the account may have been removed or signed in again.
      if (this.#sessions.get(record.id) !== session) return this.#openAnew(record.id);
      if (!opened.ok) {
        this.setState(record.id, { kind: 'needs-credential', failure: opened.failure });
        return opened;
      }
      session.credential = opened.value;
    }
    const { credential } = session;
    return succeeded({ client: session.client ?? this.#connect(record, session, credential), credential });
  }

  async #openBuiltIn(record: AccountRecord): Promise<Outcome<OpenedAccount>> {
    const started = await this.#parts.builtIn.ensureStarted();
    const current = this.#parts.records.get(record.id);
    if (current === undefined) return failed('invalid-request');
    if (!started.ok) {
      this.setState(record.id, { kind: 'offline', failure: started.failure });
      return started;
    }
    const { url, token } = started.value;
    const session = this.#sessionOf(record.id);
    const credential: Credential = { kind: 'token', token };
    const isSame = session.client?.serverUrl === url && isDeepStrictEqual(session.credential, credential);
    if (session.client !== null && isSame) return succeeded({ client: session.client, credential });
    session.credential = credential;
    const moved = { ...current, serverUrl: url };
    if (url !== current.serverUrl) {
      this.#parts.records.put(moved);
      this.#parts.onChanged();
    }
    return succeeded({ client: this.#connect(moved, session, credential), credential });
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
    if (session?.client === client) this.setState(id, stateAfter(failure, session.state));
  }

  #sessionOf(id: AccountId): Session {
    const known = this.#sessions.get(id);
    if (known !== undefined) return known;
    const session: Session = { state: { kind: 'unchecked' }, credential: null, client: null };
    this.#sessions.set(id, session);
    return session;
  }
}
