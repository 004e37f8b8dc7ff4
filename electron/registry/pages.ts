import type { IncomingHttpHeaders } from 'node:http';

/** What is asked for; servers cut it to a setting of theirs (05-small-pages), so nothing counts on it. */
export const rowsPerPage = 50;

/** Pages after which a listing counts as endless. */
export const maximumPages = 10_000;

/** What an answer tells about the pages around it. */
export interface PagePosition {
  readonly total: number;
  /** Null on the last page. */
  readonly nextPage: number | null;
}

/** The page that `rel="next"` of a `link` header points at; null without one. */
function linkedNextPage(link: string): number | null {
  for (const [, target, parameters] of link.matchAll(/<([^>]*)>([^,<]*)/g)) {
    if (!/;\s*rel="?next"?/i.test(parameters ?? '')) continue;
    const page = Number(URL.parse(target ?? '', 'http://any.invalid')?.searchParams.get('page'));
    if (Number.isSafeInteger(page)) return page;
  }
  return null;
}

function totalOf(headers: IncomingHttpHeaders): number | null {
  const text = String(headers['x-total-count'] ?? '');
  return /^\d{1,15}$/.test(text) ? Number(text) : null;
}

/**
 * Where page `page` with so many rows stands, by `link` and `x-total-count`. A listing that would go on for ever,
 * back, or past an empty page, ends.
 */
export function pagePosition(headers: IncomingHttpHeaders, page: number, rows: number): PagePosition {
  const total = totalOf(headers);
  const { link } = headers;
  const linked = link === undefined ? null : linkedNextPage(String(link));
  // Some proxies drop `link`; then a count that is not reached yet means that there is more.
  const counted = link === undefined && total !== null && page * rows < total ? page + 1 : null;
  const next = linked ?? counted;
  const goesOn = next !== null && rows > 0 && next > page && next <= maximumPages;
  return { total: Math.max(total ?? 0, rows), nextPage: goesOn ? next : null };
}
