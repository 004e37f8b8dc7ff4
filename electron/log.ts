import { appendFileSync, mkdirSync, renameSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { describeError, redact } from './redact.ts';

/** Notes of one place in the program, such as `transfers/queue`. Nothing reaches the log unredacted. */
export interface Logger {
  info(message: string): void;
  warn(message: string, error?: unknown): void;
  error(message: string, error?: unknown): void;
}

export type CreateLogger = (place: string) => Logger;

/** Where finished lines go. */
export interface LogSink {
  write(line: string): void;
}

/** Makes loggers that write to `sink`; `now` is milliseconds since 1970. */
export function loggersTo(sink: LogSink, now: () => number = Date.now): CreateLogger {
  return (place) => {
    function write(level: string, message: string, error?: unknown): void {
      const tail = error === undefined ? '' : ` ${describeError(error)}`;
      sink.write(`${new Date(now()).toISOString()} ${level} ${place}: ${redact(message)}${tail}\n`);
    }
    return {
      info: (message) => write('info', message),
      warn: (message, error) => write('warn', message, error),
      error: (message, error) => write('error', message, error),
    };
  };
}

/**
 * A log file that holds at most `maximumBytes`, with one older file beside it. Written at once, so that the last
 * line before a crash is there; a disk that takes no log must not take the app down with it.
 */
export class LogFile implements LogSink {
  readonly #path: string;
  readonly #maximumBytes: number;
  #bytes: number | null = null;

  constructor(path: string, maximumBytes = 2 * 1024 * 1024) {
    this.#path = path;
    this.#maximumBytes = maximumBytes;
  }

  write(line: string): void {
    try {
      this.#bytes ??= this.#open();
      if (this.#bytes > 0 && this.#bytes + Buffer.byteLength(line) > this.#maximumBytes) {
        renameSync(this.#path, `${this.#path}.1`);
        this.#bytes = 0;
      }
      appendFileSync(this.#path, line, { mode: 0o600 });
      this.#bytes += Buffer.byteLength(line);
    } catch {
      this.#bytes = null;
    }
  }

  #open(): number {
    mkdirSync(dirname(this.#path), { recursive: true });
    return statSync(this.#path, { throwIfNoEntry: false })?.size ?? 0;
  }
}
