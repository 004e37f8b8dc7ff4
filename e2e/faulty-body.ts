import { setTimeout as wait } from 'node:timers/promises';

/** What happens to a body on its way. `at` is how many of its bytes have passed then. */
export type BodyFault =
  /** The connection breaks, by a reset or as if all had been said. */
  | { readonly kind: 'reset' | 'end'; readonly at: number }
  /** Nothing moves any more, and the connection stays open, until it is released. */
  | { readonly kind: 'stall'; readonly at: number }
  /** One bit is another one. */
  | { readonly kind: 'flip'; readonly at: number; readonly bit: number }
  /** Goes on after `at` in pieces of so many bytes, one each so many milliseconds. */
  | { readonly kind: 'trickle'; readonly at: number; readonly bytes: number; readonly every: number }
  /** Other bytes come in its place. */
  | { readonly kind: 'replace'; readonly with: (body: Buffer) => Buffer };

export interface BodyCopy {
  readonly fault: BodyFault | undefined;
  readonly breakOff: (how: 'reset' | 'end') => void;
  /** Hears of each piece that was passed on. */
  readonly passed: (bytes: number) => void;
  /** Resolves when what stands still may go on. */
  readonly released: () => Promise<void>;
  /** Bytes after which every body stands still; null for none. */
  readonly holdAfter: () => number | null;
}

/** Copies a body piece by piece. True when everything came through, or was broken off on purpose. */
export async function copyBody(
  from: AsyncIterable<Uint8Array>,
  to: NodeJS.WritableStream,
  { fault, breakOff, passed, released, holdAfter }: BodyCopy,
): Promise<boolean> {
  let sent = 0;
  const kept: Buffer[] = [];
  async function send(piece: Buffer): Promise<void> {
    sent += piece.length;
    passed(piece.length);
    await written(to, piece);
  }
  /** The bytes up to where the fault strikes are sent; what is left of the piece is answered. */
  async function sendUntil(at: number, piece: Buffer): Promise<Buffer> {
    const before = Math.min(piece.length, Math.max(0, at - sent));
    await send(piece.subarray(0, before));
    return piece.subarray(before);
  }
  async function pass(piece: Buffer): Promise<'done' | 'broken'> {
    const end = sent + piece.length;
    switch (fault?.kind) {
      case 'reset':
      case 'end':
        if (end < fault.at) break;
        await sendUntil(fault.at, piece);
        breakOff(fault.kind);
        return 'broken';
      case 'stall':
        if (end < fault.at) break;
        piece = await sendUntil(fault.at, piece);
        await released();
        break;
      case 'flip':
        if (sent <= fault.at && fault.at < end) {
          piece.writeUInt8(piece.readUInt8(fault.at - sent) ^ (1 << fault.bit), fault.at - sent);
        }
        break;
      case 'trickle':
        piece = await sendUntil(fault.at, piece);
        for (let at = 0; at < piece.length; at += fault.bytes) {
          await send(piece.subarray(at, at + fault.bytes));
          await wait(fault.every);
        }
        return 'done';
      case 'replace':
        kept.push(piece);
        return 'done';
      case undefined:
    }
    const hold = holdAfter();
    if (hold !== null && sent + piece.length > hold) await released();
    await send(piece);
    return 'done';
  }
  try {
    if ((fault?.kind === 'reset' || fault?.kind === 'end') && fault.at === 0) {
      breakOff(fault.kind);
      return true;
    }
    for await (const chunk of from) {
      if ((await pass(Buffer.from(chunk))) === 'broken') return true;
    }
    if (fault?.kind === 'replace') await send(fault.with(Buffer.concat(kept)));
    to.end();
    return true;
  } catch {
    return false;
  }
}

/** Rejects when the stream closes before it took the piece. */
function written(to: NodeJS.WritableStream, piece: Buffer): Promise<void> {
  return new Promise((resolve, reject) => {
    if (piece.length === 0) return resolve();
    const closed = () => reject(new Error('The connection is gone.'));
    to.once('close', closed);
    to.write(piece, (error) => {
      to.off('close', closed);
      if (error === null || error === undefined) resolve();
      else reject(error);
    });
  });
}
