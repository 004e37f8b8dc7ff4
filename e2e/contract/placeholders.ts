import type { z } from 'zod';
import { passcodeAt } from '../../electron/local-registry/secrets.ts';
import type { RecordedWorld } from './recordings.ts';

/** A JSON value. */
export type Json = z.core.util.JSONType;

/** What the placeholders of a scenario stand for while it is replayed. */
export interface Meanings {
  readonly world: RecordedWorld;
  /** The secrets of the world's tokens. */
  readonly secrets: ReadonlyMap<string, string>;
  /** The root URL without a slash at its end. */
  readonly base: string;
  /** Seconds since 1970. */
  now(): number;
  /** Seconds since 1970 of the latest answer that had a last-modified header. */
  lastModified: number;
}

function passcodeOf(meanings: Meanings, user: string): string {
  const secret = meanings.world.users[user]?.['totp'];
  return typeof secret === 'string' ? passcodeAt(secret, meanings.now()) : '';
}

function fillPlain(text: string, meanings: Meanings): string {
  return text
    .replace(/<token:([^>]+)>/g, (_match, name: string) => meanings.secrets.get(name) ?? '')
    .replace(/<totp:([^>]+)>/g, (_match, user: string) => passcodeOf(meanings, user))
    .replace(/<last-modified([+-]\d+)?>/g, (_match, shift: string | undefined) =>
      new Date((meanings.lastModified + Number(shift ?? 0)) * 1000).toUTCString(),
    )
    .replaceAll('<base>', meanings.base)
    .replaceAll('<origin>', new URL(meanings.base).origin);
}

/** Fills in what a request's header or path says. `<b64:` goes up to the end of the header. */
export function fill(text: string, meanings: Meanings): string {
  const start = text.indexOf('<b64:');
  if (start === -1) return fillPlain(text, meanings);
  const inside = fillPlain(text.slice(start + '<b64:'.length, text.lastIndexOf('>')), meanings);
  return `${fillPlain(text.slice(0, start), meanings)}${Buffer.from(inside, 'utf8').toString('base64')}`;
}

const patterns: Readonly<Record<string, string>> = {
  id: '[1-9]\\d*',
  size: '[1-9]\\d*',
  datetime: '\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(?:Z|[+-]\\d\\d:\\d\\d)',
  'http-date': '(?:Sun|Mon|Tue|Wed|Thu|Fri|Sat), \\d\\d [A-Z][a-z]{2} \\d{4} \\d\\d:\\d\\d:\\d\\d GMT',
  avatar: 'https?://\\S+',
  secret: '[0-9a-f]{40}',
  'secret-end': '[0-9a-f]{8}',
  boundary: "[0-9A-Za-z'()+_,./:=?-]{1,70}",
};

function escapeRegExp(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&');
}

/** The placeholders that stand for one and the same text throughout an answer. */
const steady = ['boundary'];

/** Compares answers with recordings. One for each answer: it remembers what `<boundary>` stood for. */
export class Matcher {
  readonly #meanings: Meanings;
  readonly #seen = new Map<string, string>();

  constructor(meanings: Meanings) {
    this.#meanings = meanings;
  }

  /** Whether a text is what a recorded text with placeholders stands for. */
  text(expected: string, actual: string): boolean {
    const names: string[] = [];
    const pieces = fillPlain(expected, this.#meanings).split(/<([a-z-]+)>/);
    const pattern = pieces.map((piece, index) => {
      if (index % 2 === 0) return escapeRegExp(piece);
      const inside = patterns[piece];
      if (inside === undefined) return escapeRegExp(`<${piece}>`);
      names.push(piece);
      return `(${inside})`;
    });
    const match = new RegExp(`^${pattern.join('')}$`, 's').exec(actual);
    if (match === null) return false;
    return names.every((name, index) => {
      if (!steady.includes(name)) return true;
      const value = match[index + 1] ?? '';
      const known = this.#seen.get(name) ?? value;
      this.#seen.set(name, known);
      return known === value;
    });
  }

  /** Where a JSON value differs from the recorded one, as a path; null when it does not. */
  json(expected: Json | undefined, actual: Json | undefined, path = '$'): string | null {
    if (typeof expected === 'string') return this.#jsonText(expected, actual, path);
    if (Array.isArray(expected)) {
      if (!Array.isArray(actual)) return path;
      if (expected.length !== actual.length) return `${path}.length`;
      return this.#first(expected.map((item, index) => this.json(item, actual[index], `${path}[${index}]`)));
    }
    if (typeof expected === 'object' && expected !== null) {
      if (typeof actual !== 'object' || actual === null || Array.isArray(actual)) return path;
      const keys = new Set([...Object.keys(expected), ...Object.keys(actual)]);
      return this.#first([...keys].map((key) => this.#member(expected, actual, key, path)));
    }
    return expected === actual ? null : path;
  }

  #member(
    expected: Record<string, Json>,
    actual: Record<string, Json>,
    key: string,
    path: string,
  ): string | null {
    const here = `${path}.${key}`;
    if (!Object.hasOwn(expected, key) || !Object.hasOwn(actual, key)) return here;
    return this.json(expected[key], actual[key], here);
  }

  #jsonText(expected: string, actual: Json | undefined, path: string): string | null {
    if (expected === '<id>' || expected === '<size>') {
      return typeof actual === 'number' && Number.isInteger(actual) && actual > 0 ? null : path;
    }
    const object = this.#meanings.world.objects[expected];
    if (object !== undefined) return this.json(object, actual, path);
    return typeof actual === 'string' && this.text(expected, actual) ? null : path;
  }

  #first(differences: readonly (string | null)[]): string | null {
    return differences.find((difference) => difference !== null) ?? null;
  }
}
