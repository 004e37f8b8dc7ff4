import { z } from 'zod';
import { Account, type AccountId } from '../../shared/account.ts';
import { Owner } from '../../shared/owner.ts';

/** An owner that the user added by name, as the server told it then. */
export const PinnedOwner = Owner.omit({ relation: true });
export type PinnedOwner = z.infer<typeof PinnedOwner>;

/** What is kept of an account between starts. */
export const AccountRecord = Account.pick({
  id: true,
  kind: true,
  label: true,
  serverUrl: true,
  userName: true,
  serverVersion: true,
}).extend({
  /** The credential as `SecretBox` sealed it; null where it lives in memory only, or is the built-in registry's. */
  sealedCredential: z.string().nullable(),
  pinnedOwners: z.array(PinnedOwner),
});
export type AccountRecord = z.infer<typeof AccountRecord>;

/** The file of accounts as a whole. Records are looked at one by one, so that a broken one takes no other with it. */
export const StoredAccounts = z.object({ accounts: z.array(z.unknown()).catch([]) });
export type StoredAccounts = z.infer<typeof StoredAccounts>;

/** Where accounts are kept; its file is for this user's eyes only. */
export interface AccountStore {
  read(): StoredAccounts;
  write(accounts: StoredAccounts): void;
}

/**
 * The stored accounts, in the order in which they came. Records that cannot be read, such as those of a newer
 * version of the app, are written back as they were.
 */
export class AccountRecords {
  readonly #store: AccountStore;
  readonly #records = new Map<AccountId, AccountRecord>();
  readonly #unreadable: unknown[] = [];

  constructor(store: AccountStore) {
    this.#store = store;
    for (const raw of store.read().accounts) {
      const parsed = AccountRecord.safeParse(raw);
      if (parsed.success && !this.#records.has(parsed.data.id))
        this.#records.set(parsed.data.id, parsed.data);
      else this.#unreadable.push(raw);
    }
  }

  list(): readonly AccountRecord[] {
    return [...this.#records.values()];
  }

  get(id: AccountId): AccountRecord | undefined {
    return this.#records.get(id);
  }

  put(record: AccountRecord): void {
    this.#records.set(record.id, record);
    this.#write();
  }

  delete(id: AccountId): void {
    this.#records.delete(id);
    this.#write();
  }

  #write(): void {
    this.#store.write({ accounts: [...this.#records.values(), ...this.#unreadable] });
  }
}
