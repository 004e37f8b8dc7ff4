import { describe, expect, it } from 'vitest';
import { followRedirect, hasSameOrigin, movedFailure } from './redirects.ts';

describe('redirects', () => {
  it.each([
    ['https://git.example.org/a', '/b', 'https://git.example.org/b'],
    ['https://git.example.org/a/b', 'c?x=1#top', 'https://git.example.org/a/c?x=1'],
    ['http://git.example.org/a', 'https://git.example.org/a', 'https://git.example.org/a'],
    [
      'https://git.example.org/a',
      '//store.example.org/x?signature=s',
      'https://store.example.org/x?signature=s',
    ],
  ])('from %s to %s are followed', (from, location, target) => {
    expect(followRedirect(from, location)).toEqual({ ok: true, value: target });
  });

  it.each(['http://git.example.org/a', 'http://store.example.org/x?signature=s', 'ws://git.example.org/'])(
    'from https to %s are refused, without their query',
    (location) => {
      const refused = followRedirect('https://git.example.org/a', location);
      expect(refused).toEqual({
        ok: false,
        failure: { reason: 'redirect-refused', subject: new URL(location).host },
      });
    },
  );

  it('have the same origin only with scheme, host and port', () => {
    const home = 'https://git.example.org/sub';
    expect(hasSameOrigin('https://git.example.org:443/x', home)).toBe(true);
    for (const other of [
      'http://git.example.org/sub',
      'https://git.example.org:444/sub',
      'https://git.example.org.evil.invalid/sub',
      'https://example.org/sub',
    ]) {
      expect(hasSameOrigin(other, home)).toBe(false);
    }
  });

  it('that are not followed say where the server went', () => {
    const from = 'http://git.example.org/api/packages/ada/generic/tool/1.0/a';
    for (const [location, subject] of [
      ['https://code.example.org/api/v1/user?signature=s', 'code.example.org'],
      ['https://git.example.org/api/packages/ada/generic/tool/1.0/a', 'https://git.example.org'],
      ['/api/packages/adele/generic/tool/1.0/a', 'git.example.org/adele'],
      ['https://code.example.org/', 'code.example.org'],
      ['https://code.example.org/git/api/packages/ada/generic/tool/1.0/a', 'code.example.org'],
      ['mailto:ada@example.org', undefined],
    ] as const) {
      const failure = movedFailure(from, location, 307);
      expect(failure).toEqual({ reason: 'server-moved', status: 307, ...(subject && { subject }) });
    }
  });

  it.each([
    ['/user/login?redirect_to=%2Fapi', 'git.example.org (at git.example.org)'],
    [
      'https://sso.example.org/?rd=https://git.example.org/api/v1/user',
      'git.example.org (at sso.example.org)',
    ],
    ['http://portal.hotel.example/welcome', 'git.example.org (at portal.hotel.example)'],
  ])('to %s lead to somebody’s login page', (location, subject) => {
    const failure = movedFailure('http://git.example.org/api/packages/ada/generic/tool/1.0/a', location, 302);
    expect(failure).toEqual({ reason: 'login-page', status: 302, subject });
  });
});
