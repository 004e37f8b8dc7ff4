import type { NamedFile } from './naming-rule.ts';

/** What systems, browsers and the app itself leave in folders, and nobody means to publish. */
export const usualExcludes: readonly string[] = [
  '.DS_Store',
  'Thumbs.db',
  'desktop.ini',
  '*.part',
  '*.teapart-*',
];

/** Most patterns of the user's own, and most characters in one. */
export const excludeLimits = { patterns: 100, length: 200 } as const;

/**
 * Whether a name fits a pattern, without regard to case: `*` stands for any characters or none, `?` for one, all
 * else for itself. Takes at most pattern times name steps, whatever the pattern is.
 */
export function fitsPattern(pattern: string, name: string): boolean {
  const wanted = [...pattern.toLowerCase()];
  const given = [...name.toLowerCase()];
  let at = 0;
  /** The last star, and where the characters it stands for end as far as tried. */
  let star = -1;
  let starEnd = 0;
  let place = 0;
  while (place < given.length) {
    if (wanted[at] === '*') {
      star = at;
      starEnd = place;
      at += 1;
    } else if (wanted[at] === '?' || (at < wanted.length && wanted[at] === given[place])) {
      at += 1;
      place += 1;
    } else if (star >= 0) {
      at = star + 1;
      starEnd += 1;
      place = starEnd;
    } else {
      return false;
    }
  }
  return wanted.slice(at).every((character) => character === '*');
}

/**
 * The first pattern that fits the file's name or a folder below the dropped one; null when the file is meant. The
 * dropped folder itself was chosen by the user.
 */
export function excludedBy(patterns: readonly string[], { name, folder }: NamedFile): string | null {
  const names = [name, ...folder.split('/').slice(1)];
  return patterns.find((pattern) => names.some((each) => fitsPattern(pattern, each))) ?? null;
}

/** Patterns as they are typed, one a line; those that are too many or too long are cut off. */
export function readPatterns(text: string): string[] {
  const lines = text.split('\n').map((line) => line.trim().slice(0, excludeLimits.length).trim());
  return [...new Set(lines.filter((line) => line !== ''))].slice(0, excludeLimits.patterns);
}
