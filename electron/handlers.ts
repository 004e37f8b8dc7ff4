import { access } from 'node:fs/promises';
import type { Account, AccountId } from '../shared/account.ts';
import type { RequestHandlers } from '../shared/api.ts';
import { failed, type Outcome, succeeded } from '../shared/outcome.ts';
import { safeFileName } from '../shared/safe-file-name.ts';
import type { AccountService } from './accounts/account-service.ts';
import type { OwnerService } from './accounts/owners.ts';
import type { Chest } from './chest/chest.ts';
import type { Copies } from './copying/copies.ts';
import type { DeletionService } from './deletions/deletion-service.ts';
import type { Drafts } from './drafts/drafts.ts';
import type { LocalFacts } from './local-files/facts/local-facts.ts';
import type { LocalFiles } from './local-files/local-files.ts';
import { saveText } from './local-files/save-text.ts';
import type { FileIndexer } from './packages/file-index/file-indexer.ts';
import type { ListingService } from './packages/listing/listing-service.ts';
import type { PackageService } from './packages/package-service.ts';
import type { RepositoryLinks } from './packages/repository-links.ts';
import { webPage } from './packages/web-pages.ts';
import type { AppInfo, Desktop, Dialogs } from './platform/platform.ts';
import type { PublishChecks } from './publishing/publish-checks.ts';
import { planFileName, savePlan } from './publishing/save-plan.ts';
import type { Receipts } from './receipts/receipts.ts';
import { parseServerAddress } from './registry/server-address.ts';
import type { LearnedLimits } from './servers/learned-limits.ts';
import type { SettingsService } from './settings/settings-service.ts';
import type { Transfers } from './transfers/transfers.ts';
import type { FolderVerification } from './verification/folder-verification.ts';

export interface Services {
  readonly info: AppInfo;
  readonly accounts: AccountService;
  readonly owners: OwnerService;
  readonly listings: ListingService;
  readonly storage: FileIndexer;
  readonly packages: PackageService;
  readonly links: RepositoryLinks;
  readonly deletions: DeletionService;
  readonly chest: Chest;
  readonly verification: FolderVerification;
  readonly localFiles: LocalFiles;
  readonly localFacts: LocalFacts;
  readonly drafts: Drafts;
  readonly transfers: Transfers;
  readonly receipts: Receipts;
  readonly copies: Copies;
  readonly publishChecks: PublishChecks;
  readonly learnedLimits: LearnedLimits;
  readonly settings: SettingsService;
  readonly dialogs: Dialogs;
  readonly desktop: Desktop;
}

