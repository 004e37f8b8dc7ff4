import type { Failure } from '../../shared/failure.ts';
import { describeFailure } from '../../shared/failure-words.ts';
import { visibleText } from '../../shared/visible-text.ts';

/** A stream as far as it is written to; standard output and standard error are such. */
export interface Sink {
  readonly isTTY?: boolean;
  readonly columns?: number;
  write(text: string): unknown;
}

/** One line of output: for programs all of it, for people `words`. */
export interface Line {
  readonly kind: string;
  readonly [field: string]: unknown;
}

/** How far everything is. Bytes; the size is null while not known. */
export interface Progress {
  readonly transferred: number;
  readonly size: number | null;
  /** Bytes a second. */
  readonly speed: number;
  readonly filesLeft: number;
}

const unprintable = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/gu;

/** JSON on one line in which no character can do anything to a terminal. */
export function plainJson(value: unknown): string {
  return JSON.stringify(value).replace(unprintable, (character) =>
    Array.from(
      { length: character.length },
      (_, index) => `\\u${character.charCodeAt(index).toString(16).padStart(4, '0')}`,
    ).join(''),
  );
}

/** A failure as programs read it. */
export function failureFields(failure: Failure): Readonly<Record<string, unknown>> {
  const { title, nextStep, details } = describeFailure(failure);
  return {
    reason: failure.reason,
    ...(failure.status === undefined ? {} : { status: failure.status }),
    title,
    next: nextStep,
    details,
  };
}

/** `1.5 MiB`. */
export function bytesInWords(bytes: number): string {
  const units = ['B', 'KiB', 'MiB', 'GiB', 'TiB'];
  let value = bytes;
  let unit = 0;
  while (value >= 1024 && unit < units.length - 1) {
    value /= 1024;
    unit += 1;
  }
  return unit === 0 ? `${bytes} B` : `${value.toFixed(1)} ${units[unit]}`;
}

/**
 * What the command says: lines of JSON for programs, sentences and a bar for people. Names from a server come out
 * with what is invisible spelled out, and the token never, wherever it may have got to.
 */
export class Reporter {
  readonly #out: Sink;
  readonly #err: Sink;
  readonly #json: boolean;
  readonly #secret: string | null;
  #hasBar = false;

  constructor(parts: { out: Sink; err: Sink; json: boolean; secret: string | null }) {
    this.#out = parts.out;
    this.#err = parts.err;
    this.#json = parts.json || parts.out.isTTY !== true;
    this.#secret = parts.secret;
  }

  /** One line; `words` is what a person reads, null where a person reads nothing. */
  line(line: Line, words: string | null): void {
    if (this.#json) return this.#write(this.#out, plainJson(line));
    if (words !== null) this.#write(this.#out, visibleText(words));
  }

  /** A failure that is not of one file; programs get it as a line, people on standard error always. */
  failure(failure: Failure, hint = ''): void {
    const { title, nextStep, details } = describeFailure(failure);
    if (this.#json) {
      this.#write(
        this.#out,
        plainJson({ kind: 'error', ...failureFields(failure), ...(hint === '' ? {} : { hint }) }),
      );
    }
    const words = [`${title}.`, nextStep, hint, details === null ? '' : `(${details})`];
    this.note(words.filter((word) => word !== '').join(' '));
  }

  /** A sentence for people, on standard error. */
  note(words: string): void {
    this.#write(this.#err, words.split('\n').map(visibleText).join('\n'));
  }

  /** Something is tried again by itself after so many milliseconds. */
  waiting(why: string, milliseconds: number): void {
    this.note(`${why}. Trying again in ${Math.max(1, Math.round(milliseconds / 1000))} s.`);
  }

  progress({ transferred, size, speed, filesLeft }: Progress): void {
    if (this.#json) {
      this.#write(this.#out, plainJson({ kind: 'progress', transferred, size, speed, filesLeft }));
      return;
    }
    if (this.#err.isTTY !== true) return;
    const fraction = size === null || size === 0 ? 0 : Math.min(1, transferred / size);
    const full = Math.round(fraction * 24);
    const bar = `[${'#'.repeat(full)}${'-'.repeat(24 - full)}]`;
    const amount = `${bytesInWords(transferred)}${size === null ? '' : ` of ${bytesInWords(size)}`}`;
    const words = `${bar} ${Math.floor(fraction * 100)} %  ${amount}  ${bytesInWords(speed)}/s  ${filesLeft} left`;
    this.#err.write(`\r\u001B[K${words.slice(0, (this.#err.columns ?? 80) - 1)}`);
    this.#hasBar = true;
  }

  /** Takes the bar off the terminal. */
  end(): void {
    if (this.#hasBar) this.#err.write('\r\u001B[K');
    this.#hasBar = false;
  }

  #write(sink: Sink, text: string): void {
    this.end();
    const { length } = this.#secret ?? '';
    sink.write(`${this.#secret === null || length < 8 ? text : text.replaceAll(this.#secret, '[hidden]')}\n`);
  }
}
