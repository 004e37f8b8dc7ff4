import type { BrowserWindow, BrowserWindowConstructorOptions, ProgressBarOptions, Rectangle } from 'electron';
import { GuardedEmitter } from './missing-api.ts';
import { desktop } from './screen.ts';

const events = [
  'close',
  'closed',
  'ready-to-show',
  'show',
  'hide',
  'focus',
  'blur',
  'maximize',
  'unmaximize',
  'minimize',
  'restore',
  'enter-full-screen',
  'leave-full-screen',
  'move',
  'moved',
  'resize',
  'resized',
  // For tests to emit: nothing here sends them.
  'unresponsive',
  'responsive',
  'page-title-updated',
  'session-end',
  'query-session-end',
  'app-command',
  'persisted-state-restored',
];

type Implemented = Pick<
  BrowserWindow,
  | 'show'
  | 'showInactive'
  | 'hide'
  | 'focus'
  | 'blur'
  | 'isVisible'
  | 'isFocused'
  | 'maximize'
  | 'unmaximize'
  | 'isMaximized'
  | 'minimize'
  | 'restore'
  | 'isMinimized'
  | 'setFullScreen'
  | 'isFullScreen'
  | 'isNormal'
  | 'getBounds'
  | 'setBounds'
  | 'getNormalBounds'
  | 'getContentBounds'
  | 'getSize'
  | 'setSize'
  | 'getContentSize'
  | 'getPosition'
  | 'setPosition'
  | 'center'
  | 'setMinimumSize'
  | 'getMinimumSize'
  | 'setTitle'
  | 'getTitle'
  | 'setProgressBar'
  | 'flashFrame'
  | 'setBackgroundColor'
  | 'getBackgroundColor'
  | 'setMenuBarVisibility'
  | 'isMenuBarVisible'
  | 'setAutoHideMenuBar'
  | 'setMenu'
  | 'removeMenu'
  | 'setTitleBarOverlay'
  | 'setDocumentEdited'
  | 'isDocumentEdited'
  | 'setRepresentedFilename'
  | 'setAlwaysOnTop'
  | 'isAlwaysOnTop'
  | 'setIcon'
  | 'setOverlayIcon'
  | 'isResizable'
  | 'setResizable'
>;

type Display = 'normal' | 'maximized' | 'minimized' | 'full-screen';

/** How a window stands on the desktop: kept and told of in events; without a display there is nothing to see. */
export class WindowState extends GuardedEmitter implements Implemented {
  /** What the app made the window with, for tests to read. */
  readonly options: BrowserWindowConstructorOptions;
  /** The last progress that was shown, -1 for none; for tests to read. */
  progress: { readonly value: number; readonly mode: ProgressBarOptions['mode'] } = {
    value: -1,
    mode: 'none',
  };
  /** Whether the window asks for attention. */
  isFlashing = false;
  /** Another state of the window as it is shown on a display. */
  protected onPlaced: () => void = () => undefined;
  #bounds: Rectangle;
  #display: Display = 'normal';
  #isVisible = false;
  #isFocused = false;
  #title: string;
  #backgroundColor: string;
  #smallest: [number, number];
  #hasMenuBar = true;
  #isDocumentEdited = false;
  #isAlwaysOnTop = false;
  #isResizable: boolean;

