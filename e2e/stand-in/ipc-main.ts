import { GuardedEmitter, MissingApiError } from './missing-api.ts';
import { createWire } from './page/wire.ts';

const wire = createWire();

/** The text of a list of values, for the page. Throws what Electron throws for what cannot be cloned. */
export function encodeValues(values: readonly unknown[]): string {
  try {
    return wire.encode(values);
  } catch {
    throw new Error('Failed to serialize arguments');
  }
}

function decodeValues(text: string): unknown[] {
  const values = wire.decode(text);
  return Array.isArray(values) ? values : [];
}

/** Who sent a message, as main's listeners see it. */
export interface IpcEvent {
  readonly sender: object;
  /** The sender's main frame: no other has a preload. */
  readonly senderFrame: object;
  readonly processId: number;
  readonly frameId: number;
  readonly type: 'frame';
  readonly ports: readonly never[];
  reply(channel: string, ...values: unknown[]): void;
}

type Handler = (event: IpcEvent, ...values: unknown[]) => unknown;

export type InvokeAnswer =
  | { readonly ok: true; readonly values: string }
  | { readonly ok: false; readonly message: string };

/** Electron's `ipcMain`. `sendSync` is missing on purpose: the page cannot wait for Node here. */
export class IpcMain extends GuardedEmitter {
  readonly #handlers = new Map<string, Handler>();

  constructor() {
    super('ipcMain', null);
  }

  handle(channel: string, listener: Handler): void {
    if (this.#handlers.has(channel))
      throw new Error(`Attempted to register a second handler for '${channel}'`);
    this.#handlers.set(channel, listener);
  }

  handleOnce(channel: string, listener: Handler): void {
    this.handle(channel, (event, ...values) => {
      this.removeHandler(channel);
      return listener(event, ...values);
    });
  }

  removeHandler(channel: string): void {
    this.#handlers.delete(channel);
  }

  /** For the stand-in: a page's `invoke`. Only the error's words get through, as in Electron. */
  async invoke(event: IpcEvent, channel: string, values: string): Promise<InvokeAnswer> {
    try {
      const handler = this.#handlers.get(channel);
      if (handler === undefined) throw new Error(`No handler registered for '${channel}'`);
      const value = await handler(event, ...decodeValues(values));
      return { ok: true, values: wire.encode([value]) };
    } catch (error) {
      console.error(`Error occurred in handler for '${channel}':`, error);
      return { ok: false, message: `Error invoking remote method '${channel}': ${String(error)}` };
    }
  }

  /** For the stand-in: a page's `send`. */
  receive(event: IpcEvent, channel: string, values: string): void {
    this.emit(channel, event, ...decodeValues(values));
  }
}

/** `event.returnValue` belongs to `sendSync`. */
export function ipcEvent(sender: object, senderFrame: object, reply: IpcEvent['reply']): IpcEvent {
  const event: IpcEvent = { sender, senderFrame, processId: 1, frameId: 1, type: 'frame', ports: [], reply };
  return new Proxy(event, {
    set(_event, key) {
      throw new MissingApiError(`IpcMainEvent.${String(key)}`);
    },
  });
}
