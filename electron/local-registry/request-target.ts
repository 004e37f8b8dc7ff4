import { escapeBytes, unescapePath } from './percent-encoding.ts';
import { parseQuery, type Query } from './query.ts';

/**
 * What a request line asks for, read from its raw bytes: a URL parser would fold away `.`, `..` and `%2e`, which are
 * versions like any other here [02-names-version].
 */
export interface RequestTarget {
  /** The path as it was sent, without the query. */
  readonly rawPath: string;
  /** The query as it was sent, without `?`; null when there is none. */
  readonly rawQuery: string | null;
  /** The path's segments as they were sent; repeated and trailing slashes are dropped [02-slashes]. */
  readonly segments: readonly string[];
  readonly query: Query;
}

/** Reads a request line's target; null when its path holds a malformed escape. */
export function parseRequestTarget(target: string): RequestTarget | null {
  const [rawPath = '', ...rest] = target.replace(/^https?:\/\/[^/?]*/i, '').split('?');
  const rawQuery = rest.length === 0 ? null : rest.join('?');
  if (unescapePath(rawPath) === null) return null;
  return {
    rawPath,
    rawQuery,
    segments: rawPath.split('/').filter((segment) => segment !== ''),
    query: parseQuery(rawQuery ?? ''),
  };
}

/** Takes a sub-path such as `/git` off, as a reverse proxy does; null when the target lies outside of it. */
export function withoutSubPath(target: RequestTarget, subPath: string): RequestTarget | null {
  if (subPath === '') return target;
  if (target.rawPath !== subPath && !target.rawPath.startsWith(`${subPath}/`)) return null;
  const rawPath = target.rawPath.slice(subPath.length) || '/';
  return { ...target, rawPath, segments: rawPath.split('/').filter((segment) => segment !== '') };
}

const wellEncodedPath = /^(?:[A-Za-z0-9\-_.~!$&'()*+,;=:@[\]/]|%[0-9A-Fa-f]{2})*$/;

/** The path as the servers repeat it in links and redirects: as sent, or encoded anew where it was not encoded. */
export function escapedPath(target: RequestTarget): string {
  if (wellEncodedPath.test(target.rawPath)) return target.rawPath;
  return escapeBytes(unescapePath(target.rawPath) ?? '', /[A-Za-z0-9\-_.~$&+,/:;=@]/);
}
