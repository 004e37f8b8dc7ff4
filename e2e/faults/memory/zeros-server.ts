import { createHash } from 'node:crypto';
import { createServer } from 'node:http';

/**
 * A registry that keeps no bytes, in a process of its own: it knows of one file of SIZE zeros, and of those that were
 * sent to it only length and hashes. Prints its address as the first line: `node zeros-server.ts SIZE`.
 */

const size = Number(process.argv[2]);
const piece = Buffer.alloc(1024 * 1024);
const algorithms = ['md5', 'sha1', 'sha256', 'sha512'] as const;
const zeros = 'zeros.bin';

interface Row {
  readonly id: number;
  readonly name: string;
  readonly size: number;
  readonly [algorithm: string]: string | number;
}

const rows = new Map<string, Row>();

function rowOf(name: string, bytes: number, sha256: string): Row {
  const filler = Object.fromEntries(
    algorithms.map((algorithm) => [algorithm, createHash(algorithm).update(name).digest('hex')]),
  );
  return { ...filler, id: rows.size + 1, name, size: bytes, sha256 };
}

const hash = createHash('sha256');
for (let left = size; left > 0; left -= piece.length) hash.update(piece.subarray(0, left));
rows.set(zeros, rowOf(zeros, size, hash.digest('hex')));

const server = createServer((request, response) => {
  const { method, url = '', headers } = request;
  const name = decodeURIComponent(url.split('/').at(-1) ?? '');
  if (url.endsWith('/files')) {
    response.writeHead(200, { 'content-type': 'application/json' });
    response.end(JSON.stringify([...rows.values()]));
    return;
  }
  if (method === 'PUT') {
    const sent = createHash('sha256');
    let bytes = 0;
    request.on('data', (chunk: Buffer) => {
      sent.update(chunk);
      bytes += chunk.length;
    });
    request.on('end', () => {
      rows.set(name, rowOf(name, bytes, sent.digest('hex')));
      response.writeHead(201).end();
    });
    return;
  }
  const row = rows.get(name);
  if (row === undefined) {
    response.writeHead(404).end();
    return;
  }
  const start = Number(/^bytes=(\d+)-/.exec(headers.range ?? '')?.[1] ?? 0);
  response.writeHead(headers.range === undefined ? 200 : 206, {
    'content-type': 'application/octet-stream',
    'content-length': row.size - start,
    'content-range': `bytes ${start}-${row.size - 1}/${row.size}`,
  });
  let left = row.size - start;
  function pour(): void {
    while (left > 0) {
      const bytes = piece.subarray(0, left);
      left -= bytes.length;
      if (!response.write(bytes)) return void response.once('drain', pour);
    }
    response.end();
  }
  pour();
});

server.listen(0, '127.0.0.1', () => {
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  process.stdout.write(`${JSON.stringify({ url: `http://127.0.0.1:${address.port}` })}\n`);
});
