import './empty-html.ts';
import './schemas-without-eval.ts';
import { QueryClientProvider } from '@tanstack/react-query';
import { StrictMode } from 'react';
import { I18nProvider } from 'react-aria-components';
import { createRoot } from 'react-dom/client';
import './tokens.css';
import './base.css';
import { App } from './App.tsx';
import { ask, bridge } from './bridge.ts';
import { ErrorBoundary } from './common/ErrorBoundary.tsx';
import { runCommand } from './run-command.ts';
import { replaceAccounts } from './stores/accounts.ts';
import { appInfoKey } from './stores/app-info.ts';
import { takeChestState } from './stores/chest.ts';
import { replaceCopyPlanning } from './stores/copy-planning.ts';
import { takeDeletion } from './stores/deletions.ts';
import { replaceDrafts } from './stores/drafts.ts';
import { gatherSnapshots } from './stores/gather-snapshots.ts';
import { refreshHistorySoon } from './stores/history.ts';
import { takeListingState } from './stores/listings.ts';
import { replaceLocalWork } from './stores/local-work.ts';
import { showKeptOwners } from './stores/owners.ts';
import { publishSelection } from './stores/publish.ts';
import { queryClient } from './stores/query-client.ts';
import { refreshOwnerSoon } from './stores/refresh.ts';
import { settingsKey } from './stores/settings.ts';
import { takeStorageState } from './stores/storage.ts';
import { removeTransfers, replaceTransfers } from './stores/transfers.ts';
import { currentLocale, setLocale } from './text/text.ts';

const gathered = gatherSnapshots((snapshots) => {
  replaceTransfers(snapshots);
  refreshHistorySoon(snapshots);
});

/**
 * Listens first, so that nothing is missed: main's messages come in order, and every push carries whole values, so
 * what the lists below answer is never older than a push that was taken in before.
 */
function subscribe(): void {
  bridge.onPush('accounts:changed', replaceAccounts);
  bridge.onPush('settings:changed', (settings) => queryClient.setQueryData(settingsKey, settings));
  bridge.onPush('drafts:changed', replaceDrafts);
  bridge.onPush('transfers:changed', gathered.takeIn);
  bridge.onPush('transfers:removed', (ids) => {
    gathered.flush();
    removeTransfers(ids);
  });
  bridge.onPush('listings:changed', takeListingState);
  bridge.onPush('deletions:changed', takeDeletion);
  bridge.onPush('chest:changed', takeChestState);
  bridge.onPush('storage:changed', takeStorageState);
  bridge.onPush('packages:changed', ({ accountId, owner }) => refreshOwnerSoon(accountId, owner));
  bridge.onPush('commands:run', runCommand);
  bridge.onPush('local-files:working', replaceLocalWork);
  bridge.onPush('copies:planning', replaceCopyPlanning);
}

/** Fetches what the first picture needs. */
async function fetchFirstValues(): Promise<void> {
  const [info, accounts, settings, transfers] = await Promise.all([
    ask('app:get-info', undefined),
    ask('accounts:list', undefined),
    ask('settings:get', undefined),
    ask('transfers:list', undefined),
  ]);
  queryClient.setQueryData(appInfoKey, info);
  replaceAccounts(accounts);
  queryClient.setQueryData(settingsKey, settings);
  replaceTransfers(transfers);
  gathered.flush();
  await Promise.all([setLocale(info.locale), ...accounts.map(({ id }) => showKeptOwners(id))]);
}

function mount(): void {
  const root = document.getElementById('window');
  if (root === null) throw new Error('index.html has no #window');
  createRoot(root).render(
    <StrictMode>
      <I18nProvider locale={currentLocale()}>
        <QueryClientProvider client={queryClient}>
          <ErrorBoundary>
            <App />
          </ErrorBoundary>
        </QueryClientProvider>
      </I18nProvider>
    </StrictMode>,
  );
}

subscribe();
await fetchFirstValues();
// Kept by the preload until now: without the accounts nobody knows where files go.
bridge.onPush('local-files:arrived', (selection) => publishSelection(selection));
mount();
