import type { IncomingHttpHeaders } from 'node:http';
import { setTimeout as wait } from 'node:timers/promises';
import type { z } from 'zod';
import type { FailureReason } from '../../shared/failure.ts';
import { failed, type Outcome, succeeded } from '../../shared/outcome.ts';
import { answerFailure } from './answer-failures.ts';
import { Exchange, type Network } from './exchange.ts';
import { followRedirect, hasSameOrigin, maximumRedirects, movedFailure, redirectOf } from './redirects.ts';
import type { Asked } from './refused-answer.ts';

export interface JsonRequest<T> {
  readonly url: string;
  /** Of the answer that is hoped for. */
  readonly schema: z.ZodType<T>;
  readonly headers: Readonly<Record<string, string>>;
  readonly asked: Asked;
  readonly signal?: AbortSignal | undefined;
}

/** A checked JSON answer with the headers it came with. */
export interface JsonAnswer<T> {
  readonly value: T;
  readonly headers: IncomingHttpHeaders;
}

/** Failures of the connection itself, after which a GET may simply be sent again. */
const connectionFailures: ReadonlySet<FailureReason> = new Set<FailureReason>(['unreachable', 'interrupted']);

/** GETs JSON. Broken connections are tried again shortly; what a server answered is final. */
export async function getJson<T>(network: Network, request: JsonRequest<T>): Promise<Outcome<JsonAnswer<T>>> {
  for (const delay of network.limits.retryDelays) {
    const outcome = await getOnce(network, request);
    if (outcome.ok || !connectionFailures.has(outcome.failure.reason)) return outcome;
    try {
      await wait(delay, undefined, request.signal === undefined ? {} : { signal: request.signal });
    } catch {
      return failed('cancelled');
    }
  }
  return getOnce(network, request);
}

/** One attempt, following redirects within the server: a renamed owner answers 307 (13-renamed-owner). */
async function getOnce<T>(network: Network, request: JsonRequest<T>): Promise<Outcome<JsonAnswer<T>>> {
  const { asked, schema } = request;
  let { url } = request;
  for (let hops = 0; hops <= maximumRedirects; hops += 1) {
    if (request.signal?.aborted === true) return failed('cancelled');
    const exchange = new Exchange(network, {
      method: 'GET',
      url,
      headers: { accept: 'application/json', ...request.headers },
      signal: request.signal,
      overall: network.limits.json,
    });
    const head = await exchange.head;
    if (!head.ok) return head;
    const { status, headers } = head.value;
    const location = redirectOf(status, headers.location);
    if (location !== null) {
      exchange.close();
      const target = followRedirect(url, location);
      if (!target.ok) return target;
      if (!hasSameOrigin(target.value, asked.serverUrl)) {
        return { ok: false, failure: movedFailure(url, location, status) };
      }
      url = target.value;
      continue;
    }
    if (status !== 200) {
      return {
        ok: false,
        failure: answerFailure({ ...head.value, text: await exchange.readWords() }, asked),
      };
    }
    const text = await exchange.readText(network.limits.jsonBytes);
    if (!text.ok) {
      exchange.close();
      return text;
    }
    const parsed = schema.safeParse(parseJson(text.value));
    if (parsed.success) return succeeded({ value: parsed.data, headers });
    const beginning = text.value.slice(0, 20_000);
    return { ok: false, failure: answerFailure({ ...head.value, text: beginning }, asked) };
  }
  return failed('redirect-refused', { subject: URL.parse(url)?.host ?? '' });
}

/** Undefined, which no schema takes, for what is no JSON. */
function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
