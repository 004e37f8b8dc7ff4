import { encodeQueryWith, queryNumber } from './query.ts';
import { escapedPath, type RequestTarget } from './request-target.ts';
import type { RegistrySettings } from './settings.ts';

/** One page of a list: `page` counts from 1. */
export interface Page {
  readonly page: number;
  readonly size: number;
}

/**
 * The page that a request asks for. 0, negative and unreadable numbers mean the default; a size beyond the server's
 * limit is cut without a word [05-paging, 05-small-pages].
 */
export function requestedPage(target: RequestTarget, settings: RegistrySettings): Page {
  const size = queryNumber(target.query, 'limit');
  return {
    page: Math.max(queryNumber(target.query, 'page'), 1),
    size: size <= 0 ? settings.defaultPageSize : Math.min(size, settings.maximumPageSize),
  };
}

/**
 * The headers that tell of the other pages: `x-total-count`, and `link` unless all fits on one page. The order is
 * next, last, first, prev; past the end, `prev` is the page before the last one [05-paging].
 */
export function pageHeaders(
  target: RequestTarget,
  page: Page,
  total: number,
  baseUrl: string,
): Record<string, string> {
  const last = Math.max(Math.ceil(total / page.size), 1);
  const current = Math.min(page.page, last);
  const links: string[] = [];
  function add(relation: string, number: number): void {
    const query = encodeQueryWith(target.query, 'page', String(number));
    links.push(`<${baseUrl}/${escapedPath(target).slice(1)}?${query}>; rel="${relation}"`);
  }
  if (current < last) {
    add('next', current + 1);
    add('last', last);
  }
  if (current > 1) {
    add('first', 1);
    add('prev', current - 1);
  }
  const headers: Record<string, string> = { 'x-total-count': String(total) };
  if (links.length > 0) headers['link'] = links.join(',');
  return headers;
}
