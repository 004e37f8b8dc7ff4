import { z } from 'zod';
import { Account, AccountId, Credential, SignInCheck } from './account.ts';
import { ChestEntryId, ChestPage, ChestState, KeepForecast, PutBackResult } from './chest.ts';
import { Command } from './commands.ts';
import { FileCoordinates, OwnerName, PackageCoordinates, VersionCoordinates } from './coordinates.ts';
import { CopyPlanId, CopyPlanProgress, CopySource, CopyTarget, PlannedCopy } from './copying.ts';
import {
  DeletionId,
  DeletionProgress,
  DeletionResult,
  DeletionTarget,
  MeasuredVersion,
  mostTargets,
} from './deletion.ts';
import { ListingChanges, ListingState } from './listing.ts';
import { LocalFact, PublishedPackage } from './local-fact.ts';
import { LocalFile, LocalSelection, LocalWork, LocalWorkKind, Ticket } from './local-file.ts';
import { archiveFormats } from './naming-rule.ts';
import { type Outcome, outcomeOf } from './outcome.ts';
import { Owner } from './owner.ts';
import { FileSnippet, RepositoryList, VersionFiles, WebTarget } from './package.ts';
import { PlanReport } from './plan-report.ts';
import { PublishCondition } from './publish-conditions.ts';
import { DraftContent, DraftHeading, DraftId, DraftSummary, OpenedDraft } from './publish-draft.ts';
import { mostFilesAtOnce } from './publish-plan.ts';
import { FilesCopy, Receipt, RepeatedPublish } from './receipt.ts';
import { ServerLimits } from './server-limits.ts';
import { SettingsChange, VisibleSettings } from './settings.ts';
import { SplitManifest } from './split-manifest.ts';
import { FoundFiles, StorageState, StorageSummary, UsedSpace } from './storage.ts';
import { BatchId, SeenFile, Transfer, TransferDecision, TransferHistory, TransferId } from './transfer.ts';
import { VerificationProgress, VerifiedFolder } from './verification.ts';

function request<Input extends z.ZodType, Value extends z.ZodType>(input: Input, value: Value) {
  return { input, value };
}

const ServerAddress = z.string().min(1).max(2048);
const AccountLabel = z.string().trim().min(1).max(100);
const nothing = z.undefined();

/** An account and something in its server. */
const inAccount = { accountId: AccountId };

const anOwner = { ...inAccount, owner: OwnerName };

const someEntries = z.strictObject({ ids: z.array(ChestEntryId).max(10_000) });

const someTransfers = z.strictObject({ ids: z.array(TransferId).max(10_000) });

/**
 * Everything the window may ask of main. Main checks the sender, the input and its own answer in one place
 * (`electron/ipc.ts`); every answer is an `Outcome` of the value named here.
 */
