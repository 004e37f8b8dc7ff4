import { describe, expect, test } from 'vitest';
import { parseAccelerator } from './accelerators.ts';

const plain = { ctrl: false, shift: false, alt: false, meta: false };
const command = process.platform === 'darwin' ? { ...plain, meta: true } : { ...plain, ctrl: true };

describe('an accelerator', () => {
  test.each([
    ['F5', { ...plain, key: 'f5' }],
    ['CmdOrCtrl+K', { ...command, key: 'k' }],
    ['Shift+CommandOrControl+Z', { ...command, key: 'z', shift: true }],
    ['CmdOrCtrl+Plus', { ...command, key: '+' }],
    ['CmdOrCtrl++', { ...command, key: '+' }],
    ['Alt+Left', { ...plain, alt: true, key: 'arrowleft' }],
    ['Delete', { ...plain, key: 'delete' }],
  ])('%s is the key that the page hears', (accelerator, keys) => {
    expect(parseAccelerator(accelerator)).toEqual(keys);
  });

  test('with a word that is no modifier is refused', () => {
    expect(() => parseAccelerator('Hyper+K')).toThrow('no accelerator is Hyper+K');
  });
});
