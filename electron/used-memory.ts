/**
 * Gives back the memory of bytes that nobody needs any more, where it is theirs alone; they are empty afterwards. For what
 * passes by the gigabyte: waiting for the garbage collector costs more than receiving, and holds up the window.
 */
export function giveBack(bytes: Buffer): void {
  const { buffer } = bytes;
  if (buffer instanceof ArrayBuffer && buffer.byteLength === bytes.length) buffer.transfer(0);
}