export const requests = {
  'app:get-info': request(
    nothing,
    z.strictObject({
      version: z.string(),
      platform: z.enum(['windows', 'macos', 'linux']),
      locale: z.string(),
    }),
  ),
  /** Writes text to a file that the system's dialog asks for; false when the dialog was cancelled. */
  'app:save-text': request(
    z.strictObject({ suggestedName: z.string().min(1).max(300), text: z.string().max(64_000_000) }),
    z.strictObject({ isSaved: z.boolean() }),
  ),
  'app:copy-text': request(z.strictObject({ text: z.string().max(4_000_000) }), nothing),

  'accounts:list': request(nothing, z.array(Account)),
  /** Tries address and credential; saves nothing. */
  'accounts:check': request(z.strictObject({ address: ServerAddress, credential: Credential }), SignInCheck),
  /** Tries address and credential, then saves the account. */
  'accounts:add': request(
    z.strictObject({ address: ServerAddress, credential: Credential, label: AccountLabel.optional() }),
    Account,
  ),
  /** Starts the built-in registry, making it at first use; answers the account that is there if there is one. */
  'accounts:add-built-in': request(nothing, Account),
  'accounts:copy-built-in-token': request(z.strictObject(inAccount), nothing),
  'accounts:rename': request(z.strictObject({ ...inAccount, label: AccountLabel }), Account),
  'accounts:replace-credential': request(z.strictObject({ ...inAccount, credential: Credential }), Account),
  /** Asks the server again how the account stands. */
  'accounts:recheck': request(z.strictObject(inAccount), Account),
  /** Forgets account and credential; running transfers of the account are cancelled. Nothing changes on the server. */
  'accounts:remove': request(z.strictObject(inAccount), nothing),
  /** Opens the server's page for making tokens in the browser. */
  'accounts:open-token-page': request(z.strictObject({ address: ServerAddress }), nothing),

  'owners:list': request(z.strictObject(inAccount), z.array(Owner)),
  /** Those of the last time, at once; null where none were kept. */
  'owners:kept': request(z.strictObject(inAccount), z.array(Owner).nullable()),
  /** Adds an owner by name after asking the server for it. */
  'owners:pin': request(z.strictObject({ ...inAccount, name: OwnerName }), Owner),
  'owners:unpin': request(z.strictObject({ ...inAccount, name: OwnerName }), nothing),

  /** Begins to keep an owner's listing: answers how the kept one stands, and reads it anew behind. */
  'listings:open': request(z.strictObject(anOwner), ListingState),
  /** What changed in the kept listing after a sequence; all of it after 0. Never asks the server. */
  'listings:changes': request(z.strictObject({ ...anOwner, after: z.int().nonnegative() }), ListingChanges),
  /** Reads an open listing again: only where it looks different, or all of it. */
  'listings:refresh': request(z.strictObject({ ...anOwner, what: z.enum(['head', 'all']) }), nothing),
  /** Stops the reading of a listing; what was read stays. */
  'listings:cancel': request(z.strictObject(anOwner), nothing),

  /** Begins to look into the versions of an owner whose files are not known. */
  'storage:open': request(z.strictObject(anOwner), StorageState),
  'storage:stop': request(z.strictObject(anOwner), nothing),
  /** Looks into all versions anew; what is known stays until then. */
  'storage:read-again': request(z.strictObject(anOwner), StorageState),
  /** What is known so far. Never asks the server. */
  'storage:summary': request(z.strictObject(anOwner), StorageSummary),
  /** What each package takes up. Never asks the server. */
  'storage:packages': request(z.strictObject(anOwner), z.array(UsedSpace)),
  /** What each version takes up, of one package or with null of all. Never asks the server. */
  'storage:versions': request(
    z.strictObject({ ...anOwner, packageName: PackageCoordinates.shape.packageName.nullable() }),
    z.array(UsedSpace),
  ),
  /** Writes every known file to a CSV file that the system's dialog asks for; false when the dialog was cancelled. */
  'storage:save-files': request(z.strictObject(anOwner), z.strictObject({ isSaved: z.boolean() })),
  /** Files by a part of their name, or by the beginning of their sha256. Never asks the server. */
  'storage:find': request(z.strictObject({ ...anOwner, text: z.string().max(1024) }), FoundFiles),

  /** A version that is not there is `not-found`. */
  'packages:list-files': request(z.strictObject({ ...inAccount, version: VersionCoordinates }), VersionFiles),
  /** The version that the server calls the latest; null where it calls none so. */
  'packages:latest': request(
    z.strictObject({ ...inAccount, package: PackageCoordinates }),
    z.string().nullable(),
  ),
  /** What a file is made of that is there in parts; `split-file-damaged` when the manifest is none. */
  'packages:read-split': request(
    z.strictObject({
      ...inAccount,
      manifest: FileCoordinates,
      listed: z.strictObject({ size: z.int().nonnegative(), sha256: z.string() }),
    }),
    SplitManifest,
  ),
  /** What a package could be linked to; `not-offered` where the server links nothing. */
  'packages:list-repositories': request(
    z.strictObject({ ...inAccount, package: PackageCoordinates }),
    RepositoryList,
  ),
  /** Links a package to a repository of its owner; `changed-on-server` when it has a link already. */
  'packages:link': request(
    z.strictObject({ ...inAccount, package: PackageCoordinates, repository: z.string().min(1).max(1024) }),
    nothing,
  ),
  'packages:unlink': request(z.strictObject({ ...inAccount, package: PackageCoordinates }), nothing),
  'packages:open-on-web': request(z.strictObject({ ...inAccount, target: WebTarget }), nothing),
  'packages:copy-snippet': request(
    z.strictObject({ ...inAccount, file: FileCoordinates, snippet: FileSnippet }),
    nothing,
  ),
  /** Lists the files of a version and puts text about all of them on the clipboard. */
  'packages:copy-files': request(
    z.strictObject({ ...inAccount, version: VersionCoordinates, copy: FilesCopy }),
    nothing,
  ),

  /** Deletes one target and answers when it is gone; `changed-on-server` when it is not what was seen. */
  'deletions:delete': request(
    z.strictObject({ ...anOwner, target: DeletionTarget }),
    z.strictObject({ isKept: z.boolean().nullable() }),
  ),
  /** Begins to delete what was seen of an owner; what is not that any more is refused, the rest goes. */
  'deletions:start': request(
    z.strictObject({ ...anOwner, targets: z.array(DeletionTarget).min(1).max(mostTargets) }),
    DeletionId,
  ),
  /** Leaves alone what was not begun yet. */
  'deletions:cancel': request(z.strictObject({ id: DeletionId }), nothing),
  /** How the things of a deletion ended, in the order in which they did. */
  'deletions:results': request(
    z.strictObject({ id: DeletionId, from: z.int().nonnegative(), limit: z.int().min(1).max(10_000) }),
    z.array(DeletionResult),
  ),
  /** What versions are made of now, in the order asked. */
  'deletions:measure': request(
    z.strictObject({ ...inAccount, versions: z.array(VersionCoordinates).min(1).max(50) }),
    z.array(outcomeOf(MeasuredVersion)),
  ),

  /** Whether files of so many bytes would be kept if they were deleted now; null where nobody knows how many. */
  'chest:will-keep': request(z.strictObject({ bytes: z.int().nonnegative().nullable() }), KeepForecast),
  /** Calls off the fetching of what is about to be deleted: nothing of it goes, its deletion fails with `cancelled`. */
  'chest:cancel-keeping': request(nothing, nothing),
  'chest:state': request(nothing, ChestState),
  /** What was deleted and is kept, latest first, older than `before` (the last one of the page before). */
  'chest:list': request(
    z.strictObject({
      before: z.strictObject({ keptAt: z.number(), id: ChestEntryId }).nullable(),
      limit: z.int().min(1).max(500),
    }),
    ChestPage,
  ),
  /**
   * Publishes entries where they were, one after the other, and answers when that ended; each leaves the chest when all
   * of its files are back. Those that are on their way already are left out.
   */
  'chest:put-back': request(someEntries, z.array(PutBackResult)),
  /** Ends all that is being put back; the entries stay. */
  'chest:cancel-put-back': request(nothing, nothing),
  /** Deletes entries for good; those that are being put back stay. */
  'chest:remove': request(someEntries, nothing),
  'chest:empty': request(nothing, nothing),

  /**
   * Asks for a folder and compares it with a version, without fetching a file; null when no folder was chosen. A second
   * one ends the first.
   */
  'verification:start': request(
    z.strictObject({ ...inAccount, version: VersionCoordinates }),
    VerifiedFolder.nullable(),
  ),
  'verification:stop': request(nothing, nothing),

  /** Shows the system's dialog; cancelling it answers an empty selection. */
  'local-files:choose': request(z.strictObject({ what: z.enum(['files', 'folder']) }), LocalSelection),
  /** What the exclude list kept out is meant all the same: walks the folders among it. */
  'local-files:take-in': request(
    z.strictObject({ tickets: z.array(Ticket).min(1).max(100_000) }),
    LocalSelection,
  ),
  /**
   * Packs each dropped folder of these files as one archive, which is removed when its ticket was released and no
   * transfer reads it any more. Files dropped by themselves are left out. `local-file-changed`, `disk-full`.
   */
  'local-files:pack': request(
    z.strictObject({ tickets: z.array(Ticket).min(1).max(100_000), format: z.enum(archiveFormats) }),
    z.array(LocalFile),
  ),
  /** Stops such work of main on local files; whoever waits for it is answered `cancelled`. */
  'local-files:stop': request(z.strictObject({ kind: LocalWorkKind }), nothing),
  /** What manifests and git say beside these files; tickets that are not good any more say nothing. */
  'local-files:facts': request(z.strictObject({ tickets: z.array(Ticket).max(200) }), z.array(LocalFact)),
  /** Reads whole files; `local-file-changed` for one that is not what was dropped. Answers in the order asked. */
  'local-files:hash': request(
    z.strictObject({ tickets: z.array(Ticket).min(1).max(500) }),
    z.array(z.strictObject({ ticket: Ticket, hashed: outcomeOf(z.strictObject({ sha256: z.string() })) })),
  ),
  /** The sheet was closed: forgets the tickets that no transfer uses and stops hashing them. */
  'local-files:release': request(z.strictObject({ tickets: z.array(Ticket).max(100_000) }), nothing),

  /** Publish sheets that were begun and neither published nor discarded, latest first. */
  'drafts:list': request(nothing, z.array(DraftSummary)),
  /**
   * Keeps a sheet as it is now, over what was kept of it; it is on the disk when this is answered. `files` is null
   * while they are those of the time before. Answers the drafts that went to make room, longest saved first to go.
   */
  'drafts:save': request(
    z.strictObject({
      id: DraftId,
      heading: DraftHeading,
      content: DraftContent,
      files: z.array(Ticket).max(100_000).nullable(),
    }),
    z.array(DraftSummary),
  ),
  /** Null when it is not there any more. */
  'drafts:open': request(z.strictObject({ id: DraftId }), OpenedDraft.nullable()),
  'drafts:discard': request(z.strictObject({ ids: z.array(DraftId).max(1000) }), nothing),

  /**
   * Queues one transfer a file; files that are there already are checked again before anything is sent. A file with
   * `replaces` takes the place of that very file, and of no other.
   */
  'transfers:publish': request(
    z.strictObject({
      ...inAccount,
      version: VersionCoordinates,
      files: z
        .array(
          z.strictObject({
            ticket: Ticket,
            fileName: FileCoordinates.shape.fileName,
            replaces: SeenFile.nullish(),
            /** Bytes of a part, for a file that is to be split. */
            partSize: z.int().positive().optional(),
          }),
        )
        .max(mostFilesAtOnce),
      /** What the list of checksums of the whole version is to be called, published last; left out for none. */
      checksumsName: FileCoordinates.shape.fileName.optional(),
      /** The list that it takes the place of; left out where there is none of its name. */
      checksumsReplaces: SeenFile.optional(),
    }),
    z.array(TransferId),
  ),
  /**
   * Queues one transfer a file, to the download folder or where a dialog says (a file's name for one file, a
   * folder for several). Cancelling the dialog answers no transfers.
   */
  'transfers:download': request(
    z.strictObject({
      ...inAccount,
      version: VersionCoordinates,
      fileNames: z.array(FileCoordinates.shape.fileName).max(10_000),
      /** The manifests of files that are there in parts and are to be joined. */
      joined: z.array(FileCoordinates.shape.fileName).max(10_000).optional(),
      to: z.enum(['download-folder', 'ask']),
    }),
    z.array(TransferId),
  ),
  'transfers:list': request(nothing, z.array(Transfer)),
  'transfers:cancel': request(someTransfers, nothing),
  /** Stops what runs and holds what waits. A download keeps what it has; a publish starts anew when it is resumed. */
  'transfers:pause': request(someTransfers, nothing),
  /** Lets paused transfers go on, and those that wait for their next try at once. */
  'transfers:resume': request(someTransfers, nothing),
  /** Puts failed and cancelled transfers at the end of the queue again. */
  'transfers:retry': request(someTransfers, nothing),
  /** Moves transfers in the queue, in the order given, before another or to the end. */
  'transfers:move': request(
    z.strictObject({ ...someTransfers.shape, before: TransferId.nullable() }),
    nothing,
  ),
  /** Settles what is in `needs-decision`. */
  'transfers:decide': request(z.strictObject({ id: TransferId, decision: TransferDecision }), nothing),
  /** Takes settled transfers off the list; they stay in the history. */
  'transfers:clear-settled': request(nothing, nothing),
  'transfers:show-in-folder': request(z.strictObject({ id: TransferId }), nothing),

  /** The settled transfers of the last 90 days, those older than `before` (the last one of the page before). */
  'history:list': request(
    z.strictObject({ before: TransferId.nullable(), limit: z.int().min(1).max(500) }),
    TransferHistory,
  ),
  /** The packages of this owner that were published to from here, as far as the history reaches, latest first. */
  'history:list-published': request(
    z.strictObject({ ...inAccount, owner: OwnerName }),
    z.array(PublishedPackage),
  ),
  /** Queues the same again: the same file to the same place, under its first name. */
  'history:run-again': request(someTransfers, z.array(TransferId)),
  /** Forgets all settled transfers. No file is touched, here or on the server. */
  'history:clear': request(nothing, nothing),

  /** What came of publishing some files together; `not-found` for what is forgotten or was a download. */
  'receipts:get': request(z.strictObject({ batch: BatchId }), Receipt),
  /** Puts text about those files of a batch that are on the server on the clipboard. */
  'receipts:copy': request(z.strictObject({ batch: BatchId, copy: FilesCopy }), nothing),
  /** New tickets for the local files of a batch, as they are now. */
  'receipts:again': request(z.strictObject({ batch: BatchId }), RepeatedPublish),

  /**
   * What copying a version or package to another place would come to. Changes nothing. One plan at a time: the one
   * before ends with `cancelled`.
   */
  'copies:plan': request(z.strictObject({ from: CopySource, to: CopyTarget }), PlannedCopy),
  'copies:stop-planning': request(nothing, nothing),
  /**
   * Queues the copies of the last plan, one transfer a file and one batch a version. With `delete` each version is
   * deleted where it was when all of it is listed at the other place.
   */
  'copies:start': request(
    z.strictObject({ plan: CopyPlanId, afterwards: z.enum(['keep', 'delete']) }),
    z.array(TransferId),
  ),

  /** What holds for publishing to an owner, the worst first. Asks the server and changes nothing there. */
  'publish:check': request(z.strictObject(anOwner), z.array(PublishCondition)),

  /** Writes a plan to a file that the system's dialog asks for; false when the dialog was cancelled. */
  'publish:save-plan': request(
    z.strictObject({ report: PlanReport, format: z.enum(['text', 'json']) }),
    z.strictObject({ isSaved: z.boolean() }),
  ),

  /** What uploads to the account's server have taught about its limits. */
  'servers:limits': request(z.strictObject(inAccount), ServerLimits),

  'settings:get': request(nothing, VisibleSettings),
  'settings:change': request(SettingsChange, VisibleSettings),
  'settings:choose-download-folder': request(nothing, VisibleSettings),
} as const;

