import type { App as ElectronApp } from 'electron';
import type { AppPackage } from './app-package.ts';
import type { AppPaths, PathName } from './app-paths.ts';
import { CommandLine } from './command-line.ts';
import { GuardedEmitter } from './missing-api.ts';
import { PreventableEvent } from './preventable-event.ts';
import { type SecondStart, SingleInstance } from './single-instance.ts';

/** As much of a window as quitting needs. */
interface ClosableWindow {
  close(): void;
  destroy(): void;
}

/** What the app needs of its surroundings. */
export interface AppSurroundings {
  readonly appPackage: AppPackage;
  readonly paths: AppPaths;
  openWindows(): readonly ClosableWindow[];
  focusedWindow(): { focus(): void } | undefined;
  /** Ends Chromium; the process ends when it is done. */
  shutDown(): Promise<void>;
}

type Implemented = Pick<
  ElectronApp,
  | 'whenReady'
  | 'isReady'
  | 'enableSandbox'
  | 'disableHardwareAcceleration'
  | 'requestSingleInstanceLock'
  | 'hasSingleInstanceLock'
  | 'releaseSingleInstanceLock'
  | 'getPath'
  | 'setPath'
  | 'getAppPath'
  | 'getVersion'
  | 'getName'
  | 'setName'
  | 'getLocale'
  | 'getSystemLocale'
  | 'getPreferredSystemLanguages'
  | 'quit'
  | 'exit'
  | 'focus'
  | 'hide'
  | 'show'
  | 'setAboutPanelOptions'
  | 'showAboutPanel'
  | 'setAppUserModelId'
  | 'setBadgeCount'
  | 'getBadgeCount'
  | 'setAsDefaultProtocolClient'
  | 'addRecentDocument'
  | 'clearRecentDocuments'
  | 'isPackaged'
  | 'name'
>;

const events = [
  'ready',
  'window-all-closed',
  'before-quit',
  'will-quit',
  'quit',
  'second-instance',
  'web-contents-created',
  'browser-window-created',
  'browser-window-focus',
  'browser-window-blur',
  'render-process-gone',
  // For tests to emit: nothing here sends them.
  'activate',
  'open-file',
  'open-url',
  'child-process-gone',
  'will-finish-launching',
];

/** Electron's `app`: life cycle, names and folders. */
export class App extends GuardedEmitter implements Implemented {
  readonly commandLine = new CommandLine();
  readonly isPackaged = false;
  /** Only macOS has one, and the stand-in has none there either. */
  readonly dock = undefined;
  name: string;

  readonly #surroundings: AppSurroundings;
  readonly #singleInstance: SingleInstance;
  readonly #ready = Promise.withResolvers<void>();
  #isReady = false;
  #isQuitting = false;
  #isEnding = false;
  #badgeCount = 0;
  #aboutPanel: Electron.AboutPanelOptionsOptions = {};

