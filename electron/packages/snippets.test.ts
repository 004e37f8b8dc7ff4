import { execFileSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { fileUrl } from '../registry/endpoints.ts';
import { fileSnippet } from './snippets.ts';

const sha256 = 'c'.repeat(64);

function partsOf(fileName: string) {
  const url = fileUrl(
    "https://git.example.org/o'brien",
    { owner: 'crew', packageName: 'kettle', version: "1.0'; touch pwned; '", fileName },
    'read',
  );
  if (!url.ok) throw new Error(url.failure.reason);
  return { url: url.value, fileName, sha256 };
}

const hostile = [
  'plain.txt',
  "it's; $(touch pwned) `touch pwned` & | > x.txt",
  '-',
  '--output=/etc/passwd',
  '$HOME "quoted"\nsecond line.txt',
  '../../etc/passwd',
  '${{ secrets.OTHER }}.txt',
  '%PATH%.txt',
];

/** What a shell makes of a command: its words, with the program replaced by one that prints them. */
function wordsOf(command: string): string[] {
  const script = `curl() { for word in "$@"; do printf '%s\\0' "$word"; done; }; wget() { curl "$@"; }; ${command}`;
  const environment = { PATH: '/nowhere', GITEA_TOKEN: 'the-token' };
  return execFileSync('/bin/sh', ['-c', script], { env: environment, encoding: 'utf8' })
    .split('\0')
    .slice(0, -1);
}

describe('snippets', () => {
  it.skipIf(process.platform === 'win32').each(hostile)(
    'are the meant words in a shell for %j',
    (fileName) => {
      const parts = partsOf(fileName);
      const curl = wordsOf(fileSnippet('curl', parts));
      expect(curl.slice(0, 5)).toEqual([
        '--fail',
        '--location',
        '--header',
        'Authorization: token the-token',
        '--output',
      ]);
      expect(curl[5]).toMatch(/^\.\/[^/]+$/);
      expect(curl.slice(6)).toEqual([parts.url]);
      const wget = wordsOf(fileSnippet('wget', parts));
      expect(wget[1]).toMatch(/^--output-document=\.\/[^/]+$/);
      expect(wget.slice(2)).toEqual([parts.url]);
    },
  );

  it('are one verbatim string in PowerShell, whatever quotes a name has', () => {
    const text = fileSnippet('powershell', partsOf("a'b’c‘d.txt"));
    expect(text).toContain("-OutFile './a''b’’c‘‘d.txt'");
    expect(text).toContain('"token $env:GITEA_TOKEN"');
  });

  it.each(hostile)('leave an expression to nobody in a workflow, for %j', (fileName) => {
    const text = fileSnippet('workflow-step', partsOf(fileName));
    expect(text.match(/\$\{\{.*?\}\}/g)).toEqual(['${{ secrets.PACKAGE_TOKEN }}']);
    expect(text.trimEnd().split('\n')).toHaveLength(5);
    expect(text.split('\n').at(-2)).toMatch(/--output '\.\/[A-Za-z0-9._+-]+' /);
  });

  it('are lines that sha256sum checks', () => {
    expect(fileSnippet('sha256', partsOf('a b.txt'))).toBe(`${sha256}  a b.txt`);
    expect(fileSnippet('sha256', partsOf('a\\b\nc.txt'))).toBe(`\\${sha256}  a\\\\b\\nc.txt`);
  });
});
