import type { AccountId } from '../../shared/account.ts';
import { nameKey } from '../../shared/names.ts';

/** The sidebar's key of an account. */
export function accountKey(accountId: AccountId): string {
  return `account ${accountId}`;
}

/** The sidebar's key of an owner. */
export function ownerKey(accountId: AccountId, owner: string): string {
  return `owner ${accountId} ${nameKey(owner)}`;
}
