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
  return fits(charactersOf(pattern), charactersOf(name));
}

function charactersOf(text: string): readonly string[] {
  return [...text.toLowerCase()];
}

function fits(wanted: readonly string[], given: readonly string[]): boolean {
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

/** Answers the first pattern that a name fits, or null. */
export type FindPattern = (name: string) => string | null;

/** Reads the patterns once, for many names: ten thousand names and a hundred patterns are a million comparisons. */
export function patternFinder(patterns: readonly string[]): FindPattern {
  const plain = new Map<string, number>();
  const withSigns: { readonly wanted: readonly string[]; readonly place: number }[] = [];
  for (const [place, pattern] of patterns.entries()) {
    const key = pattern.toLowerCase();
    if (/[*?]/.test(pattern)) withSigns.push({ wanted: charactersOf(pattern), place });
    else if (!plain.has(key)) plain.set(key, place);
  }
  return (name) => {
    const given = charactersOf(name);
    const itself = plain.get(name.toLowerCase()) ?? patterns.length;
    const first = withSigns.find(({ wanted, place }) => place < itself && fits(wanted, given));
    return patterns[first?.place ?? itself] ?? null;
  };
}

/**
 * The first pattern that the file's name fits, or a folder below the dropped one; null when the file is meant. The
 * dropped folder itself was chosen by the user.
 */
export function excludedBy(findPattern: FindPattern, { name, folder }: NamedFile): string | null {
  for (const each of [...folder.split('/').slice(1), name]) {
    const pattern = findPattern(each);
    if (pattern !== null) return pattern;
  }
  return null;
}

/** Patterns as they are typed, one a line; those that are too many or too long are cut off. */
export function readPatterns(text: string): string[] {
  const lines = text.split('\n').map((line) => line.trim().slice(0, excludeLimits.length).trim());
  return [...new Set(lines.filter((line) => line !== ''))].slice(0, excludeLimits.patterns);
}
