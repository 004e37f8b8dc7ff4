import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { NamingRule } from '../../shared/naming-rule.ts';
import { type Outcome, succeeded } from '../../shared/outcome.ts';
import { systemErrorCode } from '../local-files/local-file-reference.ts';
import { PackedFiles } from '../local-files/packing/packed-files.ts';
import type { WalkedFile } from '../local-files/walk.ts';
import { describeError } from '../redact.ts';
import type { Session } from './session.ts';

/** Archives that a command makes of folders; they go with it, and with the next one where it was killed. */
export class CommandArchives implements AsyncDisposable {
  readonly #session: Session;
  /** Each command has a folder of its own, which tells by its name whether it still runs. */
  readonly #all: string;
  readonly #own: string;

  constructor(session: Session) {
    this.#session = session;
    this.#all = join(session.profile, 'packed-by-commands');
    this.#own = join(this.#all, String(process.pid));
  }

  /** The files under a rule: where it asks for archives, those in the place of what was in folders. */
  async packed(files: readonly WalkedFile[], rule: NamingRule): Promise<Outcome<readonly WalkedFile[]>> {
    if (rule.kind !== 'archive') return succeeded(files);
    await this.#removeLeftOver();
    const { reporter, signal } = this.#session;
    const log = {
      info: () => undefined,
      warn: (message: string, error?: unknown) => reporter.note(`${message} ${describeError(error)}`),
      error: (message: string, error?: unknown) => reporter.note(`${message} ${describeError(error)}`),
    };
    const archives = new PackedFiles(this.#own, () => new Set(), log);
    const packed = await archives.pack(files, rule.format, {
      signal,
      tell: () => undefined,
      end: () => undefined,
    });
    if (!packed.ok) return packed;
    for (const { name, reference } of packed.value) {
      const { size } = reference.identity;
      reporter.line({ kind: 'packed', name, size }, `${name}  packed, ${size} bytes`);
    }
    return succeeded([...packed.value, ...files.filter(({ folder }) => folder === '')]);
  }

  [Symbol.asyncDispose](): Promise<void> {
    return rm(this.#own, { recursive: true, force: true, maxRetries: 3 });
  }

  async #removeLeftOver(): Promise<void> {
    for (const name of await namesIn(this.#all)) {
      if (isRunning(Number(name))) continue;
      await rm(join(this.#all, name), { recursive: true, force: true, maxRetries: 3 });
    }
  }
}

async function namesIn(folder: string): Promise<string[]> {
  try {
    return await readdir(folder);
  } catch (error) {
    if (systemErrorCode(error) === null) throw error;
    return [];
  }
}

function isRunning(processId: number): boolean {
  try {
    return Number.isInteger(processId) && process.kill(processId, 0);
  } catch (error) {
    return systemErrorCode(error) === 'EPERM';
  }
}
