import type { Socket } from 'node:net';

/** Breaks a connection by a reset. One that was ended before is closed: Node 24 would leave its handle open for ever. */
export function resetSocket(socket: Socket): void {
  if (socket.writableEnded) socket.destroy();
  else socket.resetAndDestroy();
}
