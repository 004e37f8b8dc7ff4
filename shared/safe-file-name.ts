/**
 * Names from a server, made fit to be written to a disk. A server takes `CON`, `a:b`, `..` (as a version) and
 * bidirectional controls; each would reach a device, another stream of a file, another folder or fool a reader.
 * The result is the same on every system, so that a folder copied to another machine still works there.
 */

/** The longest name that Windows (UTF-16 units), macOS and Linux (UTF-8 bytes) all take. */
const maximumBytes = 255;

/** Longer endings are not extensions but names with a dot in them. */
const maximumExtensionBytes = 32;

const fallbackName = 'file';

/** What Windows refuses, path separators, control and format characters (bidirectional ones among them), lone surrogates. */
const refusedCharacters = /[<>:"/\\|?*\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}\uFFFD]/gu;

/** Windows reserves these before the first dot, in any case, with superscript digits too. */
const reservedName = /^(?:con|prn|aux|nul|conin\$|conout\$|(?:com|lpt)[0-9¹²³])[\s]*(?:\.|$)/i;

/** Dots and white space that Windows drops from the end, which would make it another name. */
const droppedAtEnd = /[.\s]+$/u;

function byteLength(text: string): number {
  let bytes = 0;
  for (const character of text) {
    const codePoint = character.codePointAt(0) ?? 0;
    bytes += codePoint < 0x80 ? 1 : codePoint < 0x800 ? 2 : codePoint < 0x10000 ? 3 : 4;
  }
  return bytes;
}

/** The longest beginning of whole characters that fits. */
function cutToBytes(text: string, bytes: number): string {
  let kept = '';
  let left = bytes;
  for (const character of text) {
    left -= byteLength(character);
    if (left < 0) break;
    kept += character;
  }
  return kept;
}

/** Divides `kettle.tar.gz` into `kettle` and `.tar.gz`; a leading dot belongs to the name. */
function divide(name: string): { readonly stem: string; readonly extension: string } {
  const extension = /(?:\.tar)?\.[^.\s]+$/iu.exec(name.slice(1))?.[0] ?? '';
  if (byteLength(extension) > maximumExtensionBytes) return { stem: name, extension: '' };
  return { stem: name.slice(0, name.length - extension.length), extension };
}

/** Stem and ending joined so that the whole fits and the stem does not end in what Windows would drop. */
function fit(stem: string, ending: string): string {
  const kept = cutToBytes(stem, maximumBytes - byteLength(ending));
  return ending === '' ? kept.replace(droppedAtEnd, '') : kept + ending;
}

/** One plain file or folder name, never empty, never a path, safe on Windows, macOS and Linux. */
export function safeFileName(serverName: string): string {
  const plain = serverName
    .normalize('NFC')
    .replace(refusedCharacters, '_')
    .replace(droppedAtEnd, '')
    .replace(/^\s+/u, '');
  const named = reservedName.test(plain) ? `_${plain}` : plain;
  const { stem, extension } = divide(named === '' ? fallbackName : named);
  return fit(stem, extension);
}

/** `kettle (2).tar.gz`: the name with a number before its extension. Takes and gives safe names. */
export function numberedFileName(safeName: string, number: number): string {
  const { stem, extension } = divide(safeName);
  return fit(stem, ` (${number})${extension}`);
}

/** `name` with an ending of the app's own behind it, such as a part's; still at most 255 bytes. */
export function withEnding(safeName: string, ending: string): string {
  return fit(safeName, ending);
}

/** Names that a disk without regard to case or to Unicode composition takes for one have the same key. */
function diskKey(name: string): string {
  return name.normalize('NFC').toLowerCase().normalize('NFC');
}

/** Safe names for a batch that goes into one folder, in the same order, no two of them equal on any disk. */
export function distinctFileNames(serverNames: readonly string[]): string[] {
  const taken = new Set<string>();
  return serverNames.map((serverName) => {
    const safe = safeFileName(serverName);
    let name = safe;
    for (let number = 2; taken.has(diskKey(name)); number += 1) name = numberedFileName(safe, number);
    taken.add(diskKey(name));
    return name;
  });
}
