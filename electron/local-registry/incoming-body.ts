import type { IncomingMessage, ServerResponse } from 'node:http';

/** How much of an unwanted body is read before the answer, to keep the connection: what Go's server reads [02-expect]. */
const largestUnwanted = 256 * 1024;

/** The body of a request: asked for when it is read (Expect: 100-continue), and dealt with when it was not. */
export class IncomingBody {
  readonly #request: IncomingMessage;
  readonly #response: ServerResponse;
  /** Bytes the client announced; null when it sends chunks. */
  readonly #announced: number | null;
  #awaitsContinue: boolean;
  #wasRead = false;

  constructor(request: IncomingMessage, response: ServerResponse, asksFirst: boolean) {
    this.#request = request;
    this.#response = response;
    const chunked = request.headers['transfer-encoding'] !== undefined;
    this.#announced = chunked ? null : Number(request.headers['content-length'] ?? 0);
    this.#awaitsContinue = asksFirst && this.#announced !== 0;
  }

  /** The bytes. Throws when the client hangs up before the end. */
  async *read(): AsyncGenerator<Buffer, void> {
    this.#continue();
    const chunks: AsyncIterable<Buffer> = this.#request.iterator({ destroyOnReturn: false });
    for await (const chunk of chunks) yield chunk;
    this.#wasRead = true;
  }

  #continue(): void {
    if (this.#awaitsContinue) this.#response.writeContinue();
    this.#awaitsContinue = false;
  }

  /**
   * Before the answer: reads what is left of a small body. True when the connection is to be closed instead, because
   * the client still waits to be asked or too much is left.
   */
  async settle(): Promise<boolean> {
    if (this.#wasRead || this.#announced === 0) return false;
    if (this.#awaitsContinue || (this.#announced ?? 0) >= largestUnwanted) return true;
    let size = 0;
    const chunks: AsyncIterable<Buffer> = this.#request.iterator({ destroyOnReturn: false });
    for await (const chunk of chunks) {
      size += chunk.length;
      if (size > largestUnwanted) return true;
    }
    return false;
  }
}
