import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

const killPoints = new URL('kill-points.ts', import.meta.url).href;

/** When a run is ended from inside or outside; null lets it come to its end. */
export type Kill =
  | { readonly kind: 'point'; readonly point: string }
  | { readonly kind: 'after'; readonly milliseconds: number };

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

/** Starts a program that is to be killed at `kill`, or to write the points that it passes to `tracePath`. */
export function startProgram(
  program: URL,
  line: readonly string[],
  options: {
    readonly environment?: Readonly<Record<string, string>>;
    readonly kill?: Kill | null;
    readonly tracePath?: string;
  } = {},
): ProgramRun {
  const { environment = {}, kill = null, tracePath } = options;
  const { npm_lifecycle_event: _, ...inherited } = process.env;
  const watched = kill?.kind === 'point' || tracePath !== undefined;
  const child = spawn(
    process.execPath,
    [...(watched ? ['--import', killPoints] : []), fileURLToPath(program), ...line],
    {
      stdio: ['ignore', 'pipe', 'pipe'],
      env: {
        ...inherited,
        ...environment,
        ...(kill?.kind === 'point' ? { TEA_CHEST_KILL_AT: kill.point } : {}),
        ...(tracePath === undefined ? {} : { TEA_CHEST_KILL_TRACE: tracePath }),
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
    kill?.kind === 'after' ? setTimeout(() => child.kill('SIGKILL'), kill.milliseconds) : undefined;
  const ended = once(child, 'close').then((): RunEnd => {
    clearTimeout(timer);
    return { ...texts, wasKilled: child.signalCode === 'SIGKILL', code: child.exitCode };
  });
  return { child, ended };
}
