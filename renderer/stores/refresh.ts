import type { AccountId } from '../../shared/account.ts';
import { bridge } from '../bridge.ts';
import { t } from '../text/text.ts';
import { knownAccounts } from './accounts.ts';
import { say } from './notices.ts';
import { refreshOwner } from './packages.ts';
import { queryClient } from './query-client.ts';

const waiting = new Map<string, ReturnType<typeof setTimeout>>();

/** Milliseconds in which several changes of one owner become one refresh. */
const gathering = 250;

/**
 * Lists an owner again shortly after a change. A batch of files changes its owner many times a second, and a
 * listing may take many pages.
 */
export function refreshOwnerSoon(accountId: AccountId, owner: string): void {
  const key = `${accountId} ${owner}`;
  if (waiting.has(key)) return;
  waiting.set(
    key,
    setTimeout(() => {
      waiting.delete(key);
      void refreshOwner(accountId, owner);
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
  say(t('commands.refreshed'));
}
