/**
 * The order of version strings. Servers check none of it, so it must be total over any text: semantic versions
 * and dates where they are meant, natural order of digits and words everywhere else.
 */

/** What marks a version as not yet final: the usual words, or `a1`, `b2`, `m3` as Python and Maven write them. */
const preReleaseWord =
  /^(?:alpha|beta|rc|cr|pre|preview|prerelease|dev|snapshot|nightly|canary|next|unstable|milestone|test)[.-]?\d*|^[abm]\d+/i;

interface ParsedVersion {
  /** `1.4.2` of `v1.4.2-rc.1+linux`, cut into digits and words. */
  readonly main: readonly string[];
  /** -1 for a pre-release, 0 for the plain version, 1 for a revision such as `1.4.2-3`. */
  readonly rank: -1 | 0 | 1;
  readonly suffix: readonly string[];
}

function pieces(text: string): readonly string[] {
  return text.match(/\d+|[^\d.\-_+]+/g) ?? [];
}

function parseVersion(version: string): ParsedVersion {
  const plain = version.replace(/^v(?=\d)/i, '').replace(/(?<=.)\+.*$/su, '');
  const main = /^\d+(?:\.\d+)*/.exec(plain)?.[0] ?? plain;
  const suffix = plain.slice(main.length).replace(/^[-_.~]/, '');
  if (suffix === '') return { main: pieces(main), rank: 0, suffix: [] };
  return { main: pieces(main), rank: preReleaseWord.test(suffix) ? -1 : 1, suffix: pieces(suffix) };
}

function comparePiece(left: string, right: string): number {
  const leftIsNumber = /^\d/.test(left);
  const rightIsNumber = /^\d/.test(right);
  if (leftIsNumber !== rightIsNumber) return leftIsNumber ? -1 : 1;
  if (!leftIsNumber) return compareText(left.toLowerCase(), right.toLowerCase());
  const leftDigits = left.replace(/^0+(?=\d)/, '');
  const rightDigits = right.replace(/^0+(?=\d)/, '');
  return leftDigits.length - rightDigits.length || compareText(leftDigits, rightDigits);
}

function compareText(left: string, right: string): number {
  if (left === right) return 0;
  return left < right ? -1 : 1;
}

function comparePieces(left: readonly string[], right: readonly string[]): number {
  for (const [index, piece] of left.entries()) {
    const other = right[index];
    if (other === undefined) return 1;
    const order = comparePiece(piece, other);
    if (order !== 0) return order;
  }
  return left.length === right.length ? 0 : -1;
}

/**
 * Negative when `left` is the lower version. Numbers count as numbers (`1.9` < `1.10`), a pre-release lies below
 * its version (`2.0-rc.1` < `2.0`, semver 2.0.0 rule 11), a revision above it (`2.0` < `2.0-1`). Versions that
 * differ only in what does not count (`v1`, `1+build`) come in the order of their text, so that the order is total.
 */
export function compareVersions(left: string, right: string): number {
  return compareParsed(parseVersion(left), parseVersion(right)) || compareText(left, right);
}

function compareParsed(left: ParsedVersion, right: ParsedVersion): number {
  return (
    comparePieces(left.main, right.main) || left.rank - right.rank || comparePieces(left.suffix, right.suffix)
  );
}

interface ReadVersion<Item> {
  readonly item: Item;
  readonly parsed: ParsedVersion;
}

interface Versioned {
  readonly version: string;
}

function compareRead(left: ReadVersion<Versioned>, right: ReadVersion<Versioned>): number {
  return compareParsed(left.parsed, right.parsed) || compareText(left.item.version, right.item.version);
}

/** A copy in the order of `compareVersions`, highest first. Reads each version once: there may be 100,000. */
export function highestFirst<Item extends Versioned>(items: readonly Item[]): readonly Item[] {
  return items
    .map((item): ReadVersion<Item> => ({ item, parsed: parseVersion(item.version) }))
    .sort((left, right) => compareRead(right, left))
    .map(({ item }) => item);
}

/** The first that `highestFirst` would answer, without putting all in order. */
export function highestOf<Item extends Versioned>(items: readonly Item[]): Item | undefined {
  let highest: ReadVersion<Item> | undefined;
  for (const item of items) {
    const read = { item, parsed: parseVersion(item.version) };
    if (highest === undefined || compareRead(read, highest) > 0) highest = read;
  }
  return highest?.item;
}

/** Whether the name says that the version is not final, such as `2.4.0-rc.2` or `1.0b3`. */
export function isPreRelease(version: string): boolean {
  return parseVersion(version).rank === -1 || (preReleaseWord.test(version) && !/^[abm]/i.test(version));
}

/** The highest of the versions; final ones go before pre-releases. Null for an empty list. */
export function highestVersion(versions: readonly string[]): string | null {
  const final = versions.filter((version) => !isPreRelease(version));
  const candidates = final.length > 0 ? final : versions;
  return highestOf(candidates.map((version) => ({ version })))?.version ?? null;
}

/** `1.4.3` for `1.4.2`, `2026.10` for `2026.09`; null for a version that is more than numbers and dots. */
export function nextPatch(version: string): string | null {
  const match = /^(v?(?:\d+\.)*)(\d{1,15})$/i.exec(version);
  if (match === null) return null;
  const [, head = '', last = ''] = match;
  return `${head}${String(Number(last) + 1).padStart(last.length, '0')}`;
}

/** A version that could come next. `next` counts the last number on, where nothing says what the numbers mean. */
export interface NextVersion {
  readonly step: 'patch' | 'minor' | 'major' | 'next';
  readonly version: string;
}

/**
 * What could follow a version: patch, minor and major of three numbers (semver 2.0.0 rules 6 to 8), else the last
 * number counted on. Numbers with a nought in front are dates and the like. Empty where nothing can be said.
 */
export function nextVersions(version: string): readonly NextVersion[] {
  const patch = nextPatch(version);
  if (patch === null) return [];
  const match = /^(v?)(0|[1-9]\d{0,14})\.(0|[1-9]\d{0,14})\.(?:0|[1-9]\d*)$/i.exec(version);
  if (match === null) return [{ step: 'next', version: patch }];
  const [, head = '', major = '', minor = ''] = match;
  return [
    { step: 'patch', version: patch },
    { step: 'minor', version: `${head}${major}.${Number(minor) + 1}.0` },
    { step: 'major', version: `${head}${Number(major) + 1}.0.0` },
  ];
}

/** `v1.5.0` for `1.5.0` where `other` is `v1.4.2`, and the other way round; null where both are spelled alike. */
export function spelledLike(other: string, version: string): string | null {
  const [, otherSign = ''] = /^(v?)\d/i.exec(other) ?? [];
  const [start, sign = ''] = /^(v?)\d/i.exec(version) ?? [];
  if (start === undefined || !/^v?\d/i.test(other) || (sign === '') === (otherSign === '')) return null;
  return `${otherSign}${version.slice(sign.length)}`;
}
