import { parseHttpDate } from './http-dates.ts';

/** The headers of a request that make it conditional; an absent header is the empty text. */
export interface Conditions {
  readonly ifMatch: string;
  readonly ifNoneMatch: string;
  readonly ifModifiedSince: string;
  readonly ifUnmodifiedSince: string;
  readonly ifRange: string;
}

/** What the conditions lead to: the file, 304 or 412; and whether a Range header counts. */
export type ConditionalAnswer =
  | { readonly kind: 'send'; readonly rangeCounts: boolean }
  | { readonly kind: 'not-modified' }
  | { readonly kind: 'precondition-failed' };

/** The files here never carry an entity tag, so of the tag conditions only `*` can hold. */
function hasStar(header: string): boolean {
  let rest = header.trimStart();
  while (rest !== '') {
    if (rest.startsWith('*')) return true;
    const tag = /^(?:W\/)?"[!#-~\u0080-\u00ff]*"/.exec(rest);
    const after = rest.startsWith(',') ? rest.slice(1) : tag === null ? '' : rest.slice(tag[0].length);
    rest = after.trimStart();
  }
  return false;
}

/** If-Range holds only for the exact date; any tag, and any other date, means the whole file. */
function rangeCounts(ifRange: string, modifiedAt: number): boolean {
  return ifRange === '' || parseHttpDate(ifRange) === modifiedAt;
}

/**
 * Judges the conditions of a GET or HEAD for a file that was last modified at `modifiedAt` (whole seconds since 1970),
 * in the order of RFC 9110, 13.2.2. Unreadable dates are ignored [03-range].
 */
export function judgeConditions(conditions: Conditions, modifiedAt: number): ConditionalAnswer {
  if (conditions.ifMatch !== '') {
    if (!hasStar(conditions.ifMatch)) return { kind: 'precondition-failed' };
  } else {
    const unmodifiedSince = parseHttpDate(conditions.ifUnmodifiedSince);
    if (unmodifiedSince !== null && modifiedAt > unmodifiedSince) return { kind: 'precondition-failed' };
  }
  if (conditions.ifNoneMatch !== '') {
    if (hasStar(conditions.ifNoneMatch)) return { kind: 'not-modified' };
  } else {
    const modifiedSince = parseHttpDate(conditions.ifModifiedSince);
    if (modifiedSince !== null && modifiedAt <= modifiedSince) return { kind: 'not-modified' };
  }
  return { kind: 'send', rangeCounts: rangeCounts(conditions.ifRange, modifiedAt) };
}
