import { type Outcome, succeeded } from '../../shared/outcome.ts';
import { type Asked, answerFailure } from './answer-failures.ts';
import { Exchange, type Network } from './exchange.ts';
import { movedFailure, redirectOf } from './redirects.ts';

/** DELETEs once and follows no redirect: got would carry it to another server. */
export async function sendDelete(
  network: Network,
  url: string,
  headers: Readonly<Record<string, string>>,
  asked: Asked,
): Promise<Outcome<undefined>> {
  const exchange = new Exchange(network, {
    method: 'DELETE',
    url,
    headers: { accept: '*/*', ...headers },
    overall: network.limits.storing,
  });
  const head = await exchange.head;
  if (!head.ok) return head;
  const { status } = head.value;
  const text = await exchange.readWords();
  if (status === 204) return succeeded(undefined);
  const location = redirectOf(status, head.value.headers.location);
  if (location !== null) return { ok: false, failure: movedFailure(url, location, status) };
  const failure = answerFailure({ ...head.value, text }, asked);
  return { ok: false, failure };
}
