import { randomBytes } from 'node:crypto';
import type { Account, AccountId } from '../../shared/account.ts';
import { type Outcome, succeeded } from '../../shared/outcome.ts';
import type { PublishCondition } from '../../shared/publish-conditions.ts';
import { type ConditionsClient, publishConditions, type QuotaRefusal } from './publish-conditions.ts';

export interface PublishChecksParts {
  readonly clientFor: (accountId: AccountId) => Promise<Outcome<ConditionsClient>>;
  readonly account: (accountId: AccountId) => Account | null;
  /** What was last heard of an owner's quota on the server with this root URL. */
  readonly quotaOf: (serverUrl: string, owner: string) => QuotaRefusal | null;
}

/** Tells the window what holds for a batch before it is sent. */
export class PublishChecks {
  readonly #parts: PublishChecksParts;

  constructor(parts: PublishChecksParts) {
    this.#parts = parts;
  }

  /** Fails where the account cannot be used; what the server refuses is a condition. */
  async check(accountId: AccountId, owner: string): Promise<Outcome<PublishCondition[]>> {
    const client = await this.#parts.clientFor(accountId);
    if (!client.ok) return client;
    const account = this.#parts.account(accountId);
    const refusal = account === null ? null : this.#parts.quotaOf(account.serverUrl, owner);
    const quota = refusal === null ? null : { failure: refusal.failure, at: refusal.at };
    const word = randomBytes(16).toString('hex');
    const conditions = await publishConditions(client.value, owner, quota, word);
    // Nobody but this computer sees the built-in registry.
    const isPrivate = account?.kind === 'built-in';
    return succeeded(conditions.filter(({ kind }) => !(isPrivate && kind === 'visible')));
  }
}
