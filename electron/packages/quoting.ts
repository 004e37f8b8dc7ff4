/** One word of a POSIX shell. */
export function forShell(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}

/** One verbatim string of PowerShell, which takes typographic quotes for quotes. */
export function forPowerShell(text: string): string {
  return `'${text.replace(/['‘’‚‛]/g, '$&$&')}'`;
}

/**
 * A name of plain characters only, for workflows: there `${{ … }}` is replaced before any shell sees it, and YAML has
 * marks of its own.
 */
export function plainName(name: string): string {
  return name.replace(/[^A-Za-z0-9._+-]/g, '_');
}

/** Text inside a table of Markdown: one line, its marks taken for what they are. */
export function forMarkdown(text: string): string {
  return text.replace(/[\\`*_{}[\]<>()#!|~&$@:]/g, '\\$&');
}

/** An address between the brackets of a Markdown link inside a table. Addresses hold no blanks. */
export function forMarkdownLink(url: string): string {
  return url.replace(/[\\()<>|]/g, (character) => {
    return `%${character.charCodeAt(0).toString(16).toUpperCase()}`;
  });
}
