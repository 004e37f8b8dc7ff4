import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { setTimeout } from 'node:timers/promises';
import type { WebContents as ElectronWebContents, WebPreferences, WindowOpenHandlerResponse } from 'electron';
import type { App } from './app.ts';
import type { AppAddresses } from './app-addresses.ts';
import { type Browser, ignoreGone } from './browser.ts';
import { DevToolsError } from './devtools.ts';
import { encodeValues, type IpcMain, ipcEvent } from './ipc-main.ts';
import type { Menu } from './menu.ts';
import { refuseMissing } from './missing-api.ts';
import type { NativeTheme } from './native-theme.ts';
import type { FromPage } from './page/preload-host.ts';
import { PageControls } from './page-controls.ts';
import { pageScript } from './page-script.ts';
import { PreventableEvent } from './preventable-event.ts';
import type { Protocol } from './protocol.ts';
import type { Session } from './session.ts';
import { webFrame } from './web-frame.ts';
import { type PageNavigation, WindowPage } from './window-page.ts';

/** What windows share. */
export interface WindowSurroundings {
  readonly app: App;
  readonly browser: Browser;
  readonly addresses: AppAddresses;
  readonly protocol: Protocol;
  readonly ipcMain: IpcMain;
  readonly nativeTheme: NativeTheme;
  readonly session: Session;
  readonly isVisible: boolean;
  /** Nothing can be shown: says why and ends the app. */
  startFailed(error: unknown): void;
  applicationMenu(): Menu | null;
}

export interface WebContentsOptions {
  readonly width: number;
  readonly height: number;
  readonly webPreferences: WebPreferences;
  /** The page can be shown without a flash. */
  painted(): void;
}

type Implemented = Pick<
  ElectronWebContents,
  | 'id'
  | 'send'
  | 'loadURL'
  | 'reload'
  | 'reloadIgnoringCache'
  | 'getURL'
  | 'isDestroyed'
  | 'isLoading'
  | 'isCrashed'
  | 'setWindowOpenHandler'
  | 'forcefullyCrashRenderer'
  | 'getType'
>;

const events = [
  'did-start-loading',
  'did-stop-loading',
  'dom-ready',
  'did-finish-load',
  'did-fail-load',
  'did-navigate',
  'did-navigate-in-page',
  'will-navigate',
  'will-frame-navigate',
  'will-redirect',
  'render-process-gone',
  'preload-error',
  'zoom-changed',
  'destroyed',
  // For tests to emit: nothing here sends them, since the stand-in has no such thing.
  'unresponsive',
  'responsive',
  'will-attach-webview',
  'context-menu',
  'certificate-error',
  'page-title-updated',
  'before-input-event',
];

/** Milliseconds. An app that quits when its window is closed is not to show another in the meantime. */
const quittingTime = 300;

let lastId = 0;

