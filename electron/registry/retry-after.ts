import type { IncomingHttpHeaders } from 'node:http';

/** The three forms of dates in RFC 9110, 5.6.7; the last one, of asctime, names no zone and means UTC. */
const datePattern =
  /^(?:(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*, \d{2}[ -][a-z]{3}[ -](?:\d{4}|\d{2}) \d{2}:\d{2}:\d{2} GMT|[a-z]{3} [a-z]{3} [ \d]\d \d{2}:\d{2}:\d{2} \d{4})$/i;

function parseDate(text: string): number | null {
  if (!datePattern.test(text)) return null;
  const time = Date.parse(text.endsWith('GMT') ? text : `${text} GMT`);
  return Number.isNaN(time) ? null : time;
}

/**
 * Whole seconds after which a server wants to be asked again (Retry-After: RFC 9110, 10.2.3); undefined where it does
 * not say so in a way that can be understood. A date is held against the answer's own `Date`, so that a wrong clock
 * here changes nothing, and against `now` (milliseconds since 1970) only where there is none; a past one is 0.
 */
export function retryAfterOf(headers: IncomingHttpHeaders, now: number): number | undefined {
  const text = headers['retry-after']?.trim() ?? '';
  if (/^\d+$/.test(text)) return Math.min(Number(text), Number.MAX_SAFE_INTEGER);
  const time = parseDate(text);
  if (time === null) return undefined;
  return Math.max(0, Math.ceil((time - (parseDate(headers.date ?? '') ?? now)) / 1000));
}
