import { spawn } from 'node:child_process';
import { constants } from 'node:os';
import { electronRuntime, hasDisplay } from './electron-runtime.ts';
import { project } from './project.ts';
import { standInArguments, standInVariables } from './stand-in.ts';

/**
 * `npm start`, once everything is built: opens the app on Electron, or on the stand-in in a window of Chromium's,
 * and ends with it. Without a display it runs the tour. Arguments go to the app.
 */
interface Start {
  readonly says: string;
  readonly program: string;
  readonly args: readonly string[];
  readonly env?: NodeJS.ProcessEnv;
}

function chooseStart(args: readonly string[]): Start {
  if (!hasDisplay()) {
    return {
      says: 'There is no display to open a window on, so this is the tour of the app instead.',
      program: process.execPath,
      args: [project('e2e/tour/tour.ts')],
    };
  }
  const runtime = electronRuntime();
  if (runtime.available) {
    // As root Chromium starts only without its sandbox.
    const asRoot = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
    return {
      says: 'Tea Chest on Electron.',
      program: runtime.executable,
      args: [project('.'), ...asRoot, ...args],
    };
  }
  return {
    says: `Tea Chest on the stand-in for Electron, in a window of Chromium’s, because ${runtime.reason}`,
    program: process.execPath,
    args: standInArguments(args),
    env: { ...process.env, [standInVariables.visible]: '1' },
  };
}

const { says, program, args, env } = chooseStart(process.argv.slice(2));
console.log(says);
const child = spawn(program, args, { stdio: 'inherit', env: env ?? process.env });
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => child.kill(signal));
child.on('error', (error) => {
  console.error(`${program} could not be started: ${error.message}`);
  process.exitCode = 1;
});
child.on('exit', (code, signal) => {
  process.exitCode = signal === null ? (code ?? 1) : 128 + constants.signals[signal];
});
