import { createHash } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { sendJson, sendText } from '../../../electron/registry/testing/scripted-server.ts';

/** A row of a listing as servers send it. */
export interface ListingRow {
  readonly id: unknown;
  readonly name: unknown;
  readonly size: unknown;
  readonly md5: unknown;
  readonly sha1: unknown;
  readonly sha256: unknown;
  readonly sha512: unknown;
}

/** A right row for a file with these bytes. */
export function listingRow(id: number, name: string, bytes: string | Uint8Array): ListingRow {
  const hash = (algorithm: string) => createHash(algorithm).update(bytes).digest('hex');
  return {
    id,
    name,
    size: Buffer.byteLength(bytes),
    md5: hash('md5'),
    sha1: hash('sha1'),
    sha256: hash('sha256'),
    sha512: hash('sha512'),
  };
}

/** Answers as a registry does in which one version has files of these names, each of which holds its own name. */
export function serverWithNames(names: readonly string[]) {
  return (request: IncomingMessage, response: ServerResponse): void => {
    const path = request.url ?? '';
    if (path.endsWith('/files')) {
      return sendJson(
        response,
        names.map((name, index) => listingRow(index + 1, name, name.toWellFormed())),
      );
    }
    const name = decodeURIComponent(path.split('/').at(-1) ?? '');
    if (!names.includes(name)) return sendText(response, 404, 'package file does not exist\n');
    const bytes = Buffer.from(name);
    response.writeHead(200, { 'content-type': 'application/octet-stream', 'content-length': bytes.length });
    response.end(bytes);
  };
}
