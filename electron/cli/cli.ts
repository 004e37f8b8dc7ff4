import { createHash } from 'node:crypto';
import { constants } from 'node:os';
import { type AccountId, Credential } from '../../shared/account.ts';
import { assertNever } from '../../shared/assert-never.ts';
import { describeError } from '../redact.ts';
import { RegistryClient } from '../registry/registry-client.ts';
import { type CommandLine, readCommandLine } from './arguments/read-command-line.ts';
import { UsageError } from './arguments/usage-error.ts';
import { deleteOnServer } from './delete.ts';
import { download } from './download.ts';
import { exitCodes } from './exit-codes.ts';
import { guessTarget } from './guess-target.ts';
import { list } from './list.ts';
import { usualProfile } from './profile.ts';
import { publish } from './publish.ts';
import { Reporter } from './reporter.ts';
import type { CommandEnd, Session } from './session.ts';
import { help, usageOf } from './usage.ts';
import { verify } from './verify.ts';

/**
 * The command line: `npm run -s cli -- COMMAND …`. What the app does with a window this does without one, on the
 * same transfers. Standard output is for the answer, standard error for the bar and for what goes wrong.
 */

/** What has not stopped by itself this long after Ctrl-C is left to the system. Milliseconds. */
const stopWithin = 5000;

/** Reads the token and takes it out of the environment, which child processes and crash reports would show. */
function takeToken(): string | null {
  const token = process.env['TEA_CHEST_TOKEN'];
  delete process.env['TEA_CHEST_TOKEN'];
  return token === undefined || token === '' ? null : token;
}

async function run({ command }: CommandLine, session: Session): Promise<CommandEnd> {
  switch (command.name) {
    case 'publish':
      return publish(session, command, await guessTarget(command, session.reporter));
    case 'download':
      return download(session, command.version, command.fileNames, command.folder);
    case 'list':
      return list(session, command.of);
    case 'delete':
      return deleteOnServer(session, command.version, command.fileName);
    case 'verify':
      return verify(session, command.version, command.folder);
    case 'help':
      throw new Error('Help is given without a session.');
    default:
      return assertNever(command);
  }
}

async function runCommandLine(line: CommandLine, token: string | null, reporter: Reporter): Promise<number> {
  const credential = token === null ? null : Credential.safeParse({ kind: 'token', token });
  if (credential !== null && !credential.success) {
    throw new UsageError(
      null,
      'TEA_CHEST_TOKEN is no token: it holds blanks, or characters that no token has.',
    );
  }
  const stopping = new AbortController();
  let signalled = 0;
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    // Started by npm the signal comes twice: from the terminal and from npm.
    process.on(signal, () => {
      if (signalled !== 0) return;
      signalled = 128 + constants.signals[signal];
      stopping.abort();
      setTimeout(() => process.exit(signalled), stopWithin).unref();
    });
  }
  const client = new RegistryClient({
    serverUrl: line.serverUrl,
    credential: credential === null ? null : credential.data,
  });
  try {
    const session = {
      client,
      accountId: accountIdOf(line.serverUrl),
      profile: line.profile ?? usualProfile(),
      patience: line.patience,
      isAnonymous: token === null,
      reporter,
      signal: stopping.signal,
    };
    const { exitCode, summary, words } = await run(line, session);
    const code = signalled === 0 ? exitCode : signalled;
    reporter.line(
      { kind: 'summary', command: line.command.name, exitCode: code, ...summary },
      signalled === 0 ? words : 'Interrupted. The same command again goes on from here.',
    );
    return code;
  } finally {
    client.destroy();
  }
}

function accountIdOf(serverUrl: string): AccountId {
  return `cli-${createHash('sha256').update(serverUrl).digest('hex').slice(0, 16)}`;
}

/** npm runs scripts in the project; paths are meant from where the user is. */
function goWhereTheUserIs(): void {
  const { npm_lifecycle_event: script, INIT_CWD: place } = process.env;
  if (script === 'cli' && place !== undefined) process.chdir(place);
}

async function main(): Promise<number> {
  const words = process.argv.slice(2);
  const token = takeToken();
  goWhereTheUserIs();
  const reporter = new Reporter({
    out: process.stdout,
    err: process.stderr,
    json: words.includes('--json'),
    secret: token,
  });
  try {
    const line = readCommandLine(words);
    if (line.command.name !== 'help') return await runCommandLine(line, token, reporter);
    process.stdout.write(help());
    return exitCodes.done;
  } catch (error) {
    reporter.end();
    const exitCode = error instanceof UsageError ? exitCodes.usage : exitCodes.failed;
    if (error instanceof UsageError) reporter.note(`${error.message}\n${usageOf(error.command)}`);
    else reporter.note(describeError(error));
    const reason = error instanceof UsageError ? 'usage' : 'internal';
    reporter.line({ kind: 'summary', exitCode, reason }, null);
    return exitCode;
  }
}

// Whoever reads the output may stop reading; the work goes on all the same.
process.stdout.on('error', () => undefined);
process.stderr.on('error', () => undefined);
process.exitCode = await main();
