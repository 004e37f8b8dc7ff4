import { parseArgs } from 'node:util';
import { z } from 'zod';
import type { PackageCoordinates, VersionCoordinates } from '../../shared/coordinates.ts';
import { packageNameProblem, publishableVersionProblem } from '../../shared/names.ts';
import { joins, type NamingRule } from '../../shared/naming-rule.ts';
import { parseServerAddress } from '../registry/server-address.ts';
import { type CommandName, commandNames } from './usage.ts';

/** A command line that cannot be understood; the message says what is wrong, in a sentence. */
export class UsageError extends Error {
  /** Null when not even the command is known. */
  readonly command: CommandName | null;

  constructor(command: CommandName | null, message: string, options?: ErrorOptions) {
    super(message, options);
    this.command = command;
  }
}

/** What a command line asks for. */
export type Command =
  | { readonly name: 'help' }
  | {
      readonly name: 'publish';
      readonly version: VersionCoordinates;
      readonly paths: readonly string[];
      readonly naming: NamingRule;
      /** Patterns besides the usual ones. */
      readonly excludes: readonly string[];
    }
  | {
      readonly name: 'download';
      readonly version: VersionCoordinates;
      /** Empty for all. */
      readonly fileNames: readonly string[];
      readonly folder: string;
    }
  | {
      readonly name: 'list';
      readonly of: { readonly owner: string } | PackageCoordinates | VersionCoordinates;
    }
  | { readonly name: 'delete'; readonly version: VersionCoordinates; readonly fileName: string | null }
  | { readonly name: 'verify'; readonly version: VersionCoordinates; readonly folder: string };

export interface CommandLine {
  readonly command: Command;
  /** Root URL of the server; empty for help. */
  readonly serverUrl: string;
  readonly json: boolean;
  /** Milliseconds without progress after which a try is the last one. */
  readonly patience: number;
  /** The profile folder; null for the usual one. */
  readonly profile: string | null;
}

const options = {
  server: { type: 'string' },
  owner: { type: 'string' },
  package: { type: 'string' },
  version: { type: 'string' },
  file: { type: 'string', multiple: true },
  to: { type: 'string' },
  yes: { type: 'boolean' },
  json: { type: 'boolean' },
  help: { type: 'boolean', short: 'h' },
  'user-data-dir': { type: 'string' },
  'retry-for': { type: 'string' },
  names: { type: 'string' },
  join: { type: 'string' },
  exclude: { type: 'string', multiple: true },
} as const;

/** Seconds: long enough for a server to restart, short enough for a job that waits for the command. */
const usualPatience = '60';

type OptionName = keyof typeof options;

const everywhere: readonly OptionName[] = ['server', 'owner', 'json', 'user-data-dir', 'retry-for'];
const allowed: Readonly<Record<CommandName, readonly OptionName[]>> = {
  publish: ['package', 'version', 'names', 'join', 'exclude'],
  download: ['package', 'version', 'file', 'to'],
  list: ['package', 'version'],
  delete: ['package', 'version', 'file', 'yes'],
  verify: ['package', 'version'],
};

const CommandWord = z.enum(commandNames);

function parse(line: readonly string[]) {
  try {
    return parseArgs({ args: [...line], options, allowPositionals: true, tokens: true });
  } catch (error) {
    const command = CommandWord.safeParse(line[0]);
    throw new UsageError(
      command.success ? command.data : null,
      error instanceof Error ? error.message : String(error),
      { cause: error },
    );
  }
}

