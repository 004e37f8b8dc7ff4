import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';

/** What unit tests bundled before, or else the sources. */
const program = process.env['TEA_CHEST_CLI'] ?? fileURLToPath(new URL('../cli.ts', import.meta.url));

const Line = z.looseObject({ kind: z.string() });

/** How a run of the command ended. */
export interface CliEnd {
  readonly code: number | null;
  /** The lines of its standard output; progress, which comes by the clock, is left out. */
  readonly lines: readonly z.infer<typeof Line>[];
  readonly errors: string;
  readonly output: string;
}

/** A run of the command that is under way. */
export interface CliRun {
  readonly child: ChildProcess;
  readonly ended: Promise<CliEnd>;
}

/** The profile of all runs, so that the user's own is left alone. */
const profile = mkdtempSync(join(tmpdir(), 'tea-chest-cli-profile-'));
process.once('exit', () => rmSync(profile, { recursive: true, force: true }));

/** Starts the command in a process of its own, with a token or without. */
export function startCli(token: string | null, ...line: readonly string[]): CliRun {
  const { TEA_CHEST_TOKEN: _, npm_lifecycle_event: __, ...environment } = process.env;
  const child = spawn(process.execPath, [program, ...line], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: {
      ...environment,
      ...(token === null ? {} : { TEA_CHEST_TOKEN: token }),
      APPDATA: profile,
      XDG_CONFIG_HOME: profile,
    },
  });
  let output = '';
  let errors = '';
  child.stdout.on('data', (chunk: Buffer) => {
    output += chunk.toString('utf8');
  });
  child.stderr.on('data', (chunk: Buffer) => {
    errors += chunk.toString('utf8');
  });
  const ended = once(child, 'close').then((): CliEnd => {
    const texts = output.startsWith('{') ? output.split('\n').filter((text) => text !== '') : [];
    // Of a killed process the last line may be half there.
    const lines = texts.flatMap((text) => (text.endsWith('}') ? [Line.parse(JSON.parse(text))] : []));
    const told = lines.filter(({ kind }) => kind !== 'progress');
    return { code: child.exitCode, lines: told, errors, output };
  });
  return { child, ended };
}
