import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { z } from 'zod';

const SecondStart = z.object({
  commandLine: z.array(z.string()),
  workingFolder: z.string(),
  additionalData: z.unknown().optional(),
});
export type SecondStart = z.infer<typeof SecondStart>;

/**
 * Asking for the lock answers at once, which no socket of Node's does: so a short-lived process brings the message
 * from its standard input to the first instance. Exit code 0 means that it was taken. It tries for two seconds,
 * since the first instance may be about to listen.
 */
const messenger = `
const { connect } = require('node:net');
const message = require('node:fs').readFileSync(0);
const until = Date.now() + 2000;
(function attempt() {
  const socket = connect(process.argv[1]);
  socket.on('connect', () => socket.end(message));
  socket.on('data', () => process.exit(0));
  socket.on('error', () => (Date.now() < until ? setTimeout(attempt, 50) : process.exit(1)));
})();
`;

function isAlive(processId: number): boolean {
  try {
    process.kill(processId, 0);
    return true;
  } catch {
    return false;
  }
}

function isAlreadyThere(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'EEXIST';
}

/** Electron's lock against a second instance with the same user data: a file with the process's id, and a socket. */
export class SingleInstance {
  readonly #lockFile: string;
  readonly #socketPath: string;
  readonly #onSecondStart: (start: SecondStart) => void;
  #server: Server | null = null;

  constructor(userDataFolder: string, onSecondStart: (start: SecondStart) => void) {
    const id = createHash('sha256').update(userDataFolder).digest('hex').slice(0, 20);
    this.#lockFile = join(userDataFolder, 'stand-in.lock');
    // A socket's path has room for about a hundred bytes, so it cannot lie in the user data folder.
    this.#socketPath =
      process.platform === 'win32' ? `\\\\.\\pipe\\stand-in-${id}` : join(tmpdir(), `stand-in-${id}.sock`);
    this.#onSecondStart = onSecondStart;
  }

  get isHeld(): boolean {
    return this.#server !== null;
  }

  /** True when this is the first instance; else the first one has been told of this start. */
  request(additionalData: unknown): boolean {
    if (this.isHeld) return true;
    if (!this.#takeFile()) {
      if (isAlive(this.#owner()) && this.#tellFirst(additionalData)) return false;
      rmSync(this.#lockFile, { force: true });
      if (!this.#takeFile()) return false;
    }
    this.#listen();
    return true;
  }

  release(): void {
    if (this.#server === null) return;
    this.#server.close();
    this.#server = null;
    rmSync(this.#lockFile, { force: true });
  }

  #takeFile(): boolean {
    try {
      writeFileSync(this.#lockFile, String(process.pid), { flag: 'wx' });
      return true;
    } catch (error) {
      if (isAlreadyThere(error)) return false;
      throw error;
    }
  }

  #owner(): number {
    return Number(readFileSync(this.#lockFile, 'utf8')) || process.pid;
  }

  #tellFirst(additionalData: unknown): boolean {
    const start: SecondStart = { commandLine: process.argv, workingFolder: process.cwd(), additionalData };
    const { status } = spawnSync(process.execPath, ['-e', messenger, this.#socketPath], {
      input: JSON.stringify(start),
      stdio: ['pipe', 'ignore', 'ignore'],
    });
    return status === 0;
  }

  #listen(): void {
    if (process.platform !== 'win32') rmSync(this.#socketPath, { force: true });
    this.#server = createServer({ allowHalfOpen: true }, (socket) => {
      this.#receive(socket).catch((error: unknown) => console.error('[stand-in] second instance:', error));
    });
    this.#server.listen(this.#socketPath).unref();
    process.once('exit', () => this.release());
  }

  async #receive(socket: Socket): Promise<void> {
    const start = SecondStart.parse(JSON.parse(await text(socket)));
    socket.end('taken');
    this.#onSecondStart(start);
  }
}
