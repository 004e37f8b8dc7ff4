import { describe, expect, it } from 'vitest';
import { type Conditions, judgeConditions } from './conditional-requests.ts';
import { formatHttpDate, parseHttpDate } from './http-dates.ts';

const modifiedAt = 1_700_000_000;
const none: Conditions = {
  ifMatch: '',
  ifNoneMatch: '',
  ifModifiedSince: '',
  ifUnmodifiedSince: '',
  ifRange: '',
};
const at = formatHttpDate(modifiedAt);
const before = formatHttpDate(modifiedAt - 10);
const after = formatHttpDate(modifiedAt + 10);

function judged(conditions: Partial<Conditions>): string {
  return judgeConditions({ ...none, ...conditions }, modifiedAt).kind;
}

/** How a range is judged under If-Range alone. */
function counts(ifRange: string) {
  return judgeConditions({ ...none, ifRange }, modifiedAt);
}

describe('dates', () => {
  it('are read in all three forms', () => {
    const second = Date.UTC(1994, 10, 6, 8, 49, 37) / 1000;
    expect(parseHttpDate('Sun, 06 Nov 1994 08:49:37 GMT')).toBe(second);
    expect(parseHttpDate('Sunday, 06-Nov-94 08:49:37 GMT')).toBe(second);
    expect(parseHttpDate('Sun Nov  6 08:49:37 1994')).toBe(second);
  });

  it.each(['', 'nonsense', '1994-11-06', 'Sun, 31 Feb 2021 00:00:00 GMT', 'Sun, 06 Nov 1994 25:00:00 GMT'])(
    '%j is none',
    (text) => expect(parseHttpDate(text)).toBeNull(),
  );

  it('come back as they were written', () => expect(parseHttpDate(at)).toBe(modifiedAt));
});

describe('conditions', () => {
  it('send the file when there are none', () => expect(judged({})).toBe('send'));

  it('compare dates by the second', () => {
    expect(judged({ ifModifiedSince: at })).toBe('not-modified');
    expect(judged({ ifModifiedSince: after })).toBe('not-modified');
    expect(judged({ ifModifiedSince: before })).toBe('send');
    expect(judged({ ifUnmodifiedSince: at })).toBe('send');
    expect(judged({ ifUnmodifiedSince: before })).toBe('precondition-failed');
  });

  it('ignore dates that cannot be read', () => {
    expect(judged({ ifModifiedSince: 'nonsense', ifUnmodifiedSince: 'nonsense' })).toBe('send');
  });

  it('hold for tags only with a star, as files have none', () => {
    expect(judged({ ifNoneMatch: '*' })).toBe('not-modified');
    expect(judged({ ifNoneMatch: '"tag"' })).toBe('send');
    expect(judged({ ifNoneMatch: 'W/"a", *' })).toBe('not-modified');
    expect(judged({ ifMatch: '*' })).toBe('send');
    expect(judged({ ifMatch: '"tag"' })).toBe('precondition-failed');
    expect(judged({ ifMatch: 'nonsense' })).toBe('precondition-failed');
  });

  it('let tags beat dates, and matching beat not matching', () => {
    expect(judged({ ifNoneMatch: '"tag"', ifModifiedSince: at })).toBe('send');
    expect(judged({ ifMatch: '*', ifUnmodifiedSince: before })).toBe('send');
    expect(judged({ ifMatch: '"tag"', ifNoneMatch: '*' })).toBe('precondition-failed');
  });

  it('let a range count with the exact date only', () => {
    expect(counts('')).toMatchObject({ rangeCounts: true });
    expect(counts(at)).toMatchObject({ rangeCounts: true });
    for (const other of [before, after, '"tag"', 'nonsense']) {
      expect(counts(other)).toMatchObject({ rangeCounts: false });
    }
  });
});