/** Everything main tells the window without being asked. Each carries a whole value, never a difference. */
export const pushes = {
  'accounts:changed': z.array(Account),
  'settings:changed': VisibleSettings,
  'drafts:changed': z.array(DraftSummary),
  /** Snapshots of the transfers that changed since the last push. */
  'transfers:changed': z.array(Transfer),
  'transfers:removed': z.array(TransferId),
  /** A listing that the window opened was read further, or stopped being read. */
  'listings:changed': ListingState,
  /** How far the plan of a copy is; null when none is made. */
  'copies:planning': CopyPlanProgress.nullable(),
  /** More is known of the files of an owner, or reading ended. */
  'storage:changed': StorageState,
  /** Something was published to or deleted from this owner. */
  'packages:changed': z.strictObject({ accountId: AccountId, owner: OwnerName }),
  /** A deletion that was begun went on, or ended. */
  'deletions:changed': DeletionProgress,
  'chest:changed': ChestState,
  /** Files of a version that a folder was compared with so far. */
  'verification:progress': VerificationProgress,
  /** A menu entry or its shortcut was used. */
  'commands:run': Command,
  /** How far the reading of what was given has come; null when it is done. Nothing is told of what takes no time. */
  'local-files:working': LocalWork.nullable(),
  /** Files reached the app from outside the window: its icon, arguments, a second start. */
  'local-files:arrived': LocalSelection,
} as const;

