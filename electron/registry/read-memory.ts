import type { OnReadOpts } from 'node:net';
import type { Duplex } from 'node:stream';

/** Four times what Node reads at once if left alone, in each of which the cost of a turn lies. */
const bytesAtOnce = 256 * 1024;

/**
 * The `onread` of a connection that carries HTTP: it reads into the same memory again and again, where Node would take
 * fresh memory for each reading and clear away as much. HTTP's parser copies what it hands on; what nobody took at
 * once stays as it is, and the next reading gets other memory.
 */
export function readInPlace(connection: () => Duplex | null | undefined): OnReadOpts {
  let memory = Buffer.allocUnsafeSlow(bytesAtOnce);
  return {
    buffer: () => memory,
    callback: (length) => {
      const stream = connection();
      const wantsMore = stream?.push(memory.subarray(0, length)) ?? false;
      if (stream?.readableLength !== 0) memory = Buffer.allocUnsafeSlow(bytesAtOnce);
      return wantsMore;
    },
  };
}
