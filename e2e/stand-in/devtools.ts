import { EventEmitter } from 'node:events';
import type { Readable, Writable } from 'node:stream';
import { z } from 'zod';

const Message = z.object({
  id: z.int().optional(),
  sessionId: z.string().optional(),
  method: z.string().optional(),
  params: z.unknown().optional(),
  result: z.unknown().optional(),
  error: z.object({ message: z.string() }).optional(),
});

/** Chromium refused a command, or went away before it answered. */
export class DevToolsError extends Error {
  override name = 'DevToolsError';
}

interface Pending {
  readonly method: string;
  readonly resolve: (result: unknown) => void;
  readonly reject: (error: DevToolsError) => void;
}

/** One target's conversation (a page's), or the browser's own. Values from Chromium are checked by schemas. */
export class DevToolsSession {
  readonly #events = new EventEmitter();
  readonly #send: (method: string, parameters: object) => Promise<unknown>;

  constructor(send: (method: string, parameters: object) => Promise<unknown>) {
    this.#send = send;
  }

  /** Rejects with a DevToolsError. */
  send(method: string, parameters: object = {}): Promise<unknown> {
    return this.#send(method, parameters);
  }

  async ask<Schema extends z.ZodType>(
    schema: Schema,
    method: string,
    parameters: object = {},
  ): Promise<z.infer<Schema>> {
    return schema.parse(await this.#send(method, parameters));
  }

  on<Schema extends z.ZodType>(
    method: string,
    schema: Schema,
    listener: (event: z.infer<Schema>) => void,
  ): void {
    this.#events.on(method, (event: unknown) => listener(schema.parse(event)));
  }

  /** For the connection alone. */
  receive(method: string, event: unknown): void {
    this.#events.emit(method, event);
  }
}

/**
 * The DevTools protocol over the two pipes of `--remote-debugging-pipe`. Chromium ends itself when they close, even
 * if this process was killed.
 */
export class DevToolsConnection {
  readonly browser: DevToolsSession;
  readonly #output: Writable;
  readonly #pending = new Map<number, Pending>();
  readonly #sessions = new Map<string, DevToolsSession>();
  #lastId = 0;
  #isClosed = false;

  constructor(output: Writable, input: Readable, onClose: () => void) {
    this.#output = output;
    this.browser = new DevToolsSession((method, parameters) => this.#send(method, parameters, undefined));
    let unfinished: Buffer[] = [];
    input.on('data', (chunk: Buffer) => {
      let start = 0;
      for (let end = chunk.indexOf(0); end !== -1; end = chunk.indexOf(0, start)) {
        unfinished.push(chunk.subarray(start, end));
        this.#receive(Buffer.concat(unfinished).toString('utf8'));
        unfinished = [];
        start = end + 1;
      }
      unfinished.push(chunk.subarray(start));
    });
    input.on('close', () => {
      this.#isClosed = true;
      for (const { method, reject } of this.#pending.values())
        reject(new DevToolsError(`${method}: Chromium ended`));
      this.#pending.clear();
      onClose();
    });
    // What is written to a Chromium that is gone is reported by the input's end.
    output.on('error', () => undefined);
    input.on('error', () => undefined);
  }

  session(id: string): DevToolsSession {
    const known = this.#sessions.get(id);
    if (known !== undefined) return known;
    const session = new DevToolsSession((method, parameters) => this.#send(method, parameters, id));
    this.#sessions.set(id, session);
    return session;
  }

  forget(id: string): void {
    this.#sessions.delete(id);
  }

  #send(method: string, params: object, sessionId: string | undefined): Promise<unknown> {
    if (this.#isClosed) return Promise.reject(new DevToolsError(`${method}: Chromium ended`));
    this.#lastId += 1;
    const id = this.#lastId;
    return new Promise((resolve, reject) => {
      this.#pending.set(id, { method, resolve, reject });
      this.#output.write(`${JSON.stringify({ id, method, params, sessionId })}\0`);
    });
  }

  #receive(text: string): void {
    const { id, sessionId, method, params, result, error } = Message.parse(JSON.parse(text));
    if (id !== undefined) {
      const pending = this.#pending.get(id);
      this.#pending.delete(id);
      if (error === undefined) pending?.resolve(result);
      else pending?.reject(new DevToolsError(`${pending.method}: ${error.message}`));
    } else if (method !== undefined) {
      const session = sessionId === undefined ? this.browser : this.#sessions.get(sessionId);
      session?.receive(method, params);
    }
  }
}
