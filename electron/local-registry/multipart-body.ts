/** A form that cannot be read or that holds no file; the message is what a site admin is told. */
export class MultipartProblem extends Error {}

const lineEnd = Buffer.from('\r\n');
const headersEnd = Buffer.from('\r\n\r\n');
const largestHeaders = 64 * 1024;

/** Bytes of a stream, read on demand. */
class ByteSource {
  readonly #stream: AsyncIterator<Buffer>;
  buffered = Buffer.alloc(0);

  constructor(stream: AsyncIterable<Buffer>) {
    this.#stream = stream[Symbol.asyncIterator]();
  }

  /** Adds more bytes; a form must not end where more are needed. */
  async more(): Promise<void> {
    const { done, value } = await this.#stream.next();
    if (done === true) throw new MultipartProblem('multipart: NextPart: EOF');
    this.buffered = Buffer.concat([this.buffered, value]);
  }

  take(length: number): Buffer {
    const taken = this.buffered.subarray(0, length);
    this.buffered = this.buffered.subarray(length);
    return taken;
  }

  async drain(): Promise<void> {
    this.buffered = Buffer.alloc(0);
    while ((await this.#stream.next()).done !== true);
  }
}

function boundaryOf(contentType: string): string {
  const [, quoted, plain] = /;\s*boundary=(?:"([^"]+)"|([^\s;"]+))/i.exec(contentType) ?? [];
  const boundary = quoted ?? plain;
  if (boundary === undefined) throw new MultipartProblem('no multipart boundary param in Content-Type');
  return boundary;
}

/** Reads to the end of a part, passing its bytes on; the part ends where the next boundary begins. */
async function* readPart(source: ByteSource, ending: Buffer): AsyncGenerator<Buffer, void> {
  for (;;) {
    const end = source.buffered.indexOf(ending);
    if (end !== -1) {
      if (end > 0) yield Buffer.from(source.take(end));
      source.take(ending.length);
      return;
    }
    const safe = source.buffered.length - ending.length + 1;
    if (safe > 0) yield Buffer.from(source.take(safe));
    await source.more();
  }
}

/** After a boundary: true when another part follows, false at the form's end. */
async function entersPart(source: ByteSource): Promise<boolean> {
  while (source.buffered.length < 2) await source.more();
  const mark = source.take(2);
  if (mark.equals(lineEnd)) return true;
  if (mark.toString('latin1') === '--') return false;
  throw new MultipartProblem('multipart: expecting a new Part');
}

async function readHeaders(source: ByteSource): Promise<string> {
  for (;;) {
    if (source.buffered.subarray(0, 2).equals(lineEnd)) {
      source.take(2);
      return '';
    }
    const end = source.buffered.indexOf(headersEnd);
    if (end !== -1) return source.take(end + headersEnd.length).toString('utf8');
    if (source.buffered.length > largestHeaders) throw new MultipartProblem('multipart: message too large');
    await source.more();
  }
}

function isFile(headers: string): boolean {
  const [disposition = ''] = /^content-disposition:.*$/im.exec(headers) ?? [];
  return /;\s*filename="?[^";]+/i.test(disposition) && /;\s*name="?[^";]+/i.test(disposition);
}

/**
 * The content of a form's first file, as a stream: uploads in `multipart/form-data` store just that, under the name
 * of the path [02-publish]. The form is read to its end. Throws `MultipartProblem` when it holds no file or is torn.
 */
export async function* firstFilePart(
  contentType: string,
  body: AsyncIterable<Buffer>,
): AsyncGenerator<Buffer, void> {
  const boundary = boundaryOf(contentType);
  const source = new ByteSource(body);
  source.buffered = Buffer.from(lineEnd);
  const ending = Buffer.from(`\r\n--${boundary}`);
  for await (const preamble of readPart(source, ending)) void preamble;
  let found = false;
  while (await entersPart(source)) {
    const headers = await readHeaders(source);
    const taken: boolean = !found && isFile(headers);
    source.buffered = Buffer.concat([lineEnd, source.buffered]);
    let skipped = 0;
    for await (const chunk of readPart(source, ending)) {
      const bytes = chunk.subarray(Math.max(lineEnd.length - skipped, 0));
      skipped += chunk.length - bytes.length;
      if (taken && bytes.length > 0) yield bytes;
    }
    found ||= taken;
  }
  await source.drain();
  if (!found) throw new MultipartProblem('http: no such file');
}
