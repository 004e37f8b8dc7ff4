import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { _electron } from 'playwright';
import { electronRuntime } from '../../build/electron-runtime.ts';
import { project } from '../../build/project.ts';
import { dropFilesOn } from './drop-files.ts';
import { endProcess, exitOf } from './end-process.ts';
import type { LaunchedApp, LaunchOptions } from './launched-app.ts';

function programAndArguments({ userDataDir, args = [], mainScript }: LaunchOptions): [string, string[]] {
  const runtime = electronRuntime();
  if (!runtime.available) throw new Error(`The app cannot run on Electron, because ${runtime.reason}`);
  return [runtime.executable, [mainScript ?? project('.'), `--user-data-dir=${userDataDir}`, ...args]];
}

function environment({ env }: LaunchOptions): Record<string, string> {
  const inherited = Object.entries(process.env).filter(
    (entry): entry is [string, string] => entry[1] !== undefined,
  );
  return { ...Object.fromEntries(inherited), ...env };
}

function keepOutput(child: ChildProcess): () => string {
  const output: string[] = [];
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding('utf8').on('data', (text: string) => output.push(text));
  }
  return () => output.join('');
}

export async function launchElectron(options: LaunchOptions): Promise<LaunchedApp> {
  const [executablePath, args] = programAndArguments(options);
  const electronApp = await _electron.launch({
    executablePath,
    args,
    env: environment(options),
    cwd: project('.'),
    // Without an override the page follows what the app asks of `nativeTheme`.
    colorScheme: options.colorScheme ?? null,
  });
  const child = electronApp.process();
  const logs = keepOutput(child);
  const exited = exitOf(child);
  const { secrets = 'strong' } = options;
  // Playwright starts Electron without a keyring, and nothing in the environment changes that.
  await electronApp.evaluate(({ safeStorage }, strength) => {
    safeStorage.getSelectedStorageBackend = () => (strength === 'strong' ? 'gnome_libsecret' : 'basic_text');
    if (strength === 'none') safeStorage.isAsyncEncryptionAvailable = () => Promise.resolve(false);
  }, secrets);
  const page = await electronApp.firstWindow();
  await page.waitForLoadState('domcontentloaded');
  return {
    page,
    runtime: 'electron',
    whyStandIn: null,
    exited,
    evaluate: electronApp.evaluate.bind(electronApp),
    dropFiles: (paths, target) => dropFilesOn(page, paths, target),
    stop: () =>
      endProcess(child, exited, () =>
        electronApp.evaluate(({ app }) => {
          app.quit();
        }),
      ),
    kill: async (signal = 'SIGKILL') => {
      child.kill(signal);
      await exited;
    },
    logs,
  };
}

export async function runSecondOnElectron(options: LaunchOptions): Promise<number | null> {
  const [executable, args] = programAndArguments(options);
  const onLinux = process.platform === 'linux' ? ['--no-sandbox'] : [];
  const child = spawn(executable, [...onLinux, ...args], {
    cwd: options.workingFolder,
    env: environment(options),
    stdio: 'ignore',
  });
  await once(child, 'exit');
  return child.exitCode;
}
