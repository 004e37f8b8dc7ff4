import { electronRuntime } from '../../build/electron-runtime.ts';
import { launchElectron, runSecondOnElectron } from './launch-electron.ts';
import { launchStandIn, runSecondOnStandIn } from './launch-stand-in.ts';
import type { LaunchedApp, LaunchOptions } from './launched-app.ts';

function whyNotElectron(wanted: LaunchOptions['runtime']): string | null {
  if (wanted === 'stand-in') return 'it was asked for';
  const runtime = electronRuntime();
  if (runtime.available) return null;
  if (wanted === 'electron') throw new Error(`The app cannot run on Electron, because ${runtime.reason}`);
  return runtime.reason;
}

/** Starts the built app and waits for its first page to be there. Rejects with what main said if it ends instead. */
export function launchApp(options: LaunchOptions): Promise<LaunchedApp> {
  const whyStandIn = whyNotElectron(options.runtime);
  return whyStandIn === null ? launchElectron(options) : launchStandIn(options, whyStandIn);
}

/** Starts the app once more where it runs already; answers the exit code. */
export function startSecondInstance(options: LaunchOptions): Promise<number | null> {
  return whyNotElectron(options.runtime) === null
    ? runSecondOnElectron(options)
    : runSecondOnStandIn(options);
}