  constructor(options: BrowserWindowConstructorOptions, title: string) {
    super('BrowserWindow', events);
    this.options = options;
    const { width = 800, height = 600, minWidth = 0, minHeight = 0, x, y } = options;
    const { workArea } = desktop;
    this.#bounds = {
      width,
      height,
      x: x ?? Math.round(workArea.x + (workArea.width - width) / 2),
      y: y ?? Math.round(workArea.y + (workArea.height - height) / 2),
    };
    this.#smallest = [minWidth, minHeight];
    this.#title = options.title ?? title;
    this.#backgroundColor = options.backgroundColor ?? '#FFFFFF';
    this.#isResizable = options.resizable ?? true;
  }

  show(): void {
    this.showInactive();
    this.focus();
  }

  showInactive(): void {
    if (this.#isVisible) return;
    this.#isVisible = true;
    this.emit('show');
  }

  hide(): void {
    if (!this.#isVisible) return;
    this.blur();
    this.#isVisible = false;
    this.emit('hide');
  }

  focus(): void {
    if (this.#isFocused || !this.#isVisible) return;
    this.#isFocused = true;
    this.isFlashing = false;
    this.emit('focus');
  }

  blur(): void {
    if (!this.#isFocused) return;
    this.#isFocused = false;
    this.emit('blur');
  }

  isVisible(): boolean {
    return this.#isVisible;
  }

  isFocused(): boolean {
    return this.#isFocused;
  }

  maximize(): void {
    this.#display = 'maximized';
    this.#placed('maximize', 'resize');
  }

  unmaximize(): void {
    if (this.#display !== 'maximized') return;
    this.#display = 'normal';
    this.#placed('unmaximize', 'resize');
  }

  isMaximized(): boolean {
    return this.#display === 'maximized';
  }

  minimize(): void {
    this.blur();
    this.#display = 'minimized';
    this.#placed('minimize');
  }

  restore(): void {
    if (this.#display !== 'minimized') return;
    this.#display = 'normal';
    this.#placed('restore');
  }

  isMinimized(): boolean {
    return this.#display === 'minimized';
  }

  setFullScreen(isFull: boolean): void {
    this.#display = isFull ? 'full-screen' : 'normal';
    this.#placed(isFull ? 'enter-full-screen' : 'leave-full-screen', 'resize');
  }

  isFullScreen(): boolean {
    return this.#display === 'full-screen';
  }

  isNormal(): boolean {
    return this.#display === 'normal';
  }

  getBounds(): Rectangle {
    if (this.#display === 'maximized') return { ...desktop.workArea };
    return this.#display === 'full-screen' ? { ...desktop.bounds } : { ...this.#bounds };
  }

  getNormalBounds(): Rectangle {
    return { ...this.#bounds };
  }

  getContentBounds(): Rectangle {
    return this.getBounds();
  }

  setBounds(bounds: Partial<Rectangle>): void {
    const [smallestWidth, smallestHeight] = this.#smallest;
    const wanted = { ...this.#bounds, ...bounds };
    this.#bounds = {
      ...wanted,
      width: Math.max(wanted.width, smallestWidth),
      height: Math.max(wanted.height, smallestHeight),
    };
    this.#display = 'normal';
    this.#placed('move', 'moved', 'resize', 'resized');
  }

  getSize(): number[] {
    const { width, height } = this.getBounds();
    return [width, height];
  }

  setSize(width: number, height: number): void {
    this.setBounds({ width, height });
  }

  getContentSize(): number[] {
    return this.getSize();
  }

  getPosition(): number[] {
    const { x, y } = this.getBounds();
    return [x, y];
  }

  setPosition(x: number, y: number): void {
    this.setBounds({ x, y });
  }

  center(): void {
    const { workArea } = desktop;
    const { width, height } = this.#bounds;
    this.setPosition(workArea.x + (workArea.width - width) / 2, workArea.y + (workArea.height - height) / 2);
  }

  setMinimumSize(width: number, height: number): void {
    this.#smallest = [width, height];
  }

  getMinimumSize(): number[] {
    return this.#smallest;
  }

  setTitle(title: string): void {
    this.#title = title;
  }

  getTitle(): string {
    return this.#title;
  }

  setProgressBar(value: number, options?: ProgressBarOptions): void {
    this.progress = { value, mode: options?.mode ?? (value < 0 ? 'none' : 'normal') };
  }

  flashFrame(isFlashing: boolean): void {
    this.isFlashing = isFlashing;
  }

  setBackgroundColor(color: string): void {
    this.#backgroundColor = color;
  }

  getBackgroundColor(): string {
    return this.#backgroundColor;
  }

  setMenuBarVisibility(hasMenuBar: boolean): void {
    this.#hasMenuBar = hasMenuBar;
  }

  isMenuBarVisible(): boolean {
    return this.#hasMenuBar;
  }

  setAutoHideMenuBar(_isHidden: boolean): void {
    // There is no menu bar to be seen.
  }

  setMenu(menu: Electron.Menu | null): void {
    this.#hasMenuBar = menu !== null;
  }

  removeMenu(): void {
    this.#hasMenuBar = false;
  }

  setTitleBarOverlay(_options: Electron.TitleBarOverlayOptions): void {
    // There is no title bar to be seen.
  }

  setDocumentEdited(isEdited: boolean): void {
    this.#isDocumentEdited = isEdited;
  }

  isDocumentEdited(): boolean {
    return this.#isDocumentEdited;
  }

  setRepresentedFilename(_file: string): void {
    // A matter of the macOS title bar.
  }

  setAlwaysOnTop(isOnTop: boolean): void {
    this.#isAlwaysOnTop = isOnTop;
  }

  isAlwaysOnTop(): boolean {
    return this.#isAlwaysOnTop;
  }

  setIcon(_icon: Electron.NativeImage | string): void {
    // There is no title bar to be seen.
  }

  setOverlayIcon(_icon: Electron.NativeImage | null, _description: string): void {
    // A matter of the Windows taskbar.
  }

  isResizable(): boolean {
    return this.#isResizable;
  }

  setResizable(isResizable: boolean): void {
    this.#isResizable = isResizable;
  }

  #placed(...names: string[]): void {
    this.onPlaced();
    for (const name of names) this.emit(name);
  }
}
