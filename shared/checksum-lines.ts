/** What such a file is called where nobody says otherwise: the name that people look for. */
export const usualChecksumsName = 'SHA256SUMS';

/** A file in a list of checksums. */
export interface ChecksummedFile {
  readonly fileName: string;
  /** Lower-case hex. */
  readonly sha256: string;
}

/**
 * The text that `sha256sum -c` and `shasum -a 256 -c` read: one line a file, hash, two blanks, name, sorted by name and
 * ended by LF. As GNU does it, a line with `\`, CR or LF in its name begins with `\` and has them escaped. A file called
 * `-` is written `./-`, since both take the name alone for what is typed.
 */
export function checksumLines(files: readonly ChecksummedFile[]): string {
  return [...files]
    .sort((one, other) => (one.fileName < other.fileName ? -1 : one.fileName > other.fileName ? 1 : 0))
    .map(({ fileName, sha256 }) => {
      const name = fileName === '-' ? './-' : fileName;
      const escaped = name.replaceAll('\\', '\\\\').replaceAll('\n', '\\n').replaceAll('\r', '\\r');
      return `${escaped === name ? '' : '\\'}${sha256}  ${escaped}\n`;
    })
    .join('');
}
