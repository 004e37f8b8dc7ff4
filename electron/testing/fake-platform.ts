import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { InputOf, PushName, RequestName, ValueOf } from '../../shared/api.ts';
import type { Outcome } from '../../shared/outcome.ts';
import { defaultSettings, type Settings } from '../../shared/settings.ts';
import type { StoredAccounts } from '../accounts/account-records.ts';
import type { RequestEvent } from '../ipc.ts';
import { loggersTo } from '../log.ts';
import type { JsonStore, Platform } from '../platform/platform.ts';
import type { ServersFile } from '../servers/learned-limits.ts';

function memoryStore<T>(first: T): JsonStore<T> {
  let kept = first;
  return {
    read: () => kept,
    write: (value) => {
      kept = value;
    },
  };
}

/** A desktop without Electron: requests are asked as the window asks them, everything else is written down. */
export class FakePlatform implements Platform {
  readonly info = { version: '1.2.3', platform: 'linux', locale: 'en' } as const;
  readonly folders: Platform['folders'];
  readonly lines: string[] = [];
  readonly createLogger = loggersTo({ write: (line) => void this.lines.push(line) });
  readonly pushed: { readonly name: PushName; readonly value: unknown }[] = [];
  readonly opened: string[] = [];
  readonly shown: string[] = [];
  readonly notified: string[] = [];
  readonly told: string[] = [];
  copied = '';
  progress: number | null = null;
  /** What the next dialog answers. */
  chosen: string[] = [];
  setAside: Platform['setAside'] = [];
  readonly stores = {
    settings: memoryStore<Settings>(defaultSettings),
    servers: memoryStore<ServersFile>({ servers: [] }),
    accounts: memoryStore<StoredAccounts>({ accounts: [] }),
  };
  readonly #listeners = new Map<string, (event: RequestEvent, input: unknown) => Promise<unknown>>();

  constructor(folder: string) {
    this.folders = { userData: join(folder, 'data'), downloads: join(folder, 'downloads') };
  }

  async makeFolders(): Promise<void> {
    await mkdir(this.folders.userData, { recursive: true });
    await mkdir(this.folders.downloads, { recursive: true });
  }

  readonly requests: Platform['requests'] = {
    handle: (channel, listener) => void this.#listeners.set(channel, listener),
  };

  readonly window: Platform['window'] = {
    show: () => undefined,
    push: (name, value) => void this.pushed.push({ name, value }),
    showProgress: ({ fraction }) => {
      this.progress = fraction;
    },
  };

  readonly dialogs: Platform['dialogs'] = {
    chooseFiles: async () => this.chosen,
    chooseFolderToPublish: async () => this.chosen,
    chooseFolderToVerify: async () => this.chosen[0] ?? null,
    chooseDownloadFolder: async () => this.chosen[0] ?? null,
    chooseSaveAs: async () => this.chosen[0] ?? null,
    confirmStoppingTransfers: async () => true,
    tell: async (message) => void this.told.push(message),
  };

  readonly desktop: Platform['desktop'] = {
    openInBrowser: async (address) => void this.opened.push(address),
    showInFolder: (path) => void this.shown.push(path),
    copyText: async (text) => {
      this.copied = text;
    },
    notify: (title) => void this.notified.push(title),
    showAppearance: () => undefined,
  };

  readonly secrets: Platform['secrets'] = {
    availability: async () => 'none',
    seal: () => Promise.reject(new Error('nothing seals here')),
    open: async () => ({ ok: false, failure: { reason: 'credential-locked' } }),
  };

  /** Asks as the page does. The value was checked by the app; here it is believed. */
  async request<Name extends RequestName>(name: Name, input: InputOf<Name>): Promise<ValueOf<Name>> {
    const frame = { origin: 'app://bundle' };
    const answer = await this.#listeners.get(name)?.(
      { sender: { mainFrame: frame }, senderFrame: frame },
      input,
    );
    if (!isOutcomeOf<ValueOf<Name>>(answer)) throw new Error(`${name} was not answered`);
    if (!answer.ok) throw new Error(`${name}: ${answer.failure.reason}`);
    return answer.value;
  }
}

function isOutcomeOf<T>(answer: unknown): answer is Outcome<T> {
  return typeof answer === 'object' && answer !== null && 'ok' in answer;
}
