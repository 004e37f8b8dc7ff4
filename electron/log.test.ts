import { mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { LogFile, loggersTo } from './log.ts';
import { describeError, redact } from './redact.ts';

const token = '0123456789abcdef0123456789abcdef01234567';

describe('redact', () => {
  it.each([
    `authorization: token ${token}`,
    `{"authorization":"Basic dXNlcjpwYXNz"}`,
    `Authorization=Bearer canary-secret-value`,
    `https://user:canary-secret-value@tea.example/x`,
    `https://store.example/blob?X-Amz-Signature=canary-secret-value`,
    `{"password":"canary-secret-value","user":"x"}`,
    `token=canary-secret-value&x=1`,
    `the token is ${token}.`,
    `Cookie: session=canary-secret-value; other=canary-secret-value`,
  ])('takes the secret out of %j', (text) => {
    const safe = redact(text);
    expect(safe).toContain('[hidden]');
    expect(safe).not.toMatch(new RegExp(`${token}|canary-secret-value|dXNlcjpwYXNz`));
  });

  it('leaves names, addresses and sha256 alone', () => {
    const text = `crew / kettle / 1.4.2: sha256 ${'ab'.repeat(32)} from https://tea.example:3000/x is not there`;
    expect(redact(text)).toBe(text);
  });
});

describe('describeError', () => {
  it('tells message, code and causes but no other field', () => {
    const cause = Object.assign(new Error('socket closed'), { code: 'ECONNRESET' });
    const error = Object.assign(new Error('request failed', { cause }), {
      options: { headers: { authorization: 'canary' } },
    });
    const text = describeError(error);
    expect(text).toContain('request failed');
    expect(text).toContain('socket closed');
    expect(text).toContain('ECONNRESET');
    expect(text).not.toContain('canary');
  });

  it('does not print things that are no errors', () => {
    expect(describeError({ authorization: 'canary' })).toBe('object');
  });
});

describe('LogFile', () => {
  let folder = '';
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'tea-chest-log-'));
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  it('writes redacted lines named by place into a file for the user alone', async () => {
    const path = join(folder, 'logs', 'main.log');
    const log = loggersTo(new LogFile(path), () => 0)('transfers/queue');
    log.info(`sent with token ${token}`);
    log.error('broke', new Error('no'));
    const text = await readFile(path, 'utf8');
    expect(text).toMatch(/^1970-01-01T00:00:00\.000Z info transfers\/queue: sent with token \[hidden\]\n/);
    expect(text).toContain('error transfers/queue: broke Error: no');
    expect((await stat(path)).mode & 0o077).toBe(0);
  });

  it('keeps to its size with one older file', async () => {
    const file = new LogFile(join(folder, 'main.log'), 1000);
    for (let line = 0; line < 200; line += 1) file.write(`line ${line} ${'x'.repeat(40)}\n`);
    expect((await readdir(folder)).sort()).toEqual(['main.log', 'main.log.1']);
    expect((await stat(join(folder, 'main.log'))).size).toBeLessThanOrEqual(1000);
    expect(await readFile(join(folder, 'main.log'), 'utf8')).toContain('line 199');
  });
});
