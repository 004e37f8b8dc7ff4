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

/**
 * Lists an owner's files on screen again shortly after a change: a batch of files changes its owner many times a
 * second. Main itself reads the owner's listing again.
 */
export function refreshOwnerSoon(accountId: AccountId, owner: string): void {
  const key = `${accountId} ${owner}`;
  if (waiting.has(key)) return;
  waiting.set(
    key,
    setTimeout(() => {
      waiting.delete(key);
      void refreshFiles(accountId, owner);
    }, gathering),
  );
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
