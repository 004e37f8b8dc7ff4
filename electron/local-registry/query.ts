import { escapeQuery, unescapeQuery } from './percent-encoding.ts';

/** The parameters of a query, in order; a name may come more than once. */
export type Query = readonly (readonly [name: string, value: string])[];

/** Reads a query. Parameters with a malformed escape or a semicolon are dropped; names are case-sensitive. */
export function parseQuery(raw: string): Query {
  const parameters: [string, string][] = [];
  for (const piece of raw.split('&')) {
    if (piece === '' || piece.includes(';')) continue;
    const equals = piece.indexOf('=');
    const name = unescapeQuery(equals === -1 ? piece : piece.slice(0, equals));
    const value = unescapeQuery(equals === -1 ? '' : piece.slice(equals + 1));
    if (name !== null && value !== null) parameters.push([name, value]);
  }
  return parameters;
}

/** The first value of a parameter, or the empty text [05-query: `type=generic&type=npm`]. */
export function queryText(query: Query, name: string): string {
  return query.find(([key]) => key === name)?.[1] ?? '';
}

const whiteSpaceAtEnds = /^\p{White_Space}+|\p{White_Space}+$/gu;

/** The first value without white space at its ends [05-query: `q=%20tea%20`]. */
export function queryTrimmed(query: Query, name: string): string {
  return queryText(query, name).replace(whiteSpaceAtEnds, '');
}

/** The first value as a whole number; 0 when it is none. Larger numbers than the server can hold are cut to its largest. */
export function queryNumber(query: Query, name: string): number {
  const text = queryText(query, name);
  if (!/^[+-]?\d+$/.test(text)) return 0;
  return Math.max(Math.min(Number(text), Number.MAX_SAFE_INTEGER), -Number.MAX_SAFE_INTEGER);
}

/** Writes a query with its parameters sorted by name and one of them set to `value` [05-paging]. */
export function encodeQueryWith(query: Query, name: string, value: string): string {
  const first = query.findIndex(([key]) => key === name);
  const kept = query.filter(([key], index) => key !== name || index === first);
  const parameters: [string, string][] = kept.map(([key, old]) => [key, key === name ? value : old]);
  if (first === -1) parameters.push([name, value]);
  return parameters
    .sort(([left], [right]) => (left < right ? -1 : left > right ? 1 : 0))
    .map(([key, text]) => `${escapeQuery(key)}=${escapeQuery(text)}`)
    .join('&');
}
