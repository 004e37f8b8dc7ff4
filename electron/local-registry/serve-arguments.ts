import { parseArgs } from 'node:util';
import type { ServerVersion } from './dialect.ts';
import { type RegistrySettings, readConfig } from './settings.ts';

/** What the command line asks for. */
export interface ServeArguments {
  readonly dataDirectory: string;
  readonly port: number;
  /** A file that says who is there; null: one owner. */
  readonly worldPath: string | null;
  readonly version: ServerVersion;
  readonly settings: RegistrySettings;
}

/** How the command is meant to be used. */
export const usage =
  'Usage: npm run registry -- --data DIR [--port P] [--world FILE] [--gitea 1.23|1.26] [--config section.KEY=value ...]';

/** A command line that cannot be understood; the message says why, in a sentence. */
export class UsageError extends Error {}

function parse(commandLine: readonly string[]) {
  try {
    return parseArgs({
      args: [...commandLine],
      options: {
        data: { type: 'string' },
        port: { type: 'string', default: '0' },
        world: { type: 'string' },
        gitea: { type: 'string', default: '1.26' },
        config: { type: 'string', multiple: true, default: [] },
      },
    }).values;
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error), { cause: error });
  }
}

function toVersion(text: string): ServerVersion {
  if (text === '1.23' || text === '1.26') return text;
  throw new UsageError(`--gitea is 1.23 or 1.26, not ${text}.`);
}

function toPort(text: string): number {
  const port = Number(text);
  if (/^\d+$/.test(text) && port <= 65_535) return port;
  throw new UsageError(`--port is a number from 0 to 65535, not ${text}.`);
}

function toSettings(lines: readonly string[]): RegistrySettings {
  const { settings, unknown } = readConfig(
    lines.map((line): [string, string] => {
      const equals = line.indexOf('=');
      if (equals === -1) throw new UsageError(`--config is section.KEY=value, not ${line}.`);
      return [line.slice(0, equals), line.slice(equals + 1)];
    }),
  );
  if (unknown.length > 0) throw new UsageError(`The registry has no setting ${unknown.join(', ')}.`);
  return settings;
}

/** Reads the command line (without program and script). Throws `UsageError`. */
export function readArguments(commandLine: readonly string[]): ServeArguments {
  const { data, port, world, gitea, config } = parse(commandLine);
  if (data === undefined || data === '')
    throw new UsageError('--data names the folder to keep everything in.');
  return {
    dataDirectory: data,
    port: toPort(port),
    worldPath: world ?? null,
    version: toVersion(gitea),
    settings: toSettings(config),
  };
}
