/** Control characters, bidirectional and other invisible formatting, line and paragraph separators. */
const invisible = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/gu;

/**
 * Text from a server as it can be shown without fooling the reader: what is invisible or turns the direction of
 * writing is spelled out as `⟨U+202E⟩`. Anybody with write access to an owner can plant such names.
 */
export function visibleText(text: string): string {
  return text.replace(invisible, (character) => {
    const code = character.codePointAt(0) ?? 0;
    return `⟨U+${code.toString(16).toUpperCase().padStart(4, '0')}⟩`;
  });
}
