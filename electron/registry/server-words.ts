/** Tags with what scripts and styles hold, and comments. */
const markup = /<(script|style)\b[^]*?<\/\1\s*>|<!--[^]*?-->|<[^>]*>/gi;
const entities: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', nbsp: ' ' };

/**
 * What a server said as plain text for people: no markup, no control or bidirectional characters, at most `length`
 * characters. Undefined when nothing is left.
 */
export function plainWords(text: string, length = 200): string | undefined {
  const plain = text
    .slice(0, 20_000)
    .replace(markup, ' ')
    .replace(/&(amp|lt|gt|quot|nbsp);/g, (_, name: string) => entities[name] ?? ' ')
    .replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Zs}]+/gu, ' ')
    .toWellFormed()
    .trim()
    .slice(0, length)
    .toWellFormed();
  return plain === '' ? undefined : plain;
}
