import { randomUUID } from 'node:crypto';
import nodeDisk from 'node:fs/promises';
import { join } from 'node:path';
import type { AccountId } from '../shared/account.ts';
import { usualExcludes } from '../shared/exclude-list.ts';
import { isSettled } from '../shared/transfer.ts';
import { AccountService } from './accounts/account-service.ts';
import { OwnerService } from './accounts/owners.ts';
import { LocalBuiltInRegistry } from './built-in-registry.ts';
import { Chest } from './chest/chest.ts';
import { openChestIndex } from './chest/open-chest.ts';
import { systemClock } from './clock.ts';
import { ConnectionWatch } from './connection-watch.ts';
import { Copies } from './copying/copies.ts';
import { deletingMovedVersions } from './copying/delete-moved-version.ts';
import { DeletionService, type DeletionServiceParts } from './deletions/deletion-service.ts';
import { Drafts } from './drafts/drafts.ts';
import { openDrafts } from './drafts/open-drafts.ts';
import { createHandlers } from './handlers.ts';
import { serveRequests } from './ipc.ts';
import { LocalFacts } from './local-files/facts/local-facts.ts';
import { HashService } from './local-files/hash-service.ts';
import { LocalFiles } from './local-files/local-files.ts';
import { LocalWorkshop } from './local-files/local-work.ts';
import { PackedFiles } from './local-files/packing/packed-files.ts';
import { changedVersions } from './packages/file-index/changed-versions.ts';
import { FileIndexer } from './packages/file-index/file-indexer.ts';
import { ListingService } from './packages/listing/listing-service.ts';
import { openListingCache } from './packages/listing/open-listing-cache.ts';
import { PackageService } from './packages/package-service.ts';
import { RepositoryLinks } from './packages/repository-links.ts';
import type { Platform } from './platform/platform.ts';
import { PublishChecks } from './publishing/publish-checks.ts';
import { Receipts } from './receipts/receipts.ts';
import { ByteRate } from './registry/byte-rate.ts';
import { RegistryClient } from './registry/registry-client.ts';
import { LearnedLimits } from './servers/learned-limits.ts';
import { SettingsService } from './settings/settings-service.ts';
import { describeSummary } from './transfers/describe-summary.ts';
import { openJournal } from './transfers/journal/open-journal.ts';
import { Transfers } from './transfers/transfers.ts';
import { FolderVerification } from './verification/folder-verification.ts';

/** What the entry does with the app. */
export interface App {
  /** Begins what goes on without being asked. */
  start(): Promise<void>;
  /** Takes files that came from outside the window: its icon, arguments, a second start. */
  acceptFromOutside(paths: readonly string[]): Promise<void>;
  unsettledTransfers(): number;
  /** Stops all work and leaves everything clean. */
  stop(): Promise<void>;
}

