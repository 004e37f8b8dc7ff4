import type { Duplex } from 'node:stream';
import { TLSSocket } from 'node:tls';

/**
 * Has the error of a refused certificate bring the certificate along as `cert`, as Node does by itself only for one of
 * another host: whoever is to decide about it needs its fingerprint, and when the error comes the connection has
 * forgotten it.
 */
export function rememberCertificate<Connection extends Duplex | null | undefined>(
  connection: Connection,
): Connection {
  if (!(connection instanceof TLSSocket)) return connection;
  let shown: unknown = null;
  // Before Node's own listener, which closes the connection where the certificate is not believed.
  connection.prependOnceListener('secure', () => {
    shown = connection.getPeerCertificate();
  });
  connection.prependOnceListener('error', (error: unknown) => {
    if (shown === null || typeof error !== 'object' || error === null || 'cert' in error) return;
    Object.assign(error, { cert: shown });
  });
  return connection;
}
