// oxlint-disable eslint/no-underscore-dangle -- `_write` and `_writev` are what Node documents for streams' own writing.
import type { Duplex } from 'node:stream';

/** Long enough to read what has arrived already; nothing more is coming. */
const patienceMilliseconds = 300;

type WriteCallback = (error?: Error | null) => void;

function isLost(error: Error | null | undefined): boolean {
  return error instanceof Error && 'code' in error && (error.code === 'EPIPE' || error.code === 'ECONNRESET');
}

/** Hands a failed write on after a while, and everything else at once. */
function patient(callback: WriteCallback): WriteCallback {
  return (error) => {
    if (isLost(error)) setTimeout(callback, patienceMilliseconds, error);
    else callback(error);
  };
}

/**
 * Has a connection read on for a moment when writing fails because the other side closed it. A server or proxy that
 * refuses a body while it is sent answers, then closes, and its answer lies unread in the system's buffer; Node
 * would throw it away with the connection.
 */
export function hearBeforeFailing<Connection extends Duplex | null | undefined>(
  connection: Connection,
): Connection {
  if (connection === null || connection === undefined) return connection;
  const write = connection._write.bind(connection);
  const writev = connection._writev?.bind(connection);
  connection._write = (chunk, encoding, callback) => write(chunk, encoding, patient(callback));
  if (writev !== undefined) connection._writev = (chunks, callback) => writev(chunks, patient(callback));
  return connection;
}
