import type { Readable } from 'node:stream';
import type { FileCoordinates } from '../../shared/coordinates.ts';
import { failed, type Outcome, succeeded } from '../../shared/outcome.ts';
import { type AskedBytes, placeOf, refusalOf } from './download-answer.ts';
import { bodyOf } from './download-body.ts';
import { type AnswerHead, Exchange, type Network } from './exchange.ts';
import { leadsInside } from './inside-addresses.ts';
import { followRedirect, hasSameOrigin, maximumRedirects, redirectOf } from './redirects.ts';
import type { Asked } from './refused-answer.ts';

export interface OpenDownloadRequest {
  readonly coordinates: FileCoordinates;
  /** First byte wanted; 0 if left out. */
  readonly start?: number;
  readonly signal: AbortSignal;
  /** Whether a trickle will do, since new connections brought nothing better. Standing still never does. */
  readonly isPatient?: boolean;
}

/** A file's bytes on their way. */
export interface OpenedDownload {
  /** Ends with a `BrokenDownload` when the connection broke, stood still or trickled, or the signal was aborted. */
  readonly body: Readable;
  /** Bytes of the whole file as this answer tells them; null where it does not. */
  readonly size: number | null;
  /** First byte of the body: what was asked for, or 0 where the server sends everything. */
  readonly start: number;
}

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
  { start = 0, signal, isPatient = false }: OpenDownloadRequest,
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
    if (location === null)
      return accept(network, exchange, head.value, { target, isHome, start, asked }, isPatient);
    exchange.close();
    const next = followRedirect(target, location);
    if (!next.ok) return next;
    if (leadsInside(head.value.remoteAddress, next.value)) {
      return failed('redirect-refused', { subject: URL.parse(next.value)?.host ?? '' });
    }
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

async function accept(
  network: Network,
  exchange: Exchange,
  head: AnswerHead,
  request: AskedBytes,
  isPatient: boolean,
): Promise<Outcome<OpenedDownload>> {
  if (head.status !== 200 && head.status !== 206) {
    return { ok: false, failure: refusalOf({ ...head, text: await exchange.readWords() }, request) };
  }
  const place = placeOf(head, request);
  if (!place.ok) {
    exchange.close();
    return place;
  }
  return succeeded({ body: bodyOf(network, exchange, isPatient), ...place.value });
}
