import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { onTestFinished } from 'vitest';
import { launchApp, startSecondInstance } from '../../app/launch.ts';
import type { LaunchedApp, LaunchOptions } from '../../app/launched-app.ts';

const mainScript = fileURLToPath(new URL('sample/main.ts', import.meta.url));

/** The small app of this folder on the stand-in, on a fresh profile; it is ended with the test. */
export class SampleApp {
  readonly app: LaunchedApp;
  readonly #options: LaunchOptions;

  private constructor(app: LaunchedApp, options: LaunchOptions) {
    this.app = app;
    this.#options = options;
  }

  static async start(options: Partial<LaunchOptions> = {}): Promise<SampleApp> {
    const userDataDir = await mkdtemp(join(tmpdir(), 'sample-app-'));
    const all: LaunchOptions = { userDataDir, mainScript, runtime: 'stand-in', ...options };
    const app = await launchApp(all);
    onTestFinished(async () => {
      await app.stop();
      await rm(userDataDir, { recursive: true, force: true });
    });
    return new SampleApp(app, all);
  }

  /** What the app's main process has noted so far. */
  seen(): Promise<string[]> {
    return this.app.evaluate(() => Reflect.get(globalThis, 'seen'));
  }

  /** Calls a function that the preload has given the page. */
  invoke(channel: string, value: unknown): Promise<unknown> {
    return this.app.page.evaluate(
      ([name, input]) => Reflect.get(globalThis, 'sample').invoke(name, input),
      [channel, value],
    );
  }

  startSecond(args: readonly string[]): Promise<number | null> {
    return startSecondInstance({ ...this.#options, args });
  }

  /** Puts something into main's global scope. */
  async setGlobal(name: string, value: unknown): Promise<void> {
    await this.app.evaluate((_electron, given) => Reflect.set(globalThis, given.name, given.value), {
      name,
      value,
    });
  }

  /** The process that Chromium's processes belong to, by what main started. */
  async processId(): Promise<number> {
    return this.app.evaluate(() => process.pid);
  }
}
