import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';

const program = fileURLToPath(new URL('../serve.ts', import.meta.url));

const FirstLine = z.object({
  url: z.string(),
  owner: z.string(),
  token: z.string(),
  tokens: z.record(z.string(), z.string()).optional(),
});

/** A registry in a process of its own, as `npm run registry` starts it. */
export interface ServedRegistry extends z.infer<typeof FirstLine> {
  /** Ends the process with a signal and answers its exit code; null when the signal killed it. */
  end(signal: 'SIGKILL' | 'SIGTERM' | 'SIGINT'): Promise<number | null>;
}

/** How a run that ended by itself went. */
export interface Ended {
  readonly code: number | null;
  readonly errors: string;
}

function start(commandLine: readonly string[]): ChildProcess {
  return spawn(process.execPath, [program, ...commandLine], { stdio: ['ignore', 'pipe', 'pipe'] });
}

/** Starts a registry and waits for its first line. */
export async function serveRegistry(...commandLine: readonly string[]): Promise<ServedRegistry> {
  const child = start(commandLine);
  if (child.stdout === null) throw new Error('The process has no output.');
  const exited = once(child, 'exit');
  const lines = createInterface({ input: child.stdout });
  const first = await Promise.race([once(lines, 'line'), exited.then(() => null)]);
  if (first === null) throw new Error('The registry ended before it said where it is.');
  return {
    ...FirstLine.parse(JSON.parse(String(first[0]))),
    async end(signal) {
      child.kill(signal);
      await exited;
      return child.exitCode;
    },
  };
}

/** Runs a command line that is expected to end by itself. */
export async function runRegistry(...commandLine: readonly string[]): Promise<Ended> {
  const child = start(commandLine);
  let errors = '';
  child.stderr?.on('data', (chunk: Buffer) => {
    errors += chunk.toString('utf8');
  });
  await once(child, 'close');
  return { code: child.exitCode, errors };
}