  constructor(surroundings: AppSurroundings) {
    super('app', events);
    this.#surroundings = surroundings;
    this.name = surroundings.appPackage.name;
    this.#singleInstance = new SingleInstance(surroundings.paths.get('userData'), (start) => {
      void this.#tellSecondStart(start);
    });
  }

  /** To be called when the main script has been run to its end, as Electron waits for that. */
  becomeReady(): void {
    if (this.#isQuitting || this.#isEnding) return;
    this.#isReady = true;
    this.emit('ready', new PreventableEvent(), {});
    this.#ready.resolve();
  }

  whenReady(): Promise<void> {
    return this.#ready.promise;
  }

  isReady(): boolean {
    return this.#isReady;
  }

  /** Chromium's sandbox is the stand-in's own matter; the preload has no Node either way. */
  enableSandbox(): void {
    if (this.#isReady) throw new Error('app.enableSandbox() can only be called before app is ready');
  }

  disableHardwareAcceleration(): void {
    if (this.#isReady)
      throw new Error('app.disableHardwareAcceleration() can only be called before app is ready');
  }

  requestSingleInstanceLock(additionalData?: Record<string, unknown>): boolean {
    return this.#singleInstance.request(additionalData ?? null);
  }

  hasSingleInstanceLock(): boolean {
    return this.#singleInstance.isHeld;
  }

  releaseSingleInstanceLock(): void {
    this.#singleInstance.release();
  }

  getPath(name: PathName): string {
    return this.#surroundings.paths.get(name);
  }

  setPath(name: string, path: string): void {
    this.#surroundings.paths.set(name, path);
  }

  getAppPath(): string {
    return this.#surroundings.appPackage.folder;
  }

  getVersion(): string {
    return this.#surroundings.appPackage.version;
  }

  getName(): string {
    return this.name;
  }

  setName(name: string): void {
    this.name = name;
  }

  getLocale(): string {
    return new Intl.DateTimeFormat().resolvedOptions().locale;
  }

  getSystemLocale(): string {
    return this.getLocale();
  }

  getPreferredSystemLanguages(): string[] {
    return [this.getLocale()];
  }

  /** Asks the app, then each window; any of them may refuse. */
  quit(): void {
    if (this.#isQuitting || this.#isEnding) return;
    if (!this.#allows('before-quit')) return;
    this.#isQuitting = true;
    const windows = this.#surroundings.openWindows();
    if (windows.length === 0) this.#quitWithoutWindows();
    else for (const window of windows) window.close();
  }

  exit(exitCode = 0): void {
    if (this.#isEnding) return;
    this.#isEnding = true;
    for (const window of this.#surroundings.openWindows()) window.destroy();
    this.#end(exitCode);
  }

  /** A window refused to close: nothing else is closed, and the app stays. */
  windowStayed(): void {
    this.#isQuitting = false;
  }

  windowClosed(): void {
    if (this.#isEnding || this.#surroundings.openWindows().length > 0) return;
    if (this.#isQuitting) this.#quitWithoutWindows();
    else if (this.listenerCount('window-all-closed') === 0) this.quit();
    else this.emit('window-all-closed');
  }

  get isQuitting(): boolean {
    return this.#isQuitting;
  }

  focus(): void {
    this.#surroundings.focusedWindow()?.focus();
  }

  hide(): void {
    this.emit('browser-window-blur');
  }

  show(): void {
    this.focus();
  }

  setAboutPanelOptions(options: Electron.AboutPanelOptionsOptions): void {
    this.#aboutPanel = options;
  }

  showAboutPanel(): void {
    console.error('[stand-in] app.showAboutPanel', this.#aboutPanel);
  }

  setAppUserModelId(_id: string): void {
    // A matter of the Windows taskbar.
  }

  setBadgeCount(count = 0): boolean {
    this.#badgeCount = count;
    return true;
  }

  getBadgeCount(): number {
    return this.#badgeCount;
  }

  setAsDefaultProtocolClient(_protocol: string): boolean {
    return false;
  }

  addRecentDocument(_path: string): void {
    // A matter of the desktop's menus.
  }

  clearRecentDocuments(): void {
    // A matter of the desktop's menus.
  }

  async #tellSecondStart({ commandLine, workingFolder, additionalData }: SecondStart): Promise<void> {
    await this.whenReady();
    this.emit('second-instance', new PreventableEvent(), commandLine, workingFolder, additionalData);
  }

  #allows(event: 'before-quit' | 'will-quit'): boolean {
    const question = new PreventableEvent();
    this.emit(event, question);
    return !question.defaultPrevented;
  }

  #quitWithoutWindows(): void {
    if (!this.#allows('will-quit')) {
      this.#isQuitting = false;
      return;
    }
    this.#isEnding = true;
    this.#end(0);
  }

  #end(exitCode: number): void {
    this.emit('quit', new PreventableEvent(), exitCode);
    void this.#surroundings.shutDown().finally(() => process.exit(exitCode));
  }
}
