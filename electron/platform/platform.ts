import type { PushName, PushOf } from '../../shared/api.ts';
import type { Settings } from '../../shared/settings.ts';
import type { AccountStore } from '../accounts/account-records.ts';
import type { SecretBox } from '../accounts/secret-box.ts';
import type { RequestPort } from '../ipc.ts';
import type { CreateLogger } from '../log.ts';
import type { ServersStore } from '../servers/learned-limits.ts';
import type { SettingsStore } from '../settings/settings-service.ts';
import type { OverallProgress } from '../transfers/transfer-ledger.ts';
import type { SetAside } from './set-aside.ts';

/** The system's own dialogs. Each answers null, or no paths, when it was cancelled. */
export interface Dialogs {
  chooseFiles(): Promise<string[]>;
  chooseFolderToPublish(): Promise<string[]>;
  chooseFolderToVerify(): Promise<string | null>;
  chooseDownloadFolder(current: string): Promise<string | null>;
  /** Where to save one file. */
  chooseSaveAs(folder: string, suggestedName: string): Promise<string | null>;
  /** True when the transfers may be stopped. */
  confirmStoppingTransfers(unsettled: number): Promise<boolean>;
  /** Something that the user must know and can only take note of. */
  tell(message: string, detail: string): Promise<void>;
}

/** The desktop around the app. */
export interface Desktop {
  openInBrowser(address: string): Promise<void>;
  showInFolder(path: string): void;
  copyText(text: string): Promise<void>;
  /** Says something by a notification, if the app is not what the user looks at. */
  notify(title: string, body: string): void;
  showAppearance(appearance: Settings['appearance']): void;
}

/** The one window. */
export interface AppWindow {
  /** Opens the window, or brings the one that is open to the front. */
  show(): void;
  push<Name extends PushName>(name: Name, value: PushOf<Name>): void;
  showProgress(progress: OverallProgress): void;
}

/** A JSON file that is read and written whole. */
export interface JsonStore<T> {
  read(): T;
  write(value: T): void;
}

export interface AppInfo {
  readonly version: string;
  readonly platform: 'windows' | 'macos' | 'linux';
  /** BCP 47, as the system has it. */
  readonly locale: string;
}

/** Everything outside the app that its services use. */
export interface Platform {
  readonly info: AppInfo;
  /** Absolute paths. */
  readonly folders: { readonly userData: string; readonly downloads: string };
  readonly createLogger: CreateLogger;
  readonly requests: RequestPort;
  readonly window: AppWindow;
  readonly dialogs: Dialogs;
  readonly desktop: Desktop;
  readonly secrets: SecretBox;
  readonly stores: {
    readonly settings: SettingsStore;
    readonly accounts: AccountStore;
    readonly servers: ServersStore;
  };
  /** Files of the app's own that were broken when it started. */
  readonly setAside: readonly SetAside[];
}
