import { describe, expect, it } from 'vitest';
import { parseServerAddress } from './server-address.ts';

describe('server addresses', () => {
  it.each([
    ['git.example.org', 'https://git.example.org'],
    ['  https://git.example.org/  ', 'https://git.example.org'],
    ['HTTPS://Git.Example.ORG', 'https://git.example.org'],
    ['git.example.org:3000', 'https://git.example.org:3000'],
    ['https://git.example.org:443/', 'https://git.example.org'],
    ['http://git.example.org', 'http://git.example.org'],
    ['localhost:3000', 'http://localhost:3000'],
    ['localhost', 'http://localhost'],
    ['localhost:80', 'http://localhost'],
    ['127.0.0.1:3000/git/', 'http://127.0.0.1:3000/git'],
    ['[::1]:3000', 'http://[::1]:3000'],
    ['localhost.example.org', 'https://localhost.example.org'],
    ['https://example.org/git/', 'https://example.org/git'],
    ['example.org/git//', 'https://example.org/git'],
    ['bücher.example', 'https://xn--bcher-kva.example'],
    ['https://example.org/git/crew/-/packages', 'https://example.org/git'],
    ['https://example.org/crew/-/packages/generic/kettle/1.0', 'https://example.org'],
    ['https://example.org/git/user/settings/applications', 'https://example.org/git'],
    ['https://example.org/user/login', 'https://example.org'],
    ['https://example.org/git/api/packages/crew/generic/a/1/f', 'https://example.org/git'],
    ['https://example.org/api/v1/version', 'https://example.org'],
    ['https://example.org/api/swagger', 'https://example.org'],
  ])('%j is %s', (typed, serverUrl) => {
    expect(parseServerAddress(typed)).toEqual({ ok: true, value: serverUrl });
  });

  it.each([
    '',
    '   ',
    'https://',
    'https://user:secret@example.org',
    'user@example.org',
    'https://example.org/?q=1',
    'https://example.org/#top',
    'ftp://example.org',
    'file:///etc/passwd',
    'file:/etc/passwd',
    'javascript:alert(1)',
    'data:text/html,x',
    'exa mple.org',
    'https://exa\nmple.org',
    'https:\\\\example.org',
    'https://example.org:99999',
    `https://${'a'.repeat(3000)}.org`,
  ])('%j is none', (typed) => {
    const parsed = parseServerAddress(typed);
    expect(parsed).toMatchObject({ ok: false, failure: { reason: 'invalid-address' } });
    expect(JSON.stringify(parsed)).not.toContain('secret');
  });
});
