/**
 * The generic registry's rules for names, proven character by character by the recordings `02-names-package`,
 * `02-names-file` and `02-names-version` (the same in Gitea 1.23.6 and 1.26-dev).
 */

/** Why a name is refused, in the terms of the rule it breaks. */
export type NameProblem =
  | { readonly kind: 'empty' }
  | { readonly kind: 'blank-at-end' }
  | { readonly kind: 'dots' }
  | { readonly kind: 'single-sign' }
  | { readonly kind: 'characters'; readonly characters: readonly string[] };

const packageCharacter = /[A-Za-z0-9_.+-]/;

/**
 * Which characters a server takes in file names: since Gitea 1.22 more than in package names, before that the same
 * (go-gitea/gitea#30135, merged in March 2024).
 */
export type FileNameRules = 'wide' | 'as-packages';

/** By a version as servers say it: `1.21.11`, `1.26.0+dev-7`, `16.0.1+gitea-1.22.0`; null is a server like the newest. */
export function fileNameRulesOf(serverVersion: string | null): FileNameRules {
  const text = serverVersion ?? '';
  const [, major = '', minor = ''] = /gitea-(\d+)\.(\d+)/.exec(text) ?? /^v?(\d+)\.(\d+)/.exec(text) ?? [];
  return major === '1' && Number(minor) < 22 ? 'as-packages' : 'wide';
}

/** `plain` begins and ends with a letter or digit, and has nothing between them that a server refuses. */
const fileNames: Readonly<Record<FileNameRules, { readonly character: RegExp; readonly plain: RegExp }>> = {
  wide: {
    character: /[A-Za-z0-9 _+=:;.()[\]{}~!@#$%^&-]/,
    plain: /^[A-Za-z0-9](?:[A-Za-z0-9 _+=:;.()[\]{}~!@#$%^&-]*[A-Za-z0-9])?$/,
  },
  'as-packages': {
    character: packageCharacter,
    plain: /^[A-Za-z0-9](?:[A-Za-z0-9_.+-]*[A-Za-z0-9])?$/,
  },
};

/**
 * Unicode's White_Space property, which is what the server trims by. It holds U+0085 and, unlike JavaScript's
 * `trim()`, not U+FEFF.
 */
const whiteSpaceAtEnds = /^\p{White_Space}|\p{White_Space}$/u;

function refusedCharacters(name: string, allowed: RegExp): readonly string[] {
  return [...new Set([...name].filter((character) => !allowed.test(character)))];
}

/** Package: two or more of `A-Z a-z 0-9 _ . + -` except `..`, or one letter or digit. */
export function packageNameProblem(name: string): NameProblem | null {
  if (name === '') return { kind: 'empty' };
  const characters = refusedCharacters(name, packageCharacter);
  if (characters.length > 0) return { kind: 'characters', characters };
  if (name === '..' || name === '.') return { kind: 'dots' };
  if (name.length === 1 && !/[A-Za-z0-9]/.test(name)) return { kind: 'single-sign' };
  return null;
}

/** File: one or more of the allowed ASCII characters, not `.` or `..`, no blank at either end. */
export function fileNameProblem(name: string, rules: FileNameRules = 'wide'): NameProblem | null {
  const { character, plain } = fileNames[rules];
  // Most names, and a batch may hold thousands.
  if (plain.test(name)) return null;
  if (name === '') return { kind: 'empty' };
  const characters = refusedCharacters(name, character);
  if (characters.length > 0) return { kind: 'characters', characters };
  if (name === '.' || name === '..') return { kind: 'dots' };
  if (whiteSpaceAtEnds.test(name)) return { kind: 'blank-at-end' };
  return null;
}

/** Version, as the server judges it: anything without white space at its ends. */
export function versionProblem(version: string): NameProblem | null {
  if (version === '') return { kind: 'empty' };
  if (whiteSpaceAtEnds.test(version)) return { kind: 'blank-at-end' };
  return null;
}

/**
 * Version, as the app lets people publish it: stricter than the server. `.` and `..` fold away in most clients
 * (a delete would hit the parent), slashes are decoded by proxies, control characters and bidirectional
 * controls fool readers.
 */
export function publishableVersionProblem(version: string): NameProblem | null {
  const problem = versionProblem(version);
  if (problem !== null) return problem;
  if (version === '.' || version === '..') return { kind: 'dots' };
  const characters = [...new Set(version.match(/[/\\?#\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu) ?? [])];
  if (characters.length > 0) return { kind: 'characters', characters };
  return null;
}

/**
 * The server compares names without regard to case, by Unicode (`Ü` finds `ü`); two names with one key are one.
 * It lowers one character at a time, whatever stands around it: `Σ` at a word's end becomes `σ`, `İ` a plain `i`.
 */
export function nameKey(name: string): string {
  // The two letters that a whole word makes JavaScript lower otherwise than one by one.
  return name.replaceAll('İ', 'i').replaceAll('Σ', 'σ').toLowerCase();
}

const spelledOut: Readonly<Record<string, string>> = {
  ä: 'ae',
  ö: 'oe',
  ü: 'ue',
  Ä: 'Ae',
  Ö: 'Oe',
  Ü: 'Ue',
  ß: 'ss',
  æ: 'ae',
  Æ: 'Ae',
  ø: 'o',
  Ø: 'O',
  å: 'aa',
  Å: 'Aa',
  đ: 'd',
  ł: 'l',
  Ł: 'L',
  '’': '',
  "'": '',
  '–': '-',
  '—': '-',
};

function toAscii(name: string): string {
  const composed = name.normalize('NFC');
  const spelled = [...composed].map((character) => spelledOut[character] ?? character).join('');
  return spelled.normalize('NFKD').replace(/\p{M}/gu, '');
}

/** The nearest file name that the server takes, or null when nothing of the name is left. Never applied silently. */
export function proposeFileName(name: string, rules: FileNameRules = 'wide'): string | null {
  const { character: allowed, plain } = fileNames[rules];
  if (plain.test(name) && !name.includes('--')) return name;
  const replaced = [...toAscii(name)]
    .map((character) => (allowed.test(character) ? character : '-'))
    .join('')
    .replace(/-{2,}/g, '-')
    .trim();
  return fileNameProblem(replaced, rules) === null && /[A-Za-z0-9]/.test(replaced) ? replaced : null;
}

/** The nearest package name that the server takes, or null when nothing of the name is left. */
export function proposePackageName(name: string): string | null {
  const replaced = [...toAscii(name)]
    .map((character) => (packageCharacter.test(character) ? character : '-'))
    .join('')
    .replace(/-{2,}/g, '-')
    .replace(/^[-.]+|[-.]+$/g, '');
  return packageNameProblem(replaced) === null ? replaced : null;
}
