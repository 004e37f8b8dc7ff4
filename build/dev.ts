import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { rmSync } from 'node:fs';
import { createServer as createTcpServer } from 'node:net';
import { build, createServer, type InlineConfig, mergeConfig } from 'vite';
import { mainBuild, preloadBuild, rendererBuild } from './build.ts';
import { electronRuntime } from './electron-runtime.ts';
import { project } from './project.ts';

/**
 * `npm run dev`: the app with the window served by Vite, so that a change shows at once; a change of main or the
 * preload starts the app anew. Ends when the app is quit.
 */
const host = '127.0.0.1';

/** Vite must know its port beforehand: the page, which is not served from there, is told where to listen for changes. */
async function findFreePort(): Promise<number> {
  const server = createTcpServer().listen(0, host);
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (address === null || typeof address === 'string') throw new Error('There is no free port');
  return address.port;
}

async function serveWindow(): Promise<string> {
  const port = await findFreePort();
  const server = await createServer(
    mergeConfig(rendererBuild, {
      server: { host, port, strictPort: true, hmr: { protocol: 'ws', host, clientPort: port } },
    } satisfies InlineConfig),
  );
  await server.listen();
  return `http://${host}:${port}`;
}

/** Builds now and at every change; calls back after each build that went well but the first, which it waits for. */
async function watch(config: InlineConfig, onChange: () => void): Promise<void> {
  const watching: InlineConfig = { build: { watch: {}, sourcemap: true, license: false } };
  const watcher = await build(mergeConfig(config, watching));
  if (!('on' in watcher)) throw new Error('Vite does not watch');
  await new Promise<void>((resolve) => {
    let isFirst = true;
    watcher.on('event', (event) => {
      if (event.code === 'ERROR') console.error(event.error.message);
      if (event.code !== 'END') return;
      if (!isFirst) onChange();
      isFirst = false;
      resolve();
    });
  });
}

/** The app as it runs. Quitting it ends the development session; starting it anew does not. */
class RunningApp {
  readonly #program: string;
  readonly #server: string;
  #process: ChildProcess;
  #isRestarting = false;

  constructor(program: string, server: string) {
    this.#program = program;
    this.#server = server;
    this.#process = this.#start();
  }

  #start(): ChildProcess {
    const child = spawn(this.#program, [project('.'), ...process.argv.slice(2)], {
      stdio: 'inherit',
      env: { ...process.env, TEA_CHEST_DEV_SERVER: this.#server },
    });
    child.on('exit', (code) => {
      if (!this.#isRestarting) process.exit(code ?? 0);
      this.#isRestarting = false;
      this.#process = this.#start();
    });
    return child;
  }

  /** The new one starts when the old one is gone: there is only ever one of a data folder. */
  restart(): void {
    if (this.#isRestarting) return;
    this.#isRestarting = true;
    this.#process.kill();
  }
}

const runtime = electronRuntime();
if (!runtime.available) {
  console.error(`Development needs Electron itself, which cannot be run because ${runtime.reason}.`);
  process.exit(1);
}
// What is built from here on is not what is released; the next preparation builds that again.
rmSync(project('dist/.stamp'), { force: true });
const server = await serveWindow();
let app: RunningApp | null = null;
await Promise.all([mainBuild, preloadBuild].map((config) => watch(config, () => app?.restart())));
app = new RunningApp(runtime.executable, server);
