import { describe, expect, it } from 'vitest';
import { plainJson, Reporter } from './reporter.ts';

function reporterTo(isTTY: boolean, texts: string[], secret: string | null = null): Reporter {
  const sink = { isTTY, columns: 80, write: (text: string) => texts.push(text) };
  return new Reporter({ out: sink, err: sink, json: false, secret });
}

const hostile = '\u001B[2Ja\u009B31m\u202Eb\nc';

describe('names from a server', () => {
  it('do nothing to a terminal', () => {
    const texts: string[] = [];
    reporterTo(true, texts).line({ kind: 'file' }, hostile);
    expect(texts).toEqual(['⟨U+001B⟩[2Ja⟨U+009B⟩31m⟨U+202E⟩b⟨U+000A⟩c\n']);
  });

  it('come through JSON as they are, without a single control character', () => {
    const json = plainJson({ name: `${hostile}\u{E0001}` });
    expect(json).toMatch(/^[\x20-\x7e]+$/);
    expect(JSON.parse(json)).toEqual({ name: `${hostile}\u{E0001}` });
  });
});

describe('the bar', () => {
  it('is drawn on a terminal, fits it, and goes before the next line', () => {
    const texts: string[] = [];
    const reporter = reporterTo(true, texts);
    reporter.progress({ transferred: 512, size: 1024, speed: 2048, filesLeft: 1 });
    reporter.line({ kind: 'file' }, 'a.txt');
    expect(texts).toEqual([
      '\r\u001B[K[############------------] 50 %  512 B of 1.0 KiB  2.0 KiB/s  1 left',
      '\r\u001B[K',
      'a.txt\n',
    ]);
  });

  it('is a line of JSON where there is no terminal', () => {
    const texts: string[] = [];
    reporterTo(false, texts).progress({ transferred: 1, size: null, speed: 0, filesLeft: 2 });
    expect(texts).toEqual(['{"kind":"progress","transferred":1,"size":null,"speed":0,"filesLeft":2}\n']);
  });
});

it('a token that got into a message does not get out', () => {
  const texts: string[] = [];
  reporterTo(true, texts, 'canary-token').note('no canary-token here');
  expect(texts).toEqual(['no [hidden] here\n']);
});