/** Builds the services and ties them together: the table of contents of the main process. */
export function createApp(platform: Platform): App {
  const { createLogger, desktop, dialogs, folders, info, window } = platform;
  const log = createLogger('app');

  const settings = new SettingsService(
    platform.stores.settings,
    () => folders.downloads,
    (all, visible) => {
      desktop.showAppearance(all.appearance);
      window.push('settings:changed', visible);
    },
  );

  const builtIn = new LocalBuiltInRegistry(join(folders.userData, 'registry'), createLogger('registry'));

  const learnedLimits = new LearnedLimits(platform.stores.servers, systemClock, createLogger('servers'));
  const rates = {
    upload: new ByteRate(systemClock, () => settings.settings.uploadRate),
    download: new ByteRate(systemClock, () => settings.settings.downloadRate),
  };
  const accounts = new AccountService({
    store: platform.stores.accounts,
    secrets: platform.secrets,
    builtIn,
    createClient: (parts) =>
      new RegistryClient({ ...parts, rates, onUpload: (upload) => learnedLimits.noteUpload(upload) }),
    newId: () => randomUUID(),
  });
  accounts.onChanged((list) => window.push('accounts:changed', list));

  function published(change: { readonly accountId: AccountId; readonly owner: string }): void {
    listings.refresh(change.accountId, change.owner, 'head');
    window.push('packages:changed', change);
  }

  const { cache: listingCache, files: fileIndex } = openListingCache(
    join(folders.userData, 'listings.sqlite'),
    createLogger('listings'),
  );
  const owners = new OwnerService(accounts, listingCache);
  const listings = new ListingService({
    clientFor: (accountId) => accounts.clientFor(accountId),
    cache: listingCache,
    clock: systemClock,
    log: createLogger('listings'),
    changed: (state) => {
      window.push('listings:changed', state);
      storage.listingChanged(state);
    },
  });
  const storage = new FileIndexer({
    clientFor: (accountId) => accounts.clientFor(accountId),
    openListing: (accountId, owner) => listings.open(accountId, owner),
    cache: listingCache,
    index: fileIndex,
    clock: systemClock,
    changed: (state) => window.push('storage:changed', state),
  });

  const hashes = new HashService();
  const chestFolder = join(folders.userData, 'chest');
  const openedChest = openChestIndex(chestFolder, createLogger('chest'), new Date(systemClock.now()));
  const chest = new Chest({
    folder: chestFolder,
    index: openedChest.index,
    accountOf: (accountId) => accounts.get(accountId),
    clientFor: (accountId) => accounts.clientFor(accountId),
    limits: () => settings.settings,
    disk: nodeDisk,
    hashes,
    clock: systemClock,
    random: Math.random,
    log: createLogger('chest'),
    changed: (state) => window.push('chest:changed', state),
    published: ({ accountId, owner, version }) => {
      storage.changed(accountId, [version]);
      published({ accountId, owner });
    },
  });

  const packages = new PackageService(accounts);
  const deletionParts: Omit<DeletionServiceParts, 'before'> = {
    clientFor: (accountId) => accounts.clientFor(accountId),
    clock: systemClock,
    newId: () => randomUUID(),
    gone: ({ accountId, owner, versionIds, changed }) => {
      storage.changed(accountId, changed);
      transfers.forgetListings();
      listings.gone(accountId, owner, versionIds);
      window.push('packages:changed', { accountId, owner });
    },
    progressed: (progress) => window.push('deletions:changed', progress),
  };
  const deletions = new DeletionService({ ...deletionParts, before: chest });

  const links = new RepositoryLinks(accounts, {
    linked: (accountId, { owner, packageName }, repository) =>
      listings.linked(accountId, owner, packageName, repository),
    outdated: (accountId, owner) => listings.refresh(accountId, owner, 'all'),
  });

  const packed = new PackedFiles(
    join(folders.userData, 'packed'),
    () => transfers.pathsInUse(),
    createLogger('packed'),
  );
  const localFiles = new LocalFiles({
    hashes,
    packed,
    workshop: new LocalWorkshop(systemClock, (work) => window.push('local-files:working', work)),
    excludes: () => [...usualExcludes, ...settings.settings.excludePatterns],
  });

  const opened = openJournal(
    join(folders.userData, 'transfers.sqlite'),
    { use: 'alone', keeps: 'everything' },
    createLogger('journal'),
    new Date(systemClock.now()),
  );

  const openedDrafts = openDrafts(
    join(folders.userData, 'drafts.sqlite'),
    createLogger('drafts'),
    new Date(systemClock.now()),
  );
  const drafts = new Drafts(openedDrafts.store, localFiles, systemClock, (list) =>
    window.push('drafts:changed', list),
  );

  const transfers = new Transfers({
    clientFor: (accountId) => accounts.clientFor(accountId),
    localFiles,
    hashes,
    places: {
      downloadFolder: () => settings.downloadFolder,
      askForFile: (suggestedName) => dialogs.chooseSaveAs(settings.downloadFolder, suggestedName),
      askForFolder: () => dialogs.chooseDownloadFolder(settings.downloadFolder),
    },
    limits: () => ({
      publish: settings.settings.parallelUploads,
      download: settings.settings.parallelDownloads,
    }),
    listener: {
      changed: (snapshots) => {
        window.push('transfers:changed', snapshots);
        window.showProgress(transfers.progress());
        if (snapshots.some(({ state }) => isSettled(state))) void packed.sweep();
        for (const [accountId, versions] of changedVersions(snapshots)) storage.changed(accountId, versions);
      },
      removed: (ids) => {
        window.push('transfers:removed', ids);
        void packed.sweep();
      },
      packagesChanged: published,
      ranDry: (summary) => {
        const words = describeSummary(summary);
        if (words !== null) desktop.notify(words.title, words.body);
      },
    },
    journal: opened.journal,
    keptFolder: join(folders.userData, 'replaced'),
    deleteMoved: deletingMovedVersions({
      clientFor: (accountId) => accounts.clientFor(accountId),
      // What was moved is proven to be elsewhere: no copy is needed.
      deletions: new DeletionService({ ...deletionParts, before: null }),
    }),
    clock: systemClock,
    random: Math.random,
    log: createLogger('transfers'),
  });
  const publishChecks = new PublishChecks({
    clientFor: (accountId) => accounts.clientFor(accountId),
    account: (accountId) => accounts.get(accountId),
    quotaOf: (serverUrl, owner) => learnedLimits.quotaOf(serverUrl, owner),
  });

  const copies = new Copies({
    clientFor: (accountId) => accounts.clientFor(accountId),
    account: (accountId) => accounts.get(accountId),
    copy: (all) => transfers.copy(all),
    planning: (progress) => window.push('copies:planning', progress),
  });

  const connections = new ConnectionWatch(systemClock, {
    lost: () => transfers.reconnect(),
    found: () => transfers.wake(),
  });

  const receipts = new Receipts({ recordsOf: (batch) => transfers.batch(batch), accounts, localFiles });

  const handlers = createHandlers({
    info,
    accounts,
    owners,
    listings,
    storage,
    packages,
    links,
    deletions,
    chest,
    verification: new FolderVerification({
      clientFor: (accountId) => accounts.clientFor(accountId),
      askForFolder: () => dialogs.chooseFolderToVerify(),
      hashes,
      clock: systemClock,
      progressed: (progress) => window.push('verification:progress', progress),
    }),
    localFiles,
    localFacts: new LocalFacts(localFiles),
    drafts,
    transfers,
    receipts,
    copies,
    publishChecks,
    learnedLimits,
    settings,
    dialogs,
    desktop,
  });
  serveRequests(platform.requests, handlers, (paths) => localFiles.accept(paths), createLogger('ipc'));

  return {
    start: async () => {
      desktop.showAppearance(settings.settings.appearance);
      for (const { name, movedTo } of [
        ...platform.setAside,
        ...opened.setAside,
        ...openedDrafts.setAside,
        ...openedChest.setAside,
      ]) {
        await dialogs.tell(
          `Tea Chest could not read its file ${name} and started without it.`,
          `The file was kept as ${movedTo}.`,
        );
      }
      transfers.restore();
      chest.start();
      void packed.sweep();
      connections.start();
      for (const { id, kind } of accounts.list()) {
        if (kind !== 'built-in') continue;
        accounts.recheck(id).catch((error: unknown) => log.error('the built-in registry', error));
      }
    },
    acceptFromOutside: async (paths) => {
      if (paths.length === 0) return;
      window.show();
      const selection = await localFiles.accept(paths);
      if (selection.ok) window.push('local-files:arrived', selection.value);
    },
    unsettledTransfers: () => transfers.progress().unsettled,
    stop: async () => {
      connections.stop();
      localFiles.stop('reading');
      localFiles.stop('packing');
      // What is being kept is left first: it may take long, and nothing is deleted without it.
      await chest.stop();
      await deletions.stop();
      await transfers.stop();
      await storage.stop();
      await listings.stop();
      listingCache.close();
      opened.journal.close();
      drafts.close();
      await builtIn.stop();
    },
  };
}
