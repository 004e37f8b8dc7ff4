import { parseArgs } from 'node:util';
import { z } from 'zod';
import { assertNever } from '../../../shared/assert-never.ts';
import { parseServerAddress } from '../../registry/server-address.ts';
import { type CommandName, commandNames } from '../usage.ts';
import { CommandWords } from './command-words.ts';
import { isRepeatable, options, takesOption } from './options.ts';
import {
  type DeleteCommand,
  type DownloadCommand,
  type ListCommand,
  readDelete,
  readDownload,
  readList,
  readVerify,
  type VerifyCommand,
} from './other-commands.ts';
import { type PublishCommand, readPublish } from './publish.ts';
import { UsageError } from './usage-error.ts';

/** What a command line asks for. */
export type Command =
  | { readonly name: 'help' }
  | PublishCommand
  | DownloadCommand
  | ListCommand
  | DeleteCommand
  | VerifyCommand;

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

/** Seconds: long enough for a server to restart, short enough for a job that waits for the command. */
const usualPatience = '60';

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
  const words: CommandWords = new CommandWords(parsed.data, values, rest);
  const seen = new Set<string>();
  for (const token of tokens) {
    if (token.kind !== 'option') continue;
    if (!takesOption(words.command, token.name)) words.refuse(`${words.command} takes no --${token.name}.`);
    if (seen.has(token.name) && !isRepeatable(token.name)) words.refuse(`--${token.name} is given twice.`);
    seen.add(token.name);
  }
  const server = parseServerAddress(words.text('server', 'the address of Gitea or Forgejo'));
  if (!server.ok) words.refuse('--server is no address of a server, such as https://git.example.org.');
  const profile = values['user-data-dir'] ?? null;
  if (profile === '') words.refuse('--user-data-dir names a folder.');
  return {
    command: readCommand(words.command, words),
    serverUrl: server.value,
    json,
    patience: readPatience(words),
    profile,
  };
}

function readCommand(name: CommandName, words: CommandWords): Command {
  switch (name) {
    case 'publish':
      return readPublish(words);
    case 'download':
      return readDownload(words);
    case 'list':
      return readList(words);
    case 'delete':
      return readDelete(words);
    case 'verify':
      return readVerify(words);
    default:
      return assertNever(name);
  }
}

function readPatience(words: CommandWords): number {
  const seconds = words.values['retry-for'] ?? usualPatience;
  return /^\d{1,6}$/.test(seconds)
    ? Number(seconds) * 1000
    : words.refuse('--retry-for is a number of seconds.');
}
