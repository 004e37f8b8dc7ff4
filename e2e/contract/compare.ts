import { createHash } from 'node:crypto';
import { z } from 'zod';
import type { Json, Matcher } from './placeholders.ts';
import type { RawResponse } from './raw-client.ts';
import type { RecordedResponse } from './recordings.ts';

/** Headers that were not sent where a recording does not list them. */
const telling = [
  'accept-ranges',
  'allow',
  'content-disposition',
  'content-range',
  'etag',
  'last-modified',
  'link',
  'location',
  'www-authenticate',
  'x-total-count',
];

/** One thing in which an answer differs from its recording. */
export interface Difference {
  readonly what: string;
  readonly expected: string;
  readonly got: string;
}

/** A header's value; lines of one name are joined, methods sorted. */
function headerValue(response: RawResponse, name: string): string | undefined {
  const lines = response.headers.filter(([key]) => key === name).map(([, value]) => value);
  if (lines.length === 0) return undefined;
  const joined = lines.join(', ');
  return name === 'allow' ? joined.split(/,\s*/).sort().join(', ') : joined;
}

function compareHeaders(expected: RecordedResponse, response: RawResponse, matcher: Matcher): Difference[] {
  const names = new Set([...Object.keys(expected.headers), ...telling]);
  return [...names].flatMap((name) => {
    const wanted = expected.headers[name];
    const got = headerValue(response, name);
    if (wanted === undefined && got === undefined) return [];
    if (wanted !== undefined && got !== undefined && matcher.text(wanted, got)) return [];
    return [{ what: `header ${name}`, expected: wanted ?? '(not sent)', got: got ?? '(not sent)' }];
  });
}

function parseJson(text: string): Json | undefined {
  try {
    return z.json().parse(JSON.parse(text));
  } catch {
    return undefined;
  }
}

function shorten(text: string): string {
  return text.length > 2000 ? `${text.slice(0, 2000)}…` : text;
}

function compareBody(expected: RecordedResponse, body: Buffer, matcher: Matcher): Difference[] {
  const text = body.toString('utf8');
  if (expected.html === true) return [];
  if (expected.bytes !== undefined) {
    const { length, sha256 } = expected.bytes;
    const digest = createHash('sha256').update(body).digest('hex');
    if (body.length === length && digest === sha256) return [];
    return [{ what: 'bytes', expected: `${length} bytes ${sha256}`, got: `${body.length} bytes ${digest}` }];
  }
  if (expected.json !== undefined) {
    const path = matcher.json(expected.json, parseJson(text));
    if (path === null) return [];
    return [
      { what: `json at ${path}`, expected: shorten(JSON.stringify(expected.json)), got: shorten(text) },
    ];
  }
  const wanted = expected.text ?? '';
  if (matcher.text(wanted, text)) return [];
  return [{ what: 'text', expected: shorten(JSON.stringify(wanted)), got: shorten(JSON.stringify(text)) }];
}

/** All that differs between a recorded answer and the one that came; a cut-off request (null) has no answer. */
export function compare(
  expected: RecordedResponse,
  response: RawResponse | null,
  matcher: Matcher,
): Difference[] {
  if (response === null) {
    return expected.none ? [] : [{ what: 'answer', expected: String(expected.status), got: 'none' }];
  }
  const differences: Difference[] = [];
  if (response.status !== expected.status) {
    differences.push({ what: 'status', expected: String(expected.status), got: String(response.status) });
  }
  if (expected.continued !== undefined && expected.continued !== response.continued) {
    differences.push({
      what: '100 Continue',
      expected: String(expected.continued),
      got: String(response.continued),
    });
  }
  return [
    ...differences,
    ...compareHeaders(expected, response, matcher),
    ...compareBody(expected, response.body, matcher),
  ];
}
