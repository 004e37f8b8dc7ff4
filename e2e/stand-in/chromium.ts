import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync } from 'node:fs';
import { readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable, Writable } from 'node:stream';
import { findBrowserProgram } from './browser-program.ts';
import { DevToolsConnection } from './devtools.ts';

export interface ChromiumOptions {
  readonly isVisible: boolean;
  /** A test attaches too, by a port on loopback. */
  readonly hasPort: boolean;
}

const always = [
  '--remote-debugging-pipe',
  '--no-first-run',
  '--no-default-browser-check',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--disable-quic',
  '--disable-extensions',
  '--disable-back-forward-cache',
  '--disable-backgrounding-occluded-windows',
  '--disable-renderer-backgrounding',
  '--disable-features=Translate,MediaRouter,OptimizationHints',
  '--password-store=basic',
  '--use-mock-keychain',
];

/** Chromium's shared memory may be as small as 64 MB in a container. */
const onLinux = process.platform === 'linux' ? ['--disable-dev-shm-usage'] : [];
const withoutWindow = ['--headless', '--disable-gpu', '--no-startup-window', '--block-new-web-contents'];
/** The one window that has no address bar is the one that Chromium starts with; the app may outlive it. */
const withWindow = ['--app=data:text/html,', '--keep-alive-for-test'];

/**
 * A shell that removes the profile when Chromium has ended, which it also does when this process was killed and
 * could not remove it.
 */
const runThenRemoveProfile = 'profile=$1; shift; "$@"; rm -rf "$profile"';

/** A running Chromium of our own with an empty profile. */
export class Chromium {
  readonly devTools: DevToolsConnection;
  /** Settles when Chromium has ended, by itself or by `stop`. */
  readonly ended: Promise<void>;
  readonly #process: ChildProcess;
  readonly #profile: string;

  private constructor(child: ChildProcess, profile: string, input: Readable, output: Writable) {
    const ended = Promise.withResolvers<void>();
    this.#process = child;
    this.#profile = profile;
    this.devTools = new DevToolsConnection(output, input, ended.resolve);
    this.ended = ended.promise;
  }

  /** Rejects when there is no Chromium, saying what to install, or when it ends at once. */
  static async start({ isVisible, hasPort }: ChromiumOptions): Promise<Chromium> {
    const program = await findBrowserProgram(isVisible);
    const profile = mkdtempSync(join(tmpdir(), 'stand-in-chromium-'));
    const command = [
      program.file,
      ...always,
      ...onLinux,
      ...(isVisible ? withWindow : withoutWindow),
      ...(hasPort ? ['--remote-debugging-port=0'] : []),
      // The second keeps Chromium from warning of the first, in a bar of its own.
      ...(program.canSandbox ? [] : ['--no-sandbox', '--test-type']),
      `--user-data-dir=${profile}`,
    ];
    const hasShell = process.platform !== 'win32';
    const child = spawn(
      hasShell ? '/bin/sh' : program.file,
      hasShell ? ['-c', runThenRemoveProfile, 'sh', profile, ...command] : command.slice(1),
      {
        // Its own process group, so that all of it can be ended together.
        detached: hasShell,
        // Without a locale Chromium takes no file whose name has more than ASCII.
        env: { LC_CTYPE: 'C.UTF-8', ...process.env, ...program.environment },
        stdio: ['ignore', 'ignore', 'pipe', 'pipe', 'pipe'],
      },
    );
    const said: string[] = [];
    child.stderr?.setEncoding('utf8').on('data', (text: string) => said.push(text));
    const [, , , output, input] = child.stdio;
    if (!(output instanceof Writable) || !(input instanceof Readable))
      throw new Error('Chromium has no pipes');
    const chromium = new Chromium(child, profile, input, output);
    try {
      await chromium.devTools.browser.send('Browser.getVersion');
    } catch {
      throw new Error(`${program.file} did not start:\n${said.join('')}`);
    }
    return chromium;
  }

  /** Where another program attaches; Chromium must have been started with a port. */
  async address(): Promise<string> {
    const file = join(this.#profile, 'DevToolsActivePort');
    for (;;) {
      const [port, path] = (await readFile(file, 'utf8').catch(() => '')).split('\n');
      if (port !== undefined && path !== undefined) return `ws://127.0.0.1:${port}${path}`;
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
  }

  /** Ends all of its processes and removes its profile. */
  async stop(): Promise<void> {
    const { pid, exitCode, signalCode } = this.#process;
    if (pid !== undefined && exitCode === null && signalCode === null) {
      const exited = once(this.#process, 'exit');
      process.kill(process.platform === 'win32' ? pid : -pid, 'SIGKILL');
      await exited;
    }
    await rm(this.#profile, { recursive: true, force: true, maxRetries: 10, retryDelay: 20 });
  }
}
