import { BrowserWindow, nativeTheme, screen } from 'electron';
import type { PushName, PushOf } from '../../shared/api.ts';
import { appOrigin } from '../app-origin.ts';
import type { Logger } from '../log.ts';
import type { OverallProgress } from '../transfers/transfer-ledger.ts';
import type { AppWindow, JsonStore } from './platform.ts';
import { placeWindow, smallestSize, type WindowPlacement } from './window-placement.ts';

export interface MainWindowParts {
  /** Path of the bundled preload. */
  readonly preload: string;
  readonly placement: JsonStore<WindowPlacement>;
  readonly log: Logger;
  /** Asked when the user closes the window; may hold it. */
  readonly onClose: (event: { preventDefault(): void }) => void;
}

/** Pushes that nothing later makes up for; they wait for the page, all others are whole snapshots. */
const kept: ReadonlySet<PushName> = new Set<PushName>(['local-files:arrived', 'commands:run']);

/** A page that dies again at once is not loaded again and again. */
const reloadPause = 10_000;

/** The window's ground before its page is drawn; the same as `--ground` in `renderer/tokens.css`. */
function ground(): string {
  return nativeTheme.shouldUseDarkColors ? '#1b1c1a' : '#f6f6f4';
}

/** The one window of the app. On macOS the app lives on when it is closed, so it may open several times. */
export class MainWindow implements AppWindow {
  readonly #parts: MainWindowParts;
  #window: BrowserWindow | null = null;
  #isLoaded = false;
  #waiting: { readonly name: PushName; readonly value: unknown }[] = [];
  #reloadedAt = 0;

  constructor(parts: MainWindowParts) {
    this.#parts = parts;
    nativeTheme.on('updated', () => this.current?.setBackgroundColor(ground()));
  }

  /** The window that is open, for dialogs to stand before; null when there is none. */
  get current(): BrowserWindow | null {
    return this.#window === null || this.#window.isDestroyed() ? null : this.#window;
  }

  get isFocused(): boolean {
    return this.current?.isFocused() ?? false;
  }

  /** Opens the window, or brings the one that is open to the front. */
  show(): void {
    const window = this.current;
    if (window === null) {
      this.#open();
      return;
    }
    if (window.isMinimized()) window.restore();
    window.show();
    window.focus();
  }

  push<Name extends PushName>(name: Name, value: PushOf<Name>): void {
    if (this.current !== null && this.#isLoaded) this.current.webContents.send(name, value);
    else if (kept.has(name)) this.#waiting.push({ name, value });
  }

  /** On the taskbar or dock. */
  showProgress({ unsettled, fraction }: OverallProgress): void {
    const indeterminate = 2;
    const none = -1;
    this.current?.setProgressBar(unsettled === 0 ? none : (fraction ?? indeterminate));
  }

  #open(): void {
    const placement = this.#parts.placement.read();
    const screens = screen.getAllDisplays().map(({ workArea }) => workArea);
    const window = new BrowserWindow({
      ...placeWindow(placement, screens),
      minWidth: smallestSize.width,
      minHeight: smallestSize.height,
      title: 'Tea Chest',
      show: false,
      backgroundColor: ground(),
      webPreferences: {
        preload: this.#parts.preload,
        sandbox: true,
        contextIsolation: true,
        nodeIntegration: false,
        spellcheck: false,
      },
    });
    this.#window = window;
    this.#isLoaded = false;
    window.once('ready-to-show', () => {
      if (placement.isMaximized) window.maximize();
      window.show();
    });
    window.on('close', (event) => {
      this.#parts.placement.write({ bounds: window.getNormalBounds(), isMaximized: window.isMaximized() });
      this.#parts.onClose(event);
    });
    window.on('closed', () => {
      this.#window = null;
      this.#isLoaded = false;
    });
    window.webContents.on('dom-ready', () => this.#pageLoaded());
    window.webContents.on('render-process-gone', (_event, { reason }) => this.#pageGone(window, reason));
    window
      .loadURL(`${appOrigin}/`)
      .catch((error: unknown) => this.#parts.log.error('the page did not load', error));
  }

  #pageLoaded(): void {
    this.#isLoaded = true;
    for (const { name, value } of this.#waiting.splice(0)) this.current?.webContents.send(name, value);
  }

  /** Transfers live in main and go on; a new page asks for everything again. */
  #pageGone(window: BrowserWindow, reason: string): void {
    this.#isLoaded = false;
    this.#parts.log.error(`the page is gone: ${reason}`);
    if (window.isDestroyed() || reason === 'clean-exit' || Date.now() - this.#reloadedAt < reloadPause)
      return;
    this.#reloadedAt = Date.now();
    window.webContents.reload();
  }
}
