import type { WebContents as ElectronWebContents } from 'electron';
import { ignoreGone } from './browser.ts';
import { GuardedEmitter } from './missing-api.ts';
import { NativeImage } from './native-image.ts';
import { Screenshot } from './page-messages.ts';
import type { WindowPage } from './window-page.ts';

type Implemented = Pick<
  ElectronWebContents,
  | 'focus'
  | 'executeJavaScript'
  | 'openDevTools'
  | 'closeDevTools'
  | 'toggleDevTools'
  | 'isDevToolsOpened'
  | 'setZoomLevel'
  | 'getZoomLevel'
  | 'setZoomFactor'
  | 'getZoomFactor'
  | 'setVisualZoomLevelLimits'
  | 'undo'
  | 'redo'
  | 'cut'
  | 'copy'
  | 'paste'
  | 'delete'
  | 'selectAll'
>;

/** The part of `webContents` that only hands things to the page: zoom, editing, pictures, scripts. */
export class PageControls extends GuardedEmitter implements Implemented {
  protected isGone = false;
  /** Until there is one, none comes. */
  #page = new Promise<WindowPage>(() => undefined);
  #hasDevTools = false;
  #zoomLevel = 0;

  /** The page, for the window around it. Rejects when Chromium could not be started. */
  get page(): Promise<WindowPage> {
    return this.#page;
  }

  protected showPage(page: Promise<WindowPage>): void {
    // Whoever uses the page hears of it; nobody may.
    page.catch(() => undefined);
    this.#page = page;
  }

  focus(): void {
    this.withPage((page) => page.target.session.send('Page.bringToFront'));
  }

  async executeJavaScript(code: string, isUserGesture = false): Promise<unknown> {
    return (await this.page).evaluate(code, isUserGesture);
  }

  async capturePage(): Promise<NativeImage> {
    const { session } = (await this.page).target;
    const { data } = await session.ask(Screenshot, 'Page.captureScreenshot', { format: 'png' });
    return new NativeImage(Buffer.from(data, 'base64'));
  }

  openDevTools(): void {
    this.#hasDevTools = true;
  }

  closeDevTools(): void {
    this.#hasDevTools = false;
  }

  toggleDevTools(): void {
    this.#hasDevTools = !this.#hasDevTools;
  }

  isDevToolsOpened(): boolean {
    return this.#hasDevTools;
  }

  getZoomLevel(): number {
    return this.#zoomLevel;
  }

  /** 0 is 100%, each step 20% more or less, as in Electron. */
  setZoomLevel(level: number): void {
    this.#zoomLevel = level;
    const pageScaleFactor = this.getZoomFactor();
    this.withPage((page) => page.evaluate(`document.documentElement.style.zoom = ${pageScaleFactor}`));
  }

  getZoomFactor(): number {
    return 1.2 ** this.#zoomLevel;
  }

  setZoomFactor(factor: number): void {
    this.setZoomLevel(Math.log(factor) / Math.log(1.2));
  }

  async setVisualZoomLevelLimits(_smallest: number, _largest: number): Promise<void> {
    // Pinching needs a touch pad.
  }

  undo(): void {
    this.#edit('undo');
  }

  redo(): void {
    this.#edit('redo');
  }

  cut(): void {
    this.#edit('cut');
  }

  copy(): void {
    this.#edit('copy');
  }

  paste(): void {
    this.#edit('paste');
  }

  delete(): void {
    this.#edit('delete');
  }

  selectAll(): void {
    this.#edit('selectAll');
  }

  #edit(command: string): void {
    this.withPage((page) => page.evaluate(`document.execCommand(${JSON.stringify(command)})`, true));
  }

  /** For what is said to a page that may be gone by then. */
  protected withPage(act: (page: WindowPage) => unknown): void {
    const actLater = async (): Promise<void> => {
      const page = await this.page;
      if (!this.isGone) await act(page);
    };
    actLater().catch(ignoreGone);
  }
}
