import { type Outcome, succeeded } from '../../shared/outcome.ts';
import { answerFailure } from './answer-failures.ts';
import { Exchange, type Network } from './exchange.ts';
import { movedFailure, redirectOf } from './redirects.ts';
import type { Asked } from './refused-answer.ts';

/** A request without a body that changes something. */
export interface ChangeRequest {
  readonly method: 'DELETE' | 'POST';
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly asked: Asked;
  /** The status of a success. */
  readonly done: 201 | 204;
}

/** Sends it once and follows no redirect: got would carry it to another server. */
export async function sendChange(
  network: Network,
  { method, url, headers, asked, done }: ChangeRequest,
): Promise<Outcome<undefined>> {
  const exchange = new Exchange(network, {
    method,
    url,
    // Some proxies refuse a POST that does not tell its length.
    headers: { accept: '*/*', ...(method === 'POST' ? { 'content-length': '0' } : {}), ...headers },
    overall: network.limits.storing,
  });
  if (method === 'POST') exchange.stream.end();
  const head = await exchange.head;
  if (!head.ok) return head;
  const { status } = head.value;
  const text = await exchange.readWords();
  if (status === done) return succeeded(undefined);
  const location = redirectOf(status, head.value.headers.location);
  if (location !== null) return { ok: false, failure: movedFailure(url, location, status) };
  const failure = answerFailure({ ...head.value, text }, asked);
  return { ok: false, failure };
}
