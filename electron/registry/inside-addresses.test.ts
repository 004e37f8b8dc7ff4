import { describe, expect, it } from 'vitest';
import { leadsInside } from './inside-addresses.ts';

const publicAddress = '203.0.113.7';

describe('redirects into the own network', () => {
  it.each([
    'http://127.0.0.1:3000/x',
    'http://2130706433/',
    'http://0x7f.1/',
    'http://localhost/x',
    'http://a.localhost./x',
    'http://10.1.2.3/',
    'http://100.64.0.1/',
    'http://172.31.0.1/',
    'http://192.168.1.1/',
    'http://169.254.169.254/latest/meta-data',
    'http://0.0.0.0/',
    'http://[::1]/',
    'http://[fe80::1]/',
    'http://[fd00::1]/',
    'http://[::ffff:192.168.1.1]/',
  ])('to %s are seen when a public server sends them, and only then', (target) => {
    expect(leadsInside(publicAddress, target)).toBe(true);
    expect(leadsInside('2001:db8::7', target)).toBe(true);
    expect(leadsInside('::ffff:10.0.0.1', target)).toBe(false);
    expect(leadsInside('192.168.1.5', target)).toBe(false);
    expect(leadsInside('127.0.0.1', target)).toBe(false);
    expect(leadsInside(null, target)).toBe(false);
  });

  it.each(['https://store.example.org/x', 'http://172.32.0.1/', 'http://[2001:db8::1]/', 'nonsense'])(
    'to %s are none',
    (target) => {
      expect(leadsInside(publicAddress, target)).toBe(false);
    },
  );
});
