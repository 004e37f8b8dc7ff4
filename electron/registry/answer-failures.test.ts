import { describe, expect, it } from 'vitest';
import { Failure } from '../../shared/failure.ts';
import { type Asked, answerFailure } from './answer-failures.ts';

/** What recorded servers say is tested by playing it back; here stands what proxies, Forgejo and strangers say. */
const asked: Asked = {
  endpoint: 'registry',
  serverUrl: 'https://git.example.org',
  isAnonymous: false,
  about: { owner: 'crew', packageName: 'kettle', version: '1.0', fileName: 'a.bin' },
};
const html = { 'content-type': 'text/html', server: 'nginx/1.29' };

describe('answers that are not a registry’s own', () => {
  it.each([
    [400, html, '<html><h1>400 Bad Request</h1></html>', 'refused-by-proxy', 'nginx/1.29'],
    [401, html, '<html>401 Authorization Required</html>', 'refused-by-proxy', 'nginx/1.29'],
    [403, html, '<html>Forbidden</html>', 'refused-by-proxy', 'nginx/1.29'],
    [403, {}, '<!DOCTYPE html><title>Attention Required!</title>', 'refused-by-proxy', undefined],
    [404, html, '<html>404 Not Found</html>', 'unexpected-answer', 'git.example.org'],
    [404, {}, 'no such app', 'unexpected-answer', 'git.example.org'],
    [407, {}, '', 'refused-by-proxy', undefined],
    [408, html, '<html>', 'timed-out', undefined],
    [413, html, '<html>413 Request Entity Too Large</html>', 'refused-by-proxy', 'nginx/1.29'],
    [413, { server: 'Caddy' }, '', 'refused-by-proxy', 'Caddy'],
    [413, {}, 'quota exceeded', 'storage-quota-reached', undefined],
    [429, html, '<html>Slow down', 'too-many-requests', undefined],
    [429, {}, '', 'too-many-requests', undefined],
    [500, html, '<html>', 'server-error', undefined],
    [502, html, '<html>', 'server-unavailable', undefined],
    [503, {}, 'Service Unavailable', 'server-unavailable', undefined],
    [504, html, '<html>', 'server-unavailable', undefined],
    [524, html, '<html>', 'server-unavailable', undefined],
    [200, html, '<html>Sign in to the hotel', 'unexpected-answer', 'git.example.org'],
    [302, {}, '', 'unexpected-answer', 'git.example.org'],
  ] as const)('%i %j %j is %s', (status, headers, text, reason, subject) => {
    for (const endpoint of ['registry', 'api'] as const) {
      const failure = answerFailure({ status, headers, receivedAt: 0, text }, { ...asked, endpoint });
      expect(failure).toMatchObject({ reason, status });
      expect(failure.subject).toBe(subject);
      expect(Failure.safeParse(failure).success).toBe(true);
    }
  });

  it('are told in plain words, short and without tricks', () => {
    const text = `<html><style>p { color: red }</style><script>alert('x')</script><p>No\u001b[31m way\u202e &amp; &lt;b&gt; ${'🫖'.repeat(300)}`;
    const { serverWords } = answerFailure({ status: 403, headers: html, receivedAt: 0, text }, asked);
    expect(serverWords).toMatch(/^No \[31m way & <b> 🫖/);
    expect(serverWords?.length).toBeLessThanOrEqual(200);
    expect(serverWords?.isWellFormed()).toBe(true);
    expect(answerFailure({ status: 500, headers: {}, receivedAt: 0, text: ' \n' }, asked)).toEqual({
      reason: 'server-error',
      status: 500,
    });
  });

  it('stay within the contract with hostile names and headers', () => {
    const about = { ...asked.about, fileName: `\u202e${'x'.repeat(1000)}` };
    const failure = answerFailure(
      { status: 409, headers: {}, receivedAt: 0, text: 'exists' },
      { ...asked, about },
    );
    expect(Failure.safeParse(failure).success).toBe(true);
    expect(failure.subject).toMatch(/^x{300}$/);
    expect(
      answerFailure({ status: 999, headers: {}, receivedAt: 0, text: '' }, asked).status,
    ).toBeUndefined();
  });
});