/** Reads a command line without program and script. Throws `UsageError`. */
export function readCommandLine(line: readonly string[]): CommandLine {
  const { values, positionals, tokens } = parse(line);
  const json = values.json === true;
  if (values.help === true || line.length === 0) {
    return { command: { name: 'help' }, serverUrl: '', json, patience: 0, profile: null };
  }
  const [word, ...rest] = positionals;
  const parsed = CommandWord.safeParse(word);
  if (!parsed.success) {
    const what = word === undefined ? 'There is no command' : `There is no command ${word}`;
    throw new UsageError(null, `${what}: choose one of ${commandNames.join(', ')}.`);
  }
  const name = parsed.data;
  function refuse(message: string): never {
    throw new UsageError(name, message);
  }
  const known: readonly string[] = [...everywhere, ...allowed[name]];
  const seen = new Set<string>();
  for (const token of tokens) {
    if (token.kind !== 'option') continue;
    if (!known.includes(token.name)) refuse(`${name} takes no --${token.name}.`);
    if (seen.has(token.name) && token.name !== 'file' && token.name !== 'exclude')
      refuse(`--${token.name} is given twice.`);
    seen.add(token.name);
  }

  function text(option: 'server' | 'owner' | 'package' | 'version' | 'to', what: string): string {
    const value = values[option];
    if (value === undefined || value === '') refuse(`--${option} is missing: it names ${what}.`);
    return value.length > 1024 ? refuse(`--${option} is too long.`) : value;
  }
  function wholeVersion(): VersionCoordinates {
    return {
      owner: text('owner', 'the user or organization'),
      packageName: text('package', 'the package'),
      version: text('version', 'the version'),
    };
  }
  function oneFolder(): string {
    const [folder, ...more] = rest;
    if (folder === undefined || folder === '') refuse('DIR is missing: the folder to compare.');
    return more.length > 0 ? refuse('Only one folder can be compared.') : folder;
  }
  function nothingMore(): void {
    if (rest.length > 0) refuse(`${name} takes no ${rest[0]} here.`);
  }

  function patience(): number {
    const seconds = values['retry-for'] ?? usualPatience;
    return /^\d{1,6}$/.test(seconds) ? Number(seconds) * 1000 : refuse('--retry-for is a number of seconds.');
  }

  function naming(): NamingRule {
    const kind = values.names ?? (values.join === undefined ? 'base' : 'path');
    if (kind === 'path') {
      const join = joins.find((each) => each === (values.join ?? joins[0]));
      return join === undefined ? refuse(`--join is one of ${joins.join(' ')}`) : { kind, join };
    }
    if (values.join !== undefined) refuse('--join goes with --names path.');
    return kind === 'base' ? { kind } : refuse('--names is base or path.');
  }

  function read(): Command {
    const fileNames = values.file ?? [];
    if (fileNames.some((fileName) => fileName === '' || fileName.length > 1024)) {
      refuse('--file is the name of a file.');
    }
    switch (name) {
      case 'publish': {
        const version = wholeVersion();
        if (packageNameProblem(version.packageName) !== null) {
          refuse(`The server takes no package ${version.packageName}: use letters, digits and _ . + - only.`);
        }
        if (publishableVersionProblem(version.version) !== null) {
          refuse(
            `${version.version} cannot be published as a version: no blanks at its ends, slashes or controls.`,
          );
        }
        if (rest.length === 0) refuse('FILE is missing: name the files or folders to publish.');
        return { name, version, paths: rest, naming: naming(), excludes: values.exclude ?? [] };
      }
      case 'download':
        nothingMore();
        return {
          name,
          version: wholeVersion(),
          fileNames: [...new Set(fileNames)],
          folder: text('to', 'the folder that files go to'),
        };
      case 'list': {
        nothingMore();
        const owner = text('owner', 'the user or organization');
        if (values.version !== undefined) return { name, of: wholeVersion() };
        return values.package === undefined
          ? { name, of: { owner } }
          : { name, of: { owner, packageName: text('package', 'the package') } };
      }
      case 'delete': {
        nothingMore();
        if (fileNames.length > 1) refuse('delete takes one --file at a time.');
        const version = wholeVersion();
        if (values.yes !== true) refuse('Nothing was deleted: say --yes to delete on the server for good.');
        return { name, version, fileName: fileNames[0] ?? null };
      }
      case 'verify':
        return { name, version: wholeVersion(), folder: oneFolder() };
      default:
        return refuse(`There is no command ${String(name)}.`);
    }
  }

  const server = parseServerAddress(text('server', 'the address of Gitea or Forgejo'));
  if (!server.ok) refuse('--server is no address of a server, such as https://git.example.org.');
  const profile = values['user-data-dir'] ?? null;
  if (profile === '') refuse('--user-data-dir names a folder.');
  return { command: read(), serverUrl: server.value, json, patience: patience(), profile };
}
