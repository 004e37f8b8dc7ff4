import type { Duplex } from 'node:stream';

/** Long enough to read what has arrived already; nothing more is coming. */
const patienceMilliseconds = 300;

function isLost(error: Error | null | undefined): boolean {
  return error != null && 'code' in error && (error.code === 'EPIPE' || error.code === 'ECONNRESET');
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
  function patient(callback: (error?: Error | null) => void): (error?: Error | null) => void {
    return (error) => {
      if (isLost(error)) setTimeout(callback, patienceMilliseconds, error);
      else callback(error);
    };
  }
  connection._write = (chunk, encoding, callback) => write(chunk, encoding, patient(callback));
  if (writev !== undefined) connection._writev = (chunks, callback) => writev(chunks, patient(callback));
  return connection;
}
