import type { Readable } from 'node:stream';
import type { FileCoordinates } from '../../shared/coordinates.ts';
import { failed, type Outcome, succeeded } from '../../shared/outcome.ts';
import { answerFailure } from './answer-failures.ts';
import { continueOf } from './continue.ts';
import { Exchange, type Network } from './exchange.ts';
import { movedFailure, redirectOf } from './redirects.ts';
import type { Asked } from './refused-answer.ts';
import { BodySender } from './send-body.ts';

/** One file to publish; failures of the local file itself are the body's own to tell. */
export interface PublishFileRequest {
  readonly coordinates: FileCoordinates;
  /** Bytes; exactly as many must come out of the body, or nothing is stored. */
  readonly size: number;
  /** A fresh body from the first byte on, asked for when the server is ready to take it. */
  readonly openBody: () => Readable;
  /** Whether the server is asked before the body however small it is; what is sent again may be there by now. */
  readonly asksFirst?: boolean;
  readonly signal: AbortSignal;
  /** Bytes that the network took so far in all; up to `bodyPieceBytes` more may be on their way. */
  readonly onSent?: (bytes: number) => void;
  /** All bytes went out; the server still has to store them. */
  readonly onBodySent?: () => void;
}

/** From this size on the server is asked first: it refuses login, rights and names before the body (02-expect). */
const askFirstFrom = 1024 * 1024;

/**
 * PUTs one file. 201 after all bytes is the only success. An answer that comes while the body is being sent ends the
 * sending and is reported: what writing says then (EPIPE, ECONNRESET) would only hide it.
 */
export async function publishFile(
  network: Network,
  url: string,
  headers: Readonly<Record<string, string>>,
  asked: Asked,
  request: PublishFileRequest,
): Promise<Outcome<undefined>> {
  if (request.signal.aborted) return failed('cancelled');
  if (request.asksFirst === true || request.size >= askFirstFrom) {
    const outcome = await publishOnce(network, url, headers, asked, request, true);
    if (outcome.ok || outcome.failure.status !== 417) return outcome;
  }
  return publishOnce(network, url, headers, asked, request, false);
}

async function publishOnce(
  network: Network,
  url: string,
  authorization: Readonly<Record<string, string>>,
  asked: Asked,
  request: PublishFileRequest,
  asksFirst: boolean,
): Promise<Outcome<undefined>> {
  const { limits } = network;
  const exchange = new Exchange(network, {
    method: 'PUT',
    url,
    headers: {
      accept: '*/*',
      // Forms would be taken apart or refused with 500 (02-publish).
      'content-type': 'application/octet-stream',
      'content-length': String(request.size),
      ...(asksFirst ? { expect: '100-continue' } : {}),
      ...authorization,
    },
    signal: request.signal,
    overall: null,
  });
  const sender = new BodySender(exchange, network, request, URL.parse(url)?.host ?? '');
  if (asksFirst) await Promise.race([continueOf(exchange, limits.untilContinue), exchange.head]);
  await sender.send();
  const head = await exchange.head;
  if (!head.ok) return head;
  const { status, headers } = head.value;
  const text = await exchange.readWords();
  if (!sender.isEnded) exchange.close();
  if (status === 201 && sender.isWhole) return succeeded(undefined);
  const location = redirectOf(status, headers.location);
  if (location !== null) return { ok: false, failure: movedFailure(url, location, status) };
  return { ok: false, failure: answerFailure({ ...head.value, text }, asked) };
}