export type RequestName = keyof typeof requests;
export type PushName = keyof typeof pushes;
export type InputOf<Name extends RequestName> = z.infer<(typeof requests)[Name]['input']>;
export type ValueOf<Name extends RequestName> = z.infer<(typeof requests)[Name]['value']>;
export type PushOf<Name extends PushName> = z.infer<(typeof pushes)[Name]>;

/** What main implements: one function a request, given checked input. */
export type RequestHandlers = {
  readonly [Name in RequestName]: (input: InputOf<Name>) => Promise<Outcome<ValueOf<Name>>>;
};

/**
 * `window.teaChest`, made by the preload. `DroppedFile` is the DOM's `File`: only the preload turns one into a
 * path, which goes to main and not to the page.
 */
export interface Bridge<DroppedFile> {
  request<Name extends RequestName>(name: Name, input: InputOf<Name>): Promise<Outcome<ValueOf<Name>>>;
  /** Answers the function that ends the subscription. */
  onPush<Name extends PushName>(name: Name, listener: (value: PushOf<Name>) => void): () => void;
  /** Hands dropped or picked files and folders to main, which walks them. */
  acceptFiles(files: readonly DroppedFile[]): Promise<Outcome<LocalSelection>>;
}

/** The one channel that takes paths; the preload alone can reach it. */
export const acceptPathsChannel = 'local-files:accept-paths';
export const acceptPathsInput = z.strictObject({ paths: z.array(z.string().min(1).max(32_768)).max(10_000) });
