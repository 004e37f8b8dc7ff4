/** One safety check that is taken out of the sources, to see whether a test misses it. */
export interface Mutant {
  /** What `--only` knows it by. */
  readonly name: string;
  /** What is gone, in one sentence. */
  readonly takenOut: string;
  /** Path from the project's root. */
  readonly file: string;
  /** Text of the file that stands there exactly once. */
  readonly find: string;
  readonly replace: string;
  /** Unit test files of which one must fail. */
  readonly tests: readonly string[];
}

/** The file's text with the check taken out; null when `find` does not stand there exactly once. */
export function mutated(text: string, { find, replace }: Pick<Mutant, 'find' | 'replace'>): string | null {
  const [before, after, ...more] = text.split(find);
  return before === undefined || after === undefined || more.length > 0 ? null : before + replace + after;
}
