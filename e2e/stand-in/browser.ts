import { z } from 'zod';
import { Chromium, type ChromiumOptions } from './chromium.ts';
import { DevToolsError, type DevToolsSession } from './devtools.ts';

const Attached = z.object({
  sessionId: z.string(),
  targetInfo: z.object({ targetId: z.string(), type: z.string(), openerId: z.string().optional() }),
});
const Detached = z.object({ sessionId: z.string(), targetId: z.string().optional() });
const Created = z.object({ targetId: z.string() });

/** A page of Chromium's that shows one window. */
export interface Target {
  readonly id: string;
  readonly session: DevToolsSession;
  /** Settles when the page is gone, whoever closed it. */
  readonly closed: Promise<void>;
  close(): Promise<void>;
}

interface Size {
  readonly width: number;
  readonly height: number;
}

/** For commands to what may be gone meanwhile. */
export function ignoreGone(error: unknown): void {
  if (!(error instanceof DevToolsError)) throw error;
}

/** Opens windows' pages in one Chromium, which is started when first needed. */
export class Browser {
  readonly #options: ChromiumOptions;
  readonly #open = new Map<string, { readonly target: Target; readonly onClosed: () => void }>();
  /** Targets that were attached before Chromium said that it made them, and the other way about. */
  readonly #unclaimed = new Map<string, Target>();
  readonly #expected = new Map<string, (target: Target) => void>();
  #creating = 0;
  #started: Promise<Chromium> | null = null;
  /** The window that a visible Chromium starts with. */
  #spare: Target | null = null;
  #hasFirst = false;

  constructor(options: ChromiumOptions) {
    this.#options = options;
  }

  /** Rejects when there is no Chromium; the message says what to install. */
  start(): Promise<Chromium> {
    this.#started ??= this.#start();
    return this.#started;
  }

  async open({ width, height }: Size): Promise<Target> {
    const { devTools } = await this.start();
    const spare = this.#spare;
    this.#spare = null;
    if (spare !== null) return spare;
    this.#creating += 1;
    try {
      const parameters = { url: 'about:blank', newWindow: true, width, height };
      const { targetId } = await devTools.browser.ask(Created, 'Target.createTarget', parameters);
      const target = this.#unclaimed.get(targetId);
      this.#unclaimed.delete(targetId);
      return target ?? (await new Promise((resolve) => this.#expected.set(targetId, resolve)));
    } finally {
      this.#creating -= 1;
    }
  }

  /** What another program attaches to. */
  async address(): Promise<string> {
    return (await this.start()).address();
  }

  async stop(): Promise<void> {
    const chromium = await this.#started?.catch(() => null);
    await chromium?.stop();
  }

  async #start(): Promise<Chromium> {
    const chromium = await Chromium.start(this.#options);
    const { browser } = chromium.devTools;
    browser.on('Target.attachedToTarget', Attached, (event) => this.#attached(chromium, event));
    browser.on('Target.detachedFromTarget', Detached, ({ sessionId }) => {
      chromium.devTools.forget(sessionId);
      this.#open.get(sessionId)?.onClosed();
      this.#open.delete(sessionId);
    });
    void this.#closeWith(chromium);
    await browser.send('Target.setAutoAttach', {
      autoAttach: true,
      waitForDebuggerOnStart: false,
      flatten: true,
    });
    return chromium;
  }

  async #closeWith(chromium: Chromium): Promise<void> {
    await chromium.ended;
    for (const { onClosed } of this.#open.values()) onClosed();
    this.#open.clear();
  }

  #attached({ devTools }: Chromium, { sessionId, targetInfo }: z.infer<typeof Attached>): void {
    const { targetId, type, openerId } = targetInfo;
    if (type !== 'page') return;
    const close = async (): Promise<void> => {
      await devTools.browser.send('Target.closeTarget', { targetId }).catch(ignoreGone);
    };
    const isFirst = this.#options.isVisible && !this.#hasFirst;
    if (openerId !== undefined || (this.#creating === 0 && !isFirst)) {
      // The page's second window, which its `webContents` has been asked about.
      void close();
      return;
    }
    const closed = Promise.withResolvers<void>();
    const target: Target = {
      id: targetId,
      session: devTools.session(sessionId),
      closed: closed.promise,
      close,
    };
    this.#open.set(sessionId, { target, onClosed: closed.resolve });
    const expecting = this.#expected.get(targetId);
    this.#expected.delete(targetId);
    if (expecting !== undefined) expecting(target);
    else if (isFirst) this.#spare = target;
    else this.#unclaimed.set(targetId, target);
    this.#hasFirst = true;
  }
}
