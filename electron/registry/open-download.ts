import { PassThrough, type Readable } from 'node:stream';
import type { FileCoordinates } from '../../shared/coordinates.ts';
import type { Failure } from '../../shared/failure.ts';
import { failed, type Outcome, succeeded } from '../../shared/outcome.ts';
import { type Asked, answerFailure } from './answer-failures.ts';
import { type AnswerHead, Exchange, type Network } from './exchange.ts';
import { followRedirect, hasSameOrigin, maximumRedirects, redirectOf } from './redirects.ts';

export interface OpenDownloadRequest {
  readonly coordinates: FileCoordinates;
  /** First byte wanted; 0 if left out. */
  readonly start?: number;
  readonly signal: AbortSignal;
}

/** A file's bytes on their way. */
export interface OpenedDownload {
  /** Ends with an error when the connection broke, stood still, or the signal was aborted. */
  readonly body: Readable;
  /** Bytes of the whole file as this answer tells them; null where it does not. */
  readonly size: number | null;
  /** First byte of the body: what was asked for, or 0 where the server sends everything. */
  readonly start: number;
}

/** Chunks kept between network and reader; the network gives at most 256 KiB at once. */
const bufferedChunks = 8;

/**
 * GETs a file from `start` on, as it is stored: a body with a content encoding is refused. Redirects are followed by
 * hand, since servers with object storage answer 303 to a signed URL elsewhere; once a redirect has left the server's
 * origin, no credential goes along any more.
 */
export async function openDownload(
  network: Network,
  url: string,
  authorization: Readonly<Record<string, string>>,
  asked: Asked,
  { start = 0, signal }: OpenDownloadRequest,
): Promise<Outcome<OpenedDownload>> {
  let target = url;
  let isHome = true;
  for (let hops = 0; hops <= maximumRedirects; hops += 1) {
    if (signal.aborted) return failed('cancelled');
    isHome = isHome && hasSameOrigin(target, asked.serverUrl);
    const exchange = new Exchange(network, {
      method: 'GET',
      url: target,
      headers: {
        accept: '*/*',
        'accept-encoding': 'identity',
        ...(start > 0 ? { range: `bytes=${start}-` } : {}),
        ...(isHome ? authorization : {}),
      },
      signal,
      overall: null,
    });
    const head = await headInTime(exchange, target, network.limits.downloadAnswer);
    if (!head.ok) return head;
    const location = redirectOf(head.value.status, head.value.headers.location);
    if (location === null) return accept(network, exchange, head.value, { target, isHome, start, asked });
    exchange.close();
    const next = followRedirect(target, location);
    if (!next.ok) return next;
    target = next.value;
  }
  return failed('redirect-refused', { subject: URL.parse(target)?.host ?? '' });
}

async function headInTime(exchange: Exchange, url: string, patience: number): Promise<Outcome<AnswerHead>> {
  const timer = setTimeout(
    () => exchange.fail({ reason: 'timed-out', subject: URL.parse(url)?.host ?? '' }),
    patience,
  );
  const head = await exchange.head;
  clearTimeout(timer);
  return head;
}

interface Arrival {
  readonly target: string;
  readonly isHome: boolean;
  readonly start: number;
  readonly asked: Asked;
}

async function accept(
  network: Network,
  exchange: Exchange,
  head: AnswerHead,
  arrival: Arrival,
): Promise<Outcome<OpenedDownload>> {
  const { status, headers } = head;
  if (status !== 200 && status !== 206) {
    const text = await exchange.readWords();
    return { ok: false, failure: refusal({ status, headers, text }, arrival) };
  }
  const place = placeOf(head, arrival.start);
  const encoding = headers['content-encoding'] ?? 'identity';
  // A login page in place of the file; the registry itself always says application/octet-stream (03-download).
  const isPage = arrival.isHome && /^text\/html\b/i.test(headers['content-type'] ?? '');
  if (place === null || encoding.toLowerCase() !== 'identity' || isPage) {
    exchange.close();
    return failed('unexpected-answer', { status, subject: URL.parse(arrival.target)?.host ?? '' });
  }
  return succeeded({ body: bodyOf(exchange, network.limits.downloadStall), ...place });
}

/** Where the bytes of a success stand in the file; null when it is not what was asked for. */
function placeOf(
  { status, headers }: AnswerHead,
  start: number,
): { size: number | null; start: number } | null {
  if (status === 200) return { size: wholeNumber(headers['content-length']), start: 0 };
  const range = /^bytes (\d+)-(\d+)\/(\d+|\*)$/.exec(headers['content-range'] ?? '');
  if (range === null || wholeNumber(range[1]) !== start) return null;
  return { size: wholeNumber(range[3]), start };
}

function wholeNumber(text: string | undefined): number | null {
  const number = /^\d+$/.test(text ?? '') ? Number(text) : Number.NaN;
  return Number.isSafeInteger(number) ? number : null;
}

/** The refusal of the server itself, or of the storage behind it, which knows neither accounts nor packages. */
function refusal(answer: Parameters<typeof answerFailure>[0], { target, isHome, asked }: Arrival): Failure {
  if (isHome) return answerFailure(answer, asked);
  const { status } = answer;
  const subject = URL.parse(target)?.host ?? '';
  if (status === 404) return { reason: 'damaged-on-server', status, subject };
  if (status >= 500) return { reason: 'server-unavailable', status, subject };
  return { reason: status === 416 ? 'unexpected-answer' : 'refused-by-proxy', status, subject };
}

/** The body as a stream whose errors hold nothing of the request. It breaks off when no byte comes any more. */
function bodyOf(exchange: Exchange, patience: number): Readable {
  // As objects the chunks stay as they came; a stream of bytes would copy them together for each reading.
  const body = new PassThrough({ readableObjectMode: true, readableHighWaterMark: bufferedChunks });
  const stall = setTimeout(() => {
    // A reader that takes its time is no fault of the network.
    if (body.readableLength > 0) stall.refresh();
    else exchange.fail({ reason: 'timed-out' });
  }, patience);
  exchange.stream.on('data', () => stall.refresh());
  exchange.stream.on('close', () => {
    clearTimeout(stall);
    if (!exchange.stream.readableEnded) body.destroy(new Error('The download broke off'));
  });
  body.on('close', () => exchange.close());
  exchange.stream.pipe(body);
  return body;
}
