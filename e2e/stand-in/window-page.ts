import type { AppAddresses } from './app-addresses.ts';
import { type Browser, ignoreGone, type Target } from './browser.ts';
import { DevToolsError } from './devtools.ts';
import type { FromPage } from './page/preload-host.ts';
import { pathsOfFiles } from './page-files.ts';
import {
  BindingCalled,
  EvaluateAnswer,
  FrameNavigated,
  FrameTree,
  Lifecycle,
  NavigateAnswer,
  NavigatedWithin,
  NavigationRequested,
  Nothing,
  PageMessage,
  RequestPaused,
  WindowOpen,
} from './page-messages.ts';
import { bindingName, pageEnd } from './page-script.ts';
import type { Protocol } from './protocol.ts';
import type { ColorScheme } from './run-settings.ts';

/** A navigation that the page itself began. */
export interface PageNavigation {
  readonly address: string;
  readonly isMainFrame: boolean;
  readonly isRedirect: boolean;
}

/** What a page reports to its window. Addresses are main's. */
export interface PageEvents {
  message(message: FromPage): void;
  /** False stops it, and the page stays what it is. */
  allowsNavigation(navigation: PageNavigation): boolean;
  /** The page wants a second window for an address, and gets none. */
  windowAsked(address: string): void;
  navigated(address: string, isSameDocument: boolean): void;
  domReady(): void;
  loaded(): void;
  painted(): void;
  crashed(): void;
}

export interface PageOptions {
  readonly width: number;
  readonly height: number;
  readonly isVisible: boolean;
  /** Run first in each document. */
  readonly script: string;
  /** Names the script's `PageEnd`. */
  readonly key: string;
  readonly addresses: AppAddresses;
  readonly protocol: Protocol;
}

function withoutHash(address: string): string {
  return address.split('#')[0] ?? '';
}

/** One window's page in Chromium: loads, runs scripts, answers its requests for the app's own files. */
export class WindowPage {
  readonly target: Target;
  readonly #options: PageOptions;
  readonly #events: PageEvents;
  readonly #mainFrame: string;
  /** Navigations that a frame's page has asked for, by the frame. */
  readonly #askedByPage = new Map<string, string>();

  private constructor(target: Target, options: PageOptions, events: PageEvents, mainFrame: string) {
    this.target = target;
    this.#options = options;
    this.#events = events;
    this.#mainFrame = mainFrame;
  }

  static async open(browser: Browser, options: PageOptions, events: PageEvents): Promise<WindowPage> {
    const target = await browser.open(options);
    const { session } = target;
    const { frameTree } = await session.ask(FrameTree, 'Page.getFrameTree');
    const page = new WindowPage(target, options, events, frameTree.frame.id);
    page.#listen();
    await Promise.all([
      session.send('Page.enable'),
      session.send('Runtime.enable'),
      session.send('Inspector.enable'),
      session.send('Page.setLifecycleEventsEnabled', { enabled: true }),
      session.send('Fetch.enable', { patterns: [{ urlPattern: '*' }] }),
      session.send('Runtime.addBinding', { name: bindingName }),
      session.send('Page.addScriptToEvaluateOnNewDocument', { source: options.script }),
      options.isVisible ? undefined : session.send('Emulation.setFocusEmulationEnabled', { enabled: true }),
    ]);
    return page;
  }

  /** Answers Chromium's word for what went wrong, or null. */
  async load(address: string): Promise<string | null> {
    const url = this.#options.addresses.toChromium(address);
    const { errorText } = await this.target.session.ask(NavigateAnswer, 'Page.navigate', { url });
    return errorText ?? null;
  }

  async reload(ignoreCache: boolean): Promise<void> {
    await this.target.session.send('Page.reload', { ignoreCache });
  }

  /** Runs an expression in the page; rejects with what it throws. */
  async evaluate(expression: string, isUserGesture = false): Promise<unknown> {
    const answer = await this.target.session.ask(EvaluateAnswer, 'Runtime.evaluate', {
      expression,
      awaitPromise: true,
      returnByValue: true,
      userGesture: isUserGesture,
    });
    const problem = answer.exceptionDetails;
    if (problem !== undefined) throw new Error(problem.exception?.description ?? problem.text);
    return answer.result.value;
  }

