import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Settings } from '../../shared/settings.ts';
import { setAsideIfBroken } from './set-aside.ts';

let folder = '';
let path = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'tea-chest-store-'));
  path = join(folder, 'settings.json');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const now = new Date('2026-11-23T10:20:30.400Z');

describe('a file of the app', () => {
  it('stays when it is readable, also an older or a newer one', () => {
    for (const text of ['{}', '{"appearance":"dark","somethingNew":1}']) {
      writeFileSync(path, text);
      expect(setAsideIfBroken(path, Settings, now)).toBeNull();
      expect(readFileSync(path, 'utf8')).toBe(text);
    }
  });

  it('need not be there', () => {
    expect(setAsideIfBroken(path, Settings, now)).toBeNull();
  });

  it.each([
    '',
    '{"appearance":"da',
    '\0\0\0\0',
    'null',
    '[]',
    '{"parallelUploads":"3"}',
    '{"appearance":"pink"}',
  ])('with %j is moved aside with the time, and nothing is lost', (text) => {
    writeFileSync(path, text);
    expect(setAsideIfBroken(path, Settings, now)).toEqual({
      name: 'settings.json',
      movedTo: join(folder, 'settings.broken-2026-11-23T10-20-30.400Z.json'),
    });
    expect(readdirSync(folder)).toEqual(['settings.broken-2026-11-23T10-20-30.400Z.json']);
    expect(readFileSync(join(folder, 'settings.broken-2026-11-23T10-20-30.400Z.json'), 'utf8')).toBe(text);
  });

  it('cut or flipped anywhere never stops the app', () => {
    const whole = JSON.stringify({ appearance: 'dark', downloadFolder: '/home/tea', parallelUploads: 2 });
    fc.assert(
      fc.property(fc.nat(whole.length), fc.integer({ min: 0, max: 255 }), (at, byte) => {
        const bytes = Buffer.from(whole);
        bytes[at] = byte;
        writeFileSync(path, bytes.subarray(0, at + 1));
        const isKept = setAsideIfBroken(path, Settings, now) === null;
        expect(readdirSync(folder).includes('settings.json')).toBe(isKept);
        expect(() => isKept && Settings.parse(JSON.parse(readFileSync(path, 'utf8')))).not.toThrow();
      }),
      { numRuns: 300 },
    );
  });
});
