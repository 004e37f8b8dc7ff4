/**
 * Encodes one segment of a path the way the servers write links: everything but letters, digits and
 * `- _ . ~ $ & + = : @` becomes `%XX` of its UTF-8 bytes [02-names-version, 02-names-file].
 */
export function escapePathSegment(segment: string): string {
  return escapeBytes(segment, /[A-Za-z0-9\-_.~$&+=:@]/);
}

/** Percent-encodes the UTF-8 bytes of all characters that `kept` does not match. */
export function escapeBytes(text: string, kept: RegExp): string {
  let escaped = '';
  for (const byte of Buffer.from(text, 'utf8')) {
    const character = String.fromCharCode(byte);
    escaped +=
      byte < 0x80 && kept.test(character)
        ? character
        : `%${byte.toString(16).toUpperCase().padStart(2, '0')}`;
  }
  return escaped;
}

/**
 * Undoes percent-encoding once, as bytes, then reads them as UTF-8. Null when an escape is malformed (`%zz`), which
 * the servers answer with 400 [02-names-package]. A request line comes as Latin-1: one character is one byte.
 */
export function unescapePath(raw: string): string | null {
  if (/%(?![0-9A-Fa-f]{2})/.test(raw)) return null;
  const bytes = raw.replace(/%([0-9A-Fa-f]{2})/g, (_match, hex: string) =>
    String.fromCharCode(Number.parseInt(hex, 16)),
  );
  return Buffer.from(bytes, 'latin1').toString('utf8');
}

/** Undoes the encoding of a query: as `unescapePath`, and `+` is a blank. */
export function unescapeQuery(raw: string): string | null {
  return unescapePath(raw.replaceAll('+', ' '));
}

/** Encodes a key or value of a query: blanks as `+`, only `- _ . ~`, letters and digits stay [05-paging]. */
export function escapeQuery(text: string): string {
  return escapeBytes(text, /[A-Za-z0-9\-_.~ ]/).replaceAll(' ', '+');
}
