import { describe, expect, it } from 'vitest';
import { pageHeaders, requestedPage } from './paging.ts';
import { queryNumber, queryText, queryTrimmed } from './query.ts';
import { escapedPath, parseRequestTarget, type RequestTarget } from './request-target.ts';
import { defaultRegistrySettings } from './settings.ts';

function parse(target: string): RequestTarget {
  const parsed = parseRequestTarget(target);
  if (parsed === null) throw new Error(`${target} was refused`);
  return parsed;
}

describe('a path', () => {
  it('keeps dots and escapes, and loses empty segments', () => {
    expect(parse('/a/../%2e/./b//c/').segments).toEqual(['a', '..', '%2e', '.', 'b', 'c']);
    expect(parse('//api//v1').segments).toEqual(['api', 'v1']);
  });

  it('may hold a hash sign, and a host before it', () => {
    expect(parse('/a#b?x').segments).toEqual(['a#b']);
    expect(parse('http://host:1/a/b').segments).toEqual(['a', 'b']);
  });

  it.each(['/a%zz', '/%', '/a%2'])('is refused with a broken escape: %s', (target) =>
    expect(parseRequestTarget(target)).toBeNull(),
  );

  it('is repeated in links as it was sent, or encoded where it was not', () => {
    expect(escapedPath(parse('/a%2Fb/~c'))).toBe('/a%2Fb/~c');
    expect(escapedPath(parse('/a"b'))).toBe('/a%22b');
  });
});

describe('a query', () => {
  it('reads plus as blank, the first value of a name, and drops what is broken', () => {
    const { query } = parse('/a?q=%20a+b%20&q=c&x=%zz&y;z=1&Q=d');
    expect(queryText(query, 'q')).toBe(' a b ');
    expect(queryTrimmed(query, 'q')).toBe('a b');
    expect(query.map(([name]) => name)).toEqual(['q', 'q', 'Q']);
  });

  it('reads numbers as the server does', () => {
    const { query } = parse('/a?a=12&b=-1&c=1.5&d=&e=99999999999999999999');
    expect(['a', 'b', 'c', 'd', 'missing'].map((name) => queryNumber(query, name))).toEqual([
      12, -1, 0, 0, 0,
    ]);
    expect(queryNumber(query, 'e')).toBe(Number.MAX_SAFE_INTEGER);
  });
});

/** The `link` header for a list of `total` entries. */
function links(target: string, total: number): string | undefined {
  const parsed = parse(target);
  return pageHeaders(parsed, requestedPage(parsed, defaultRegistrySettings), total, 'http://host/git')[
    'link'
  ];
}

describe('pages', () => {
  it('are told of only when there are several', () => {
    expect(links('/api/v1/packages/a', 30)).toBeUndefined();
    expect(links('/api/v1/packages/a', 31)).toBe(
      '<http://host/git/api/v1/packages/a?page=2>; rel="next",<http://host/git/api/v1/packages/a?page=2>; rel="last"',
    );
  });

  it('keep all parameters, sorted, and encode them anew', () => {
    expect(links('/a?z&page=2&page=9&q=x%20y&limit=50', 100)).toBe(
      '<http://host/git/a?limit=50&page=1&q=x+y&z=>; rel="first",<http://host/git/a?limit=50&page=1&q=x+y&z=>; rel="prev"',
    );
  });

  it('lead back from beyond the end to the page before the last one', () => {
    expect(links('/a?page=9&limit=10', 25)).toContain('page=2>; rel="prev"');
  });
});
