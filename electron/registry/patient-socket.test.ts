import { once } from 'node:events';
import { connect } from 'node:net';
import { Worker } from 'node:worker_threads';
import { describe, expect, it } from 'vitest';
import { hearBeforeFailing } from './patient-socket.ts';

/** A server in a thread of its own: it answers the first byte, resets the connection, then says that it did. */
const server = `
  const { createServer } = require('node:net');
  const { parentPort, workerData } = require('node:worker_threads');
  const server = createServer((socket) => {
    socket.once('data', () =>
      socket.write('413 too large', () => {
        socket.on('close', () => {
          Atomics.store(workerData, 0, 1);
          Atomics.notify(workerData, 0);
        });
        socket.resetAndDestroy();
      }),
    );
  });
  server.listen(0, '127.0.0.1', () => parentPort.postMessage(server.address().port));
`;

describe('a connection that the server answered and closed', () => {
  // Other systems may throw away what arrived before a reset; there is nothing to be heard then.
  it.runIf(process.platform === 'linux')('is read before writing to it fails', async () => {
    const isReset = new Int32Array(new SharedArrayBuffer(4));
    const worker = new Worker(server, { eval: true, workerData: isReset });
    const [port]: unknown[] = await once(worker, 'message');
    const socket = hearBeforeFailing(connect(Number(port), '127.0.0.1'));
    await once(socket, 'connect');
    let heard = '';
    socket.on('data', (piece: Buffer) => {
      heard += piece.toString();
    });
    const failed = once(socket, 'error');
    socket.write('P');
    // This thread sees and does nothing until answer and reset are both there, unread.
    Atomics.wait(isReset, 0, 0, 10_000);
    socket.write('more');
    await expect(failed).resolves.toMatchObject([{ code: expect.stringMatching(/^(?:EPIPE|ECONNRESET)$/) }]);
    expect(heard).toBe('413 too large');
    await worker.terminate();
  });
});
