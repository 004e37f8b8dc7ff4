import type { AccountId } from '../../shared/account.ts';
import { bridge } from '../bridge.ts';
import { t } from '../text/text.ts';
import { knownAccounts } from './accounts.ts';
import { refreshListings } from './listings.ts';
import { say } from './notices.ts';
import { refreshFiles } from './packages.ts';
import { queryClient } from './query-client.ts';

const waiting = new Map<string, ReturnType<typeof setTimeout>>();

/** Milliseconds in which several changes of one owner become one refresh. */
const gathering = 250;
/** Listing again may take one part in so many of the time: a version with thousands of files is long in coming. */
const share = 5;
/** Milliseconds: what is on screen is never older than this and one listing. */
const longestRest = 8000;
/** When an owner's files may be listed again, by `performance.now()`. */
const restingUntil = new Map<string, number>();

/**
 * Lists an owner's files on screen again shortly after a change: a batch of files changes its owner many times a
 * second. Main itself reads the owner's listing again.
 */
export function refreshOwnerSoon(accountId: AccountId, owner: string): void {
  const key = `${accountId} ${owner}`;
  if (waiting.has(key)) return;
  const rest = (restingUntil.get(key) ?? 0) - performance.now();
  waiting.set(
    key,
    setTimeout(
      () => {
        waiting.delete(key);
        void refreshInTurn(key, accountId, owner);
      },
      Math.max(gathering, rest),
    ),
  );
}

async function refreshInTurn(key: string, accountId: AccountId, owner: string): Promise<void> {
  const began = performance.now();
  await refreshFiles(accountId, owner);
  const now = performance.now();
  restingUntil.set(key, now + Math.min(longestRest, (now - began) * (share - 1)));
}

/** Asks for everything on screen again, and each server how its account stands. */
export function refreshAll(): void {
  const accounts = knownAccounts();
  for (const { id: accountId } of accounts) {
    // How the account stands comes back as a push; what fails shows there.
    void bridge.request('accounts:recheck', { accountId });
    void queryClient.invalidateQueries({ queryKey: [accountId] });
  }
  refreshListings();
  say(t('commands.refreshed'));
}
