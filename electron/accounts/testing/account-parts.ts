import { failed, succeeded } from '../../../shared/outcome.ts';
import { RegistryClient } from '../../registry/registry-client.ts';
import { defaultLimits } from '../../registry/request-limits.ts';
import type { AccountStore, StoredAccounts } from '../account-records.ts';
import { AccountService, type AccountServiceParts } from '../account-service.ts';
import type { SecretBox } from '../secret-box.ts';

/** Accounts in memory, kept as the text that a file would hold. */
export class MemoryAccountStore implements AccountStore {
  text: string;

  constructor(text = '{"accounts":[]}') {
    this.text = text;
  }

  read(): StoredAccounts {
    const value: unknown = JSON.parse(this.text);
    if (typeof value !== 'object' || value === null || !('accounts' in value)) return { accounts: [] };
    return { accounts: Array.isArray(value.accounts) ? value.accounts : [] };
  }

  write(accounts: StoredAccounts): void {
    this.text = JSON.stringify(accounts);
  }
}

/** A keyring that turns texts round; it can be weak, missing or locked. */
export class TestSecretBox implements SecretBox {
  strength: 'strong' | 'weak' | 'none' = 'strong';
  isLocked = false;
  refusesToSeal = false;

  async availability(): Promise<'strong' | 'weak' | 'none'> {
    return this.strength;
  }

  async seal(secret: string): Promise<string> {
    if (this.refusesToSeal) throw new Error('the user said no');
    return [...secret].toReversed().join('');
  }

  async open(sealed: string) {
    return this.isLocked ? failed('credential-locked') : succeeded([...sealed].toReversed().join(''));
  }
}

const noBuiltIn: AccountServiceParts['builtIn'] = {
  ensureStarted: async () => failed('server-unavailable', { subject: 'Built-in registry' }),
};

/** A service that tries broken connections no second time; `changes` replaces what a test is about. */
export function createAccounts(changes: Partial<AccountServiceParts> = {}): AccountService {
  let next = 0;
  return new AccountService({
    store: new MemoryAccountStore(),
    secrets: new TestSecretBox(),
    builtIn: noBuiltIn,
    createClient: (parts) => new RegistryClient({ ...parts, limits: { ...defaultLimits, retryDelays: [] } }),
    newId: () => `account-${(next += 1)}`,
    ...changes,
  });
}
