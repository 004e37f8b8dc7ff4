import { spawn } from 'node:child_process';
import { once } from 'node:events';

/** One file on its way by curl: where it lies here, and its address on the server. */
export interface CurlTransfer {
  readonly path: string;
  readonly url: string;
}

/** Runs a command with `input` on its standard input; throws with what it said unless it ends with 0. */
async function runCommand(command: string, args: readonly string[], input: string): Promise<void> {
  const child = spawn(command, args, { stdio: ['pipe', 'ignore', 'pipe'] });
  const gone = once(child, 'close');
  let words = '';
  child.stderr.on('data', (bytes: Buffer) => {
    words += bytes.toString('utf8');
  });
  child.stdin.end(input);
  await gone;
  if (child.exitCode !== 0)
    throw new Error(`${command} ended with ${child.exitCode}: ${words.slice(0, 500)}`);
}

function quoted(text: string): string {
  return `"${text.replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`;
}

/**
 * curl as a script would use it. What it is to do comes on standard input, so that no list is too long for a command
 * line and no token shows in a list of processes.
 */
export class Curl {
  readonly #token: string;

  constructor(token: string) {
    this.#token = token;
  }

  /** `curl -T`, several at once if there are several. */
  async upload(transfers: readonly CurlTransfer[], atOnce: number): Promise<void> {
    await this.#run(
      transfers.map(({ path, url }) => `upload-file = ${quoted(path)}\nurl = ${quoted(url)}`),
      atOnce,
    );
  }

  /** `curl -o`, several at once if there are several. */
  async download(transfers: readonly CurlTransfer[], atOnce: number): Promise<void> {
    await this.#run(
      transfers.map(({ path, url }) => `output = ${quoted(path)}\nurl = ${quoted(url)}`),
      atOnce,
    );
  }

  async #run(transfers: readonly string[], atOnce: number): Promise<void> {
    const header = `header = ${quoted(`Authorization: token ${this.#token}`)}`;
    const parallel =
      atOnce > 1 ? ['--parallel', '--parallel-immediate', '--parallel-max', String(atOnce)] : [];
    const args = ['--silent', '--show-error', '--fail', ...parallel, '--config', '-'];
    await runCommand('curl', args, [header, ...transfers, ''].join('\n'));
  }
}

/** `sha256sum -c` of one file. */
export async function checkSum(path: string, sha256: string): Promise<void> {
  await runCommand('sha256sum', ['--check', '--status', '-'], `${sha256}  ${path}\n`);
}