  /** Calls a method of the page's end. A page that has none, or is gone, hears nothing, as in Electron. */
  async tell(method: string, ...values: unknown[]): Promise<void> {
    const list = values.map((value) => JSON.stringify(value)).join(', ');
    const expression = `void ${pageEnd(this.#options.key)}?.${method}(${list})`;
    await this.target.session.send('Runtime.evaluate', { expression, silent: true }).catch(ignoreGone);
  }

  /** The paths of the files of an event that the page holds back; empty for those that are on no disk. */
  pathsOfHeldFiles(event: number): Promise<string[]> {
    return pathsOfFiles(this.target.session, `${pageEnd(this.#options.key)}.filesOf(${event})`);
  }

  async showColorScheme(scheme: ColorScheme): Promise<void> {
    const features = [{ name: 'prefers-color-scheme', value: scheme }];
    await this.target.session.send('Emulation.setEmulatedMedia', { features }).catch(ignoreGone);
  }

  #listen(): void {
    const { session } = this.target;
    const events = this.#events;
    const { addresses } = this.#options;
    session.on('Runtime.bindingCalled', BindingCalled, ({ name, payload }) => {
      if (name === bindingName) events.message(PageMessage.parse(JSON.parse(payload)));
    });
    session.on('Page.frameRequestedNavigation', NavigationRequested, ({ frameId, url }) => {
      this.#askedByPage.set(frameId, url);
    });
    session.on('Page.windowOpen', WindowOpen, ({ url }) => events.windowAsked(addresses.fromChromium(url)));
    session.on('Fetch.requestPaused', RequestPaused, (paused) => {
      this.#answer(paused).catch(ignoreGone);
    });
    session.on('Page.frameNavigated', FrameNavigated, ({ frame }) => {
      if (frame.id === this.#mainFrame) events.navigated(addresses.fromChromium(frame.url), false);
    });
    session.on('Page.navigatedWithinDocument', NavigatedWithin, ({ frameId, url }) => {
      if (frameId === this.#mainFrame) events.navigated(addresses.fromChromium(url), true);
    });
    session.on('Page.domContentEventFired', Nothing, () => events.domReady());
    session.on('Page.loadEventFired', Nothing, () => events.loaded());
    session.on('Page.lifecycleEvent', Lifecycle, ({ frameId, name }) => {
      if (frameId === this.#mainFrame && name === 'firstPaint') events.painted();
    });
    session.on('Inspector.targetCrashed', Nothing, () => events.crashed());
  }

  #isAllowed({ frameId, request, resourceType, redirectedRequestId }: RequestPaused): boolean {
    if (resourceType !== 'Document') return true;
    const isMainFrame = frameId === this.#mainFrame;
    const asked = this.#askedByPage.get(frameId);
    const isRedirect = redirectedRequestId !== undefined;
    if (isMainFrame && !isRedirect && withoutHash(asked ?? '') !== withoutHash(request.url)) return true;
    const address = this.#options.addresses.fromChromium(request.url);
    return this.#events.allowsNavigation({ address, isMainFrame, isRedirect });
  }

  async #answer(paused: RequestPaused): Promise<void> {
    const { requestId, request } = paused;
    const { session } = this.target;
    const isAllowed = this.#isAllowed(paused);
    if (paused.resourceType === 'Document') this.#askedByPage.delete(paused.frameId);
    if (!isAllowed) {
      await session.send('Fetch.failRequest', { requestId, errorReason: 'Aborted' });
      return;
    }
    if (this.#options.addresses.schemeOf(request.url) === null) {
      await session.send('Fetch.continueRequest', { requestId });
      return;
    }
    try {
      const { url, method, headers, postData } = request;
      const response = await this.#options.protocol.answer(url, method, headers, postData);
      if (response === null) throw new Error('protocol.handle was not called for it');
      await session.send('Fetch.fulfillRequest', {
        requestId,
        responseCode: response.status,
        responseHeaders: [...response.headers].map(([name, value]) => ({ name, value })),
        body: Buffer.from(await response.arrayBuffer()).toString('base64'),
      });
    } catch (error) {
      if (error instanceof DevToolsError) throw error;
      console.error(`[stand-in] ${this.#options.addresses.fromChromium(request.url)}:`, error);
      await session.send('Fetch.failRequest', { requestId, errorReason: 'Failed' });
    }
  }
}
