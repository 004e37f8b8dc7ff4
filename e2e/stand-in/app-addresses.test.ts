import { expect, test } from 'vitest';
import { AppAddresses } from './app-addresses.ts';

const addresses = new AppAddresses();
addresses.add('app');

test.each([
  ['app://bundle/', 'https://bundle.app.invalid/'],
  ['app://bundle/assets/a%20b.js?x=1#y', 'https://bundle.app.invalid/assets/a%20b.js?x=1#y'],
  ['https://example.org/', 'https://example.org/'],
  ['about:blank', 'about:blank'],
])('%s is %s in Chromium, and back', (forMain, forChromium) => {
  expect(addresses.toChromium(forMain)).toBe(forChromium);
  expect(addresses.fromChromium(forChromium)).toBe(forMain);
});

test('an address of another site does not become the app’s', () => {
  for (const address of [
    'http://bundle.app.invalid/',
    'https://bundle.other.invalid/',
    'https://app.invalid.example/',
  ]) {
    expect(addresses.schemeOf(address)).toBe(null);
  }
  expect(addresses.originOf('https://bundle.app.invalid/x')).toBe('app://bundle');
  expect(addresses.originOf('https://example.org/x')).toBe('https://example.org');
});
