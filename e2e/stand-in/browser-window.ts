import type { BrowserWindowConstructorOptions } from 'electron';
import { ignoreGone } from './browser.ts';
import { refuseMissing } from './missing-api.ts';
import { WindowForTarget } from './page-messages.ts';
import { PreventableEvent } from './preventable-event.ts';
import { WebContents, type WindowSurroundings } from './web-contents.ts';
import { WindowState } from './window-state.ts';

const openWindows = new Set<BrowserWindow>();
let surroundings: WindowSurroundings | null = null;

/** Tells the class, which apps make instances of by themselves, what all windows share. To be called once. */
export function provideSurroundings(given: WindowSurroundings): void {
  surroundings = given;
}

function theSurroundings(): WindowSurroundings {
  if (surroundings === null) throw new Error('The stand-in has not been started');
  return surroundings;
}

/** Electron's `BrowserWindow`. */
export class BrowserWindow extends WindowState {
  static getAllWindows(): BrowserWindow[] {
    return [...openWindows];
  }

  static getFocusedWindow(): BrowserWindow | null {
    return BrowserWindow.getAllWindows().find((window) => window.isFocused()) ?? null;
  }

  static fromWebContents(contents: object): BrowserWindow | null {
    return BrowserWindow.getAllWindows().find((window) => window.webContents === contents) ?? null;
  }

  static fromId(id: number): BrowserWindow | null {
    return BrowserWindow.getAllWindows().find((window) => window.id === id) ?? null;
  }

  readonly id: number;
  readonly webContents: WebContents;
  #isDestroyed = false;
  #wasPainted = false;

  constructor(options: BrowserWindowConstructorOptions = {}) {
    const shared = theSurroundings();
    if (!shared.app.isReady()) throw new Error('Cannot create BrowserWindow before app is ready');
    super(options, shared.app.name);
    const { width, height } = this.getBounds();
    const webPreferences = options.webPreferences ?? {};
    this.webContents = new WebContents(shared, {
      width,
      height,
      webPreferences,
      painted: () => this.#painted(),
    });
    this.id = this.webContents.id;
    openWindows.add(this);
    this.onPlaced = () => void this.#place().catch(ignoreGone);
    this.on('focus', () => shared.app.emit('browser-window-focus', new PreventableEvent(), this));
    this.on('blur', () => shared.app.emit('browser-window-blur', new PreventableEvent(), this));
    // Chromium's first window has a size of its own.
    if (shared.isVisible) this.onPlaced();
    this.#watchPage().catch((error: unknown) => {
      if (!this.#isDestroyed) shared.startFailed(error);
    });
    shared.app.emit('browser-window-created', new PreventableEvent(), this);
    if (options.show !== false) this.show();
    if (options.fullscreen === true) this.setFullScreen(true);
  }

  override focus(): void {
    for (const window of openWindows) if (window !== this) window.blur();
    super.focus();
    this.webContents.focus();
  }

  loadURL(address: string): Promise<void> {
    return this.webContents.loadURL(address);
  }

  reload(): void {
    this.webContents.reload();
  }

  isDestroyed(): boolean {
    return this.#isDestroyed;
  }

  /** Asks the app first. */
  close(): void {
    if (this.#isDestroyed) return;
    const question = new PreventableEvent();
    this.emit('close', question);
    if (question.defaultPrevented) theSurroundings().app.windowStayed();
    else this.destroy();
  }

  destroy(): void {
    if (this.#isDestroyed) return;
    this.#isDestroyed = true;
    openWindows.delete(this);
    this.webContents.markDestroyed();
    void this.#closePage();
    // Electron, too, tells it after the call has come back.
    setImmediate(() => {
      this.emit('closed');
      theSurroundings().app.windowClosed();
    });
  }

  async #closePage(): Promise<void> {
    try {
      const { target } = await this.webContents.page;
      await target.close();
    } catch (error) {
      ignoreGone(error);
    }
  }

  #painted(): void {
    if (this.#wasPainted) return;
    this.#wasPainted = true;
    this.emit('ready-to-show');
  }

  /** The user may close the window that Chromium shows. An app that says no to that gets another. */
  async #watchPage(): Promise<void> {
    while (!this.#isDestroyed) {
      const page = await this.webContents.page;
      await page.target.closed;
      this.close();
      if (!this.isDestroyed()) await this.webContents.reopen();
    }
  }

  async #place(): Promise<void> {
    const { session } = (await this.webContents.page).target;
    const { windowId } = await session.ask(WindowForTarget, 'Browser.getWindowForTarget');
    const { width, height, x, y } = this.getBounds();
    const changes = theSurroundings().isVisible
      ? this.#changesOnDisplay()
      : [{ width, height, left: x, top: y }];
    for (const bounds of changes) await session.send('Browser.setWindowBounds', { windowId, bounds });
  }

  /**
   * A display has states of its own, and takes no size together with one. It is not the screen that the app is told
   * of, so the place is left to the desktop.
   */
  #changesOnDisplay(): object[] {
    if (this.isMaximized()) return [{ windowState: 'maximized' }];
    if (this.isMinimized()) return [{ windowState: 'minimized' }];
    if (this.isFullScreen()) return [{ windowState: 'fullscreen' }];
    const { width, height } = this.getNormalBounds();
    return [{ windowState: 'normal' }, { width, height }];
  }
}

/** What apps see: also the class throws for what it has not got. */
export const GuardedBrowserWindow = refuseMissing('BrowserWindow', BrowserWindow);