/** Electron's `webContents` on a page of Chromium, which is opened at once but is there later. */
export class WebContents extends PageControls implements Implemented {
  readonly id: number;
  readonly session: Session;
  readonly mainFrame: object;
  readonly navigationHistory = refuseMissing('navigationHistory', {
    canGoBack: () => false,
    canGoForward: () => false,
  });
  readonly #surroundings: WindowSurroundings;
  readonly #options: WebContentsOptions;
  readonly #follow = (): void => this.#showColorScheme();
  #address = '';
  #isLoading = false;
  #isCrashed = false;
  #windowOpenHandler: (details: Electron.HandlerDetails) => WindowOpenHandlerResponse = () => ({
    action: 'allow',
  });

  constructor(surroundings: WindowSurroundings, options: WebContentsOptions) {
    super('webContents', events);
    lastId += 1;
    this.id = lastId;
    this.#surroundings = surroundings;
    this.#options = options;
    this.session = surroundings.session;
    this.mainFrame = webFrame({
      address: () => this.#address,
      origin: () => surroundings.addresses.originOf(surroundings.addresses.toChromium(this.#address)),
      isDestroyed: () => this.isGone,
      send: (channel, ...values) => this.send(channel, ...values),
    });
    this.showPage(this.#open());
    surroundings.nativeTheme.on('updated', this.#follow);
    surroundings.app.emit('web-contents-created', new PreventableEvent(), this);
  }

  send(channel: string, ...values: unknown[]): void {
    if (this.isGone) throw new TypeError('Object has been destroyed');
    const encoded = encodeValues(values);
    this.withPage((page) => page.tell('receive', channel, encoded));
  }

  async loadURL(address: string): Promise<void> {
    const page = await this.page;
    const loaded = Promise.withResolvers<void>();
    this.once('did-finish-load', loaded.resolve);
    this.#startLoading();
    const problem = await page.load(address);
    if (problem === null) return loaded.promise;
    this.off('did-finish-load', loaded.resolve);
    this.#stopLoading();
    this.emit('did-fail-load', new PreventableEvent(), -2, problem, address, true, 1, 1);
    throw new Error(`${problem} loading '${address}'`);
  }

  reload(): void {
    this.#isCrashed = false;
    this.#startLoading();
    this.withPage((page) => page.reload(false));
  }

  reloadIgnoringCache(): void {
    this.reload();
  }

  getURL(): string {
    return this.#address;
  }

  getTitle(): string {
    return this.#surroundings.app.name;
  }

  getType(): 'window' {
    return 'window';
  }

  isDestroyed(): boolean {
    return this.isGone;
  }

  isLoading(): boolean {
    return this.#isLoading;
  }

  isCrashed(): boolean {
    return this.#isCrashed;
  }

  isFocused(): boolean {
    return !this.isGone;
  }

  setWindowOpenHandler(handler: (details: Electron.HandlerDetails) => WindowOpenHandlerResponse): void {
    this.#windowOpenHandler = handler;
  }

  forcefullyCrashRenderer(): void {
    // Never answered: there is nobody left to.
    this.withPage((page) => void page.target.session.send('Page.crash').catch(ignoreGone));
  }

  getLastWebPreferences(): WebPreferences {
    return this.#options.webPreferences;
  }

  /** For the window: the page was closed, but the window stays. */
  async reopen(): Promise<void> {
    this.showPage(this.#openAgain());
    await this.loadURL(this.#address);
  }

  /** For the window: it was closed. */
  markDestroyed(): void {
    if (this.isGone) return;
    this.isGone = true;
    this.#surroundings.nativeTheme.off('updated', this.#follow);
    this.emit('destroyed');
  }

  /** For the stand-in: the application's menu has changed. */
  showAccelerators(): void {
    const accelerators =
      this.#surroundings
        .applicationMenu()
        ?.accelerators()
        .map(({ keys }) => keys) ?? [];
    this.withPage((page) => page.tell('setAccelerators', accelerators));
  }

  async #open(): Promise<WindowPage> {
    const { browser, addresses, protocol, isVisible, nativeTheme } = this.#surroundings;
    const { width, height, webPreferences } = this.#options;
    const key = randomUUID();
    const preload = webPreferences.preload === undefined ? '' : readFileSync(webPreferences.preload, 'utf8');
    const script = pageScript(key, preload, webPreferences.additionalArguments ?? []);
    const options = { width, height, isVisible, script, key, addresses, protocol };
    const page = await WindowPage.open(browser, options, {
      message: (message) => this.#receive(message),
      allowsNavigation: (navigation) => this.#allowsNavigation(navigation),
      windowAsked: (address) => this.#askForWindow(address),
      navigated: (address, isSameDocument) => {
        this.#address = address;
        this.emit(
          isSameDocument ? 'did-navigate-in-page' : 'did-navigate',
          new PreventableEvent(),
          address,
          true,
        );
      },
      domReady: () => this.emit('dom-ready', new PreventableEvent()),
      loaded: () => {
        this.#stopLoading();
        this.emit('did-finish-load', new PreventableEvent());
      },
      painted: () => this.#options.painted(),
      crashed: () => {
        this.#isCrashed = true;
        const details = { reason: 'crashed', exitCode: 1 };
        this.emit('render-process-gone', new PreventableEvent(), details);
        this.#surroundings.app.emit('render-process-gone', new PreventableEvent(), this, details);
      },
    });
    await page.showColorScheme(nativeTheme.colorScheme);
    return page;
  }

  async #openAgain(): Promise<WindowPage> {
    await setTimeout(quittingTime);
    if (this.isGone) throw new DevToolsError('The window was closed');
    return this.#open();
  }

  #receive(message: FromPage): void {
    const { ipcMain } = this.#surroundings;
    const event = ipcEvent(this, this.mainFrame, (channel, ...values) => this.send(channel, ...values));
    switch (message.kind) {
      case 'started':
        this.showAccelerators();
        return;
      case 'invoke':
        this.withPage(async (page) => {
          const answer = await ipcMain.invoke(event, message.channel, message.values);
          if (answer.ok) await page.tell('answer', message.call, answer.values);
          else await page.tell('fail', message.call, answer.message);
        });
        return;
      case 'send':
        ipcMain.receive(event, message.channel, message.values);
        return;
      case 'files-held':
        this.withPage(async (page) => {
          await page.tell('releaseFiles', message.event, await page.pathsOfHeldFiles(message.event));
        });
        return;
      case 'window-asked':
        this.#askForWindow(this.#surroundings.addresses.fromChromium(message.address));
        return;
      case 'accelerator':
        this.#surroundings.applicationMenu()?.accelerators()[message.index]?.item.click();
        return;
      case 'preload-failed':
        console.error(
          `Unable to load preload script: ${this.#options.webPreferences.preload}\n${message.message}`,
        );
        this.emit(
          'preload-error',
          new PreventableEvent(),
          this.#options.webPreferences.preload,
          new Error(message.message),
        );
    }
  }

  #askForWindow(address: string): void {
    const { action } = this.#windowOpenHandler({
      url: address,
      frameName: '',
      features: '',
      disposition: 'foreground-tab',
      referrer: { url: this.#address, policy: 'strict-origin-when-cross-origin' },
    });
    if (action === 'allow')
      console.error(`[stand-in] no second window was opened for ${address}: there is only one`);
  }

  #allowsNavigation({ address, isMainFrame, isRedirect }: PageNavigation): boolean {
    const names = isRedirect
      ? ['will-redirect']
      : ['will-frame-navigate', ...(isMainFrame ? ['will-navigate'] : [])];
    return names.every((name) => {
      const event = Object.assign(new PreventableEvent(), {
        url: address,
        isMainFrame,
        isSameDocument: false,
      });
      this.emit(name, event, address);
      return !event.defaultPrevented;
    });
  }

  #startLoading(): void {
    this.#isLoading = true;
    this.emit('did-start-loading');
  }

  #stopLoading(): void {
    this.#isLoading = false;
    this.emit('did-stop-loading');
  }

  #showColorScheme(): void {
    this.withPage((page) => page.showColorScheme(this.#surroundings.nativeTheme.colorScheme));
  }
}
