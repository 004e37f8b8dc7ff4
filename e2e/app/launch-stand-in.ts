import { type ChildProcess, spawn } from 'node:child_process';
import { type Browser, chromium, type Page } from 'playwright';
import { project } from '../../build/project.ts';
import { standInVariables } from '../../build/stand-in.ts';
import { ControlMessage } from '../stand-in/control.ts';
import { dropFilesOn } from './drop-files.ts';
import { endProcess, exitOf } from './end-process.ts';
import type { Evaluate, LaunchedApp, LaunchOptions } from './launched-app.ts';
import { standInCommand } from './stand-in-command.ts';

/** Runs functions in the process and waits for what they answer. */
class ControlChannel {
  readonly #child: ChildProcess;
  readonly #asked = new Map<number, { resolve: (value: unknown) => void; reject: (error: Error) => void }>();
  readonly #started = Promise.withResolvers<string>();
  #lastId = 0;

  constructor(child: ChildProcess, exited: Promise<number | null>, logs: () => string) {
    this.#child = child;
    child.on('message', (message) => this.#receive(ControlMessage.parse(message)));
    // Only heard while somebody waits for it.
    this.#started.promise.catch(() => undefined);
    void this.#endWith(exited, logs);
  }

  /** Where to attach to Chromium. Rejects when the app ends instead. */
  get started(): Promise<string> {
    return this.#started.promise;
  }

  evaluate(source: string, argument: unknown): Promise<unknown> {
    this.#lastId += 1;
    const id = this.#lastId;
    return new Promise((resolve, reject) => {
      this.#asked.set(id, { resolve, reject });
      this.#child.send({ id, source, argument }, (error) => {
        if (error !== null) reject(error);
      });
    });
  }

  async #endWith(exited: Promise<number | null>, logs: () => string): Promise<void> {
    const error = new Error(`The app has ended with ${await exited}:\n${logs()}`);
    this.#started.reject(error);
    for (const { reject } of this.#asked.values()) reject(error);
    this.#asked.clear();
  }

  #receive(message: ControlMessage): void {
    if (message.kind === 'started') {
      this.#started.resolve(message.address);
      return;
    }
    const asked = this.#asked.get(message.id);
    this.#asked.delete(message.id);
    if (message.kind === 'answer') asked?.resolve(message.value);
    else asked?.reject(new Error(message.message));
  }
}

async function firstPage(browser: Browser): Promise<Page> {
  const [context] = browser.contexts();
  if (context === undefined) throw new Error('Chromium has no pages');
  const page = context.pages()[0] ?? (await context.waitForEvent('page'));
  await page.waitForURL(({ protocol }) => protocol !== 'about:', { waitUntil: 'domcontentloaded' });
  return page;
}

export async function launchStandIn(options: LaunchOptions, whyStandIn: string): Promise<LaunchedApp> {
  const { args, env } = standInCommand(options);
  const child = spawn(process.execPath, args, {
    cwd: options.workingFolder ?? project('.'),
    env: { ...env, [standInVariables.driven]: '1' },
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    serialization: 'advanced',
  });
  const output: string[] = [];
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding('utf8').on('data', (text: string) => output.push(text));
  }
  const logs = (): string => output.join('');
  const exited = exitOf(child);
  const channel = new ControlChannel(child, exited, logs);
  const evaluate: Evaluate = async (run: unknown, argument?: unknown) => {
    const answer = { value: await channel.evaluate(String(run), argument) };
    return Reflect.get(answer, 'value');
  };
  const quit = (): Promise<void> =>
    evaluate(({ app }) => {
      app.quit();
    });
  const browser = await chromium.connectOverCDP(await channel.started, { isLocal: true, noDefaults: true });
  try {
    const page = await firstPage(browser);
    return {
      page,
      runtime: 'stand-in',
      whyStandIn,
      exited,
      evaluate,
      dropFiles: (paths, target) => dropFilesOn(page, paths, target),
      stop: async () => {
        await endProcess(child, exited, quit);
        await browser.close();
      },
      kill: async (signal = 'SIGKILL') => {
        child.kill(signal);
        await exited;
        await browser.close();
      },
      logs,
    };
  } catch (error) {
    await endProcess(child, exited, quit);
    throw error;
  }
}

export function runSecondOnStandIn(options: LaunchOptions): Promise<number | null> {
  const { args, env } = standInCommand(options);
  const cwd = options.workingFolder ?? project('.');
  return exitOf(spawn(process.execPath, args, { cwd, env, stdio: 'ignore' }));
}
