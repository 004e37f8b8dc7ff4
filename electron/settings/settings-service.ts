import { basename } from 'node:path';
import type { AccountId } from '../../shared/account.ts';
import { Settings, type SettingsChange, type VisibleSettings } from '../../shared/settings.ts';

/** Where settings are kept; a file that cannot be read has become defaults by then. */
export interface SettingsStore {
  read(): Settings;
  write(settings: Settings): void;
}

/** The user's choices. The window sees the download folder by its name, never by its path. */
export class SettingsService {
  readonly #store: SettingsStore;
  readonly #systemDownloadFolder: () => string;
  readonly #onChanged: (settings: Settings, visible: VisibleSettings) => void;
  #settings: Settings;

  constructor(
    store: SettingsStore,
    systemDownloadFolder: () => string,
    onChanged: (settings: Settings, visible: VisibleSettings) => void,
  ) {
    this.#store = store;
    this.#systemDownloadFolder = systemDownloadFolder;
    this.#onChanged = onChanged;
    this.#settings = store.read();
  }

  get settings(): Settings {
    return this.#settings;
  }

  get visible(): VisibleSettings {
    const { downloadFolder: _, ...visible } = this.#settings;
    return {
      ...visible,
      downloadFolderName: nameOf(this.downloadFolder),
    };
  }

  /** Absolute path. */
  get downloadFolder(): string {
    return this.#settings.downloadFolder ?? this.#systemDownloadFolder();
  }

  change(change: SettingsChange): VisibleSettings {
    const { settings } = this;
    return this.#replace({
      ...settings,
      appearance: change.appearance ?? settings.appearance,
      parallelUploads: change.parallelUploads ?? settings.parallelUploads,
      parallelDownloads: change.parallelDownloads ?? settings.parallelDownloads,
      excludePatterns: change.excludePatterns ?? settings.excludePatterns,
      publishChecksums: change.publishChecksums ?? settings.publishChecksums,
      splitFiles: change.splitFiles ?? settings.splitFiles,
      partSize: change.partSize ?? settings.partSize,
      cleanUpRules: change.cleanUpRules ?? settings.cleanUpRules,
      chestSize: change.chestSize ?? settings.chestSize,
      chestDays: change.chestDays ?? settings.chestDays,
      namingRule: change.namingRule ?? settings.namingRule,
      uploadRate: change.uploadRate === undefined ? settings.uploadRate : change.uploadRate,
      downloadRate: change.downloadRate === undefined ? settings.downloadRate : change.downloadRate,
    });
  }

  /** Drops what was saved for an account that goes. */
  forgetAccount(accountId: AccountId): void {
    const kept = this.#settings.cleanUpRules.filter((rule) => rule.accountId !== accountId);
    if (kept.length < this.#settings.cleanUpRules.length)
      this.#replace({ ...this.#settings, cleanUpRules: kept });
  }

  /** Takes an absolute path that the system's dialog answered. */
  changeDownloadFolder(path: string): VisibleSettings {
    return this.#replace({
      ...this.#settings,
      downloadFolder: path === this.#systemDownloadFolder() ? null : path,
    });
  }

  #replace(settings: Settings): VisibleSettings {
    this.#settings = Settings.parse(settings);
    this.#store.write(this.#settings);
    this.#onChanged(this.#settings, this.visible);
    return this.visible;
  }
}

/** The last part of a path; a disk's root has none and shows whole. */
function nameOf(folder: string): string {
  const name = basename(folder);
  return name === '' ? folder : name;
}