/** What each request of the window does. Input and answers are checked in `ipc.ts`. */
export function createHandlers(services: Services): RequestHandlers {
  const {
    info,
    accounts,
    owners,
    listings,
    storage,
    packages,
    links,
    deletions,
    chest,
    verification,
    localFiles,
    localFacts,
    drafts,
    transfers,
    receipts,
    copies,
    publishChecks,
    learnedLimits,
    settings,
    dialogs,
    desktop,
  } = services;

  /** Addresses are built in main, from what the account or the user named as the server. */
  async function openPage(page: Outcome<string>): Promise<Outcome<undefined>> {
    if (!page.ok) return page;
    await desktop.openInBrowser(page.value);
    return succeeded(undefined);
  }

  async function copy(text: Outcome<string>): Promise<Outcome<undefined>> {
    if (!text.ok) return text;
    await desktop.copyText(text.value);
    return succeeded(undefined);
  }

  /** Transfers that an account's refusal held go on as soon as it is accepted again. */
  function resumed(accountId: AccountId, account: Outcome<Account>): Outcome<Account> {
    if (account.ok && account.value.state.kind === 'ready') transfers.resumeAccount(accountId);
    return account;
  }

  return {
    'app:get-info': async () => succeeded(info),
    'app:copy-text': ({ text }) => copy(succeeded(text)),

    'app:save-text': async ({ suggestedName, text }) => {
      const path = await dialogs.chooseSaveAs(settings.downloadFolder, safeFileName(suggestedName));
      if (path === null) return succeeded({ isSaved: false });
      const saved = await saveText(path, text);
      return saved.ok ? succeeded({ isSaved: true }) : saved;
    },

    'accounts:list': async () => succeeded(accounts.list()),
    'accounts:check': ({ address, credential }) => accounts.check(address, credential),
    'accounts:add': ({ address, credential, label }) => accounts.add(address, credential, label),
    'accounts:add-built-in': () => accounts.addBuiltIn(),
    'accounts:copy-built-in-token': async ({ accountId }) => copy(await accounts.builtInToken(accountId)),
    'accounts:rename': ({ accountId, label }) => accounts.rename(accountId, label),
    'accounts:replace-credential': async ({ accountId, credential }) =>
      resumed(accountId, await accounts.replaceCredential(accountId, credential)),
    'accounts:recheck': async ({ accountId }) => resumed(accountId, await accounts.recheck(accountId)),
    'accounts:remove': ({ accountId }) => {
      transfers.cancelAccount(accountId);
      storage.forgetAccount(accountId);
      listings.forgetAccount(accountId);
      settings.forgetAccount(accountId);
      return accounts.remove(accountId);
    },
    'accounts:open-token-page': async ({ address }) => {
      const serverUrl = parseServerAddress(address);
      return openPage(serverUrl.ok ? webPage(serverUrl.value, { kind: 'token-settings' }) : serverUrl);
    },

    'owners:list': ({ accountId }) => owners.list(accountId),
    'owners:kept': async ({ accountId }) => succeeded(owners.kept(accountId)),
    'owners:pin': ({ accountId, name }) => owners.pin(accountId, name),
    'owners:unpin': ({ accountId, name }) => owners.unpin(accountId, name),

    'listings:open': async ({ accountId, owner }) => succeeded(listings.open(accountId, owner)),
    'listings:changes': async ({ accountId, owner, after }) =>
      succeeded(listings.changes(accountId, owner, after)),
    'listings:refresh': async ({ accountId, owner, what }) => acted(listings.refresh(accountId, owner, what)),
    'listings:cancel': async ({ accountId, owner }) => acted(listings.cancel(accountId, owner)),

    'storage:open': async ({ accountId, owner }) => succeeded(storage.open(accountId, owner)),
    'storage:stop': async ({ accountId, owner }) => acted(storage.stopReading(accountId, owner)),
    'storage:read-again': async ({ accountId, owner }) => succeeded(storage.readAgain(accountId, owner)),
    'storage:summary': async ({ accountId, owner }) => succeeded(storage.summary(accountId, owner)),
    'storage:packages': async ({ accountId, owner }) => succeeded([...storage.packages(accountId, owner)]),
    'storage:versions': async ({ accountId, owner, packageName }) =>
      succeeded([...storage.versions(accountId, owner, packageName)]),
    'storage:save-files': async ({ accountId, owner }) => {
      const path = await dialogs.chooseSaveAs(settings.downloadFolder, safeFileName(`${owner}-files.csv`));
      if (path === null) return succeeded({ isSaved: false });
      const saved = await saveText(path, storage.filesCsv(accountId, owner));
      return saved.ok ? succeeded({ isSaved: true }) : saved;
    },
    'storage:find': async ({ accountId, owner, text }) => succeeded(storage.find(accountId, owner, text)),

    'packages:list-files': async ({ accountId, version }) => {
      const listed = await packages.listFiles(accountId, version);
      if (listed.ok) storage.seen(accountId, version, listed.value);
      return listed;
    },
    'packages:latest': (input) => packages.latest(input.accountId, input.package),
    'packages:read-split': ({ accountId, manifest, listed }) =>
      packages.readSplit(accountId, manifest, listed),
    'packages:list-repositories': (input) => links.candidates(input.accountId, input.package),
    'packages:link': (input) => links.link(input.accountId, input.package, input.repository),
    'packages:unlink': (input) => links.unlink(input.accountId, input.package),
    'packages:open-on-web': async ({ accountId, target }) =>
      openPage(await packages.webPageOf(accountId, target)),
    'packages:copy-snippet': async ({ accountId, file, snippet }) =>
      copy(await packages.snippetOf(accountId, file, snippet)),
    'packages:copy-files': async (input) =>
      copy(await packages.filesCopyOf(input.accountId, input.version, input.copy)),

    'deletions:delete': ({ accountId, owner, target }) => deletions.delete(accountId, owner, target),
    'deletions:start': async ({ accountId, owner, targets }) =>
      succeeded(deletions.start(accountId, owner, targets)),
    'deletions:cancel': async ({ id }) => acted(deletions.cancel(id)),
    'deletions:results': async ({ id, from, limit }) => succeeded([...deletions.results(id, from, limit)]),
    'deletions:measure': ({ accountId, versions }) => deletions.measure(accountId, versions),

    'chest:will-keep': async ({ bytes }) => succeeded(await chest.willKeep(bytes)),
    'chest:cancel-keeping': async () => acted(chest.cancelKeeping()),
    'chest:state': async () => succeeded(chest.state()),
    'chest:list': async ({ before, limit }) => succeeded(chest.list(before, limit)),
    'chest:put-back': async ({ ids }) => succeeded(await chest.putBack(ids)),
    'chest:cancel-put-back': async () => acted(chest.cancelPutBack()),
    'chest:remove': async ({ ids }) => acted(await chest.remove(ids)),
    'chest:empty': async () => acted(await chest.empty()),

    'verification:start': ({ accountId, version }) => verification.start(accountId, version),
    'verification:stop': async () => acted(verification.stop()),

    'local-files:choose': async ({ what }) => {
      const paths = await (what === 'files' ? dialogs.chooseFiles() : dialogs.chooseFolderToPublish());
      return localFiles.accept(paths);
    },
    'local-files:take-in': ({ tickets }) => localFiles.takeIn(tickets),
    'local-files:pack': ({ tickets, format }) => localFiles.pack(tickets, format),
    'local-files:stop': async ({ kind }) => acted(localFiles.stop(kind)),
    'local-files:facts': async ({ tickets }) => succeeded(await localFacts.beside(tickets)),
    'local-files:hash': async ({ tickets }) =>
      succeeded(
        await Promise.all(tickets.map(async (ticket) => ({ ticket, hashed: await localFiles.hash(ticket) }))),
      ),
    'local-files:release': async ({ tickets }) => acted(localFiles.release(tickets)),

    'drafts:list': async () => succeeded(drafts.list()),
    'drafts:save': async (input) => succeeded(drafts.save(input)),
    'drafts:open': async ({ id }) => succeeded(await drafts.open(id)),
    'drafts:discard': async ({ ids }) => acted(drafts.discard(ids)),

    'transfers:publish': (input) => transfers.publish(input),
    'transfers:download': (input) => transfers.download(input),
    'transfers:list': async () => succeeded(transfers.list()),
    'transfers:cancel': async ({ ids }) => acted(transfers.cancel(ids)),
    'transfers:retry': async ({ ids }) => acted(transfers.retry(ids)),
    'transfers:pause': async ({ ids }) => acted(transfers.pause(ids)),
    'transfers:resume': async ({ ids }) => acted(transfers.resume(ids)),
    'transfers:move': async ({ ids, before }) => acted(transfers.move(ids, before)),
    'transfers:decide': async ({ id, decision }) => acted(transfers.decide(id, decision)),
    'history:list': async (input) => succeeded(transfers.history(input)),
    'history:list-published': async (input) => succeeded(transfers.publishedTo(input)),
    'history:run-again': ({ ids }) => transfers.runAgain(ids),
    'history:clear': async () => acted(transfers.clearHistory()),
    'transfers:clear-settled': async () => acted(transfers.clearSettled()),
    'transfers:show-in-folder': async ({ id }) => {
      const path = transfers.localPathOf(id);
      if (path === null || !(await isThere(path))) return failed('local-file-missing');
      desktop.showInFolder(path);
      return succeeded(undefined);
    },

    'receipts:get': ({ batch }) => receipts.get(batch),
    'receipts:copy': async (input) => copy(await receipts.textOf(input.batch, input.copy)),
    'receipts:again': ({ batch }) => receipts.again(batch),

    'copies:plan': (input) => copies.plan(input),
    'copies:stop-planning': async () => acted(copies.stopPlanning()),
    'copies:start': (input) => copies.start(input),

    'publish:check': ({ accountId, owner }) => publishChecks.check(accountId, owner),
    'publish:save-plan': async ({ report, format }) => {
      const path = await dialogs.chooseSaveAs(settings.downloadFolder, planFileName(report, format));
      if (path === null) return succeeded({ isSaved: false });
      const saved = await savePlan(path, report, format);
      return saved.ok ? succeeded({ isSaved: true }) : saved;
    },
    'servers:limits': async ({ accountId }) => {
      const serverUrl = await accounts.serverUrlOf(accountId);
      return serverUrl.ok ? succeeded(learnedLimits.of(serverUrl.value)) : serverUrl;
    },

    'settings:get': async () => succeeded(settings.visible),
    'settings:change': async (change) => succeeded(settings.change(change)),
    'settings:choose-download-folder': async () => {
      const folder = await dialogs.chooseDownloadFolder(settings.downloadFolder);
      return succeeded(folder === null ? settings.visible : settings.changeDownloadFolder(folder));
    },
  };
}

/** The answer to what only acts. */
function acted(_nothing: void): Outcome<undefined> {
  return succeeded(undefined);
}

async function isThere(path: string): Promise<boolean> {
  try {
    await access(path);
    return true;
  } catch {
    return false;
  }
}
