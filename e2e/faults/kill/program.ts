import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

const faultPoints = new URL('fault-points.ts', import.meta.url).href;

/** How many times as fast the program's time goes. */
const hurry = 20;

/** When a run is ended from inside or outside. */
export type Kill =
  | { readonly kind: 'point'; readonly point: string }
  | { readonly kind: 'after'; readonly milliseconds: number };

/** A call of the program that fails with a system error; all later ones of its kind, too, where `goesOn`. */
export interface FailingCall {
  readonly kind: 'fail';
  readonly point: string;
  readonly code: string;
  readonly goesOn?: boolean;
}

/** How a run ended. */
export interface RunEnd {
  readonly wasKilled: boolean;
  readonly code: number | null;
  readonly output: string;
  readonly errors: string;
}

export interface ProgramRun {
  readonly child: ChildProcess;
  readonly ended: Promise<RunEnd>;
}

function faultAt(fault: Kill | FailingCall | null): string | null {
  if (fault === null || fault.kind === 'after') return null;
  return fault.kind === 'point'
    ? fault.point
    : `${fault.point} ${fault.code}${fault.goesOn === true ? ' on' : ''}`;
}

/** Starts a program with a fault that awaits it, or one that writes the points that it passes to `tracePath`. */
export function startProgram(
  program: URL,
  line: readonly string[],
  options: {
    readonly environment?: Readonly<Record<string, string>>;
    readonly fault?: Kill | FailingCall | null;
    readonly tracePath?: string;
  } = {},
): ProgramRun {
  const { environment = {}, fault = null, tracePath } = options;
  const { npm_lifecycle_event: _, ...inherited } = process.env;
  const at = faultAt(fault);
  const child = spawn(
    process.execPath,
    [
      ...(at !== null || tracePath !== undefined ? ['--import', faultPoints] : []),
      fileURLToPath(program),
      ...line,
    ],
    {
      stdio: ['ignore', 'pipe', 'pipe'],
      env: {
        ...inherited,
        ...environment,
        TEA_CHEST_FAULT_HURRY: String(hurry),
        ...(at === null ? {} : { TEA_CHEST_FAULT_AT: at }),
        ...(tracePath === undefined ? {} : { TEA_CHEST_FAULT_TRACE: tracePath }),
      },
    },
  );
  const texts = { output: '', errors: '' };
  child.stdout.on('data', (piece: Buffer) => {
    texts.output += piece.toString('utf8');
  });
  child.stderr.on('data', (piece: Buffer) => {
    texts.errors += piece.toString('utf8');
  });
  const timer =
    fault?.kind === 'after' ? setTimeout(() => child.kill('SIGKILL'), fault.milliseconds) : undefined;
  const ended = once(child, 'close').then((): RunEnd => {
    clearTimeout(timer);
    return { ...texts, wasKilled: child.signalCode === 'SIGKILL', code: child.exitCode };
  });
  return { child, ended };
}
