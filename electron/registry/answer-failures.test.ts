import { describe, expect, it } from 'vitest';
import { Failure, isPassing } from '../../shared/failure.ts';
import { describeFailure } from '../../shared/failure-words.ts';
import { answerFailure } from './answer-failures.ts';
import type { Asked } from './refused-answer.ts';

/** What recorded servers say is tested by playing it back; here stands what proxies, Forgejo and strangers say. */
const asked: Asked = {
  endpoint: 'registry',
  serverUrl: 'https://git.example.org',
  credential: { kind: 'token', token: 'canary-0123456789' },
  about: { owner: 'crew', packageName: 'kettle', version: '1.0', fileName: 'a.bin' },
};
const html = { 'content-type': 'text/html' };
const host = 'git.example.org';

/** Error pages as their makers ship them. */
const pages = {
  nginx: (words: string) =>
    `<html>\r\n<head><title>${words}</title></head>\r\n<body>\r\n<center><h1>${words}</h1></center>\r\n<hr><center>nginx/1.29.3</center>\r\n</body>\r\n</html>\r\n`,
  cloudflare: (words: string) =>
    `<html>\r\n<head><title>${words}</title></head>\r\n<body>\r\n<center><h1>${words}</h1></center>\r\n<hr><center>cloudflare</center>\r\n</body>\r\n</html>\r\n`,
  cloudflareFull: (words: string) =>
    `<!DOCTYPE html>\n<html><head><title>${host} | ${words}</title></head><body><div id="cf-wrapper"><div id="cf-error-details">${words}</div></div></body></html>`,
  apache: (words: string) =>
    `<!DOCTYPE HTML PUBLIC "-//IETF//DTD HTML 2.0//EN">\n<html><head>\n<title>${words}</title>\n</head><body>\n<h1>${words}</h1>\n<hr>\n<address>Apache/2.4.62 (Debian) Server at ${host} Port 443</address>\n</body></html>\n`,
  haproxy: (words: string, more: string) => `<html><body><h1>${words}</h1>\n${more}\n</body></html>\n`,
};
const cloudflare = { ...html, server: 'cloudflare', 'cf-ray': '9a1b2c3d4e5f6789-FRA' };

describe('answers that are not a registry’s own', () => {
  it.each([
    [400, html, pages.nginx('400 Bad Request'), 'refused-by-proxy', `nginx in front of ${host}`],
    [
      400,
      html,
      pages.nginx('400 The plain HTTP request was sent to HTTPS port'),
      'server-moved',
      `https://${host}`,
    ],
    [400, {}, 'Client sent an HTTP request to an HTTPS server.\n', 'server-moved', `https://${host}`],
    [401, html, pages.nginx('401 Authorization Required'), 'refused-by-proxy', `nginx in front of ${host}`],
    [
      403,
      { ...html, server: 'Corp-Gate/7 (x)' },
      '<html>No',
      'refused-by-proxy',
      `Corp-Gate in front of ${host}`,
    ],
    [
      403,
      { ...html, via: '1.1 gate.corp.example (squid/6.1), 1.1 edge' },
      '<html>',
      'refused-by-proxy',
      `edge in front of ${host}`,
    ],
    [
      403,
      {},
      '<!DOCTYPE html><title>Attention Required! | Cloudflare</title>',
      'refused-by-proxy',
      `Cloudflare in front of ${host}`,
    ],
    [403, {}, '<!DOCTYPE html><title>No</title>', 'refused-by-proxy', `Something in front of ${host}`],
    [404, html, '<html>404 Not Found</html>', 'unexpected-answer', host],
    [404, {}, 'no such app', 'unexpected-answer', host],
    [405, html, pages.nginx('405 Not Allowed'), 'refused-by-proxy', `nginx in front of ${host}`],
    [407, {}, '', 'proxy-sign-in-required', host],
    [408, html, '<html>', 'timed-out', host],
    [413, {}, 'quota exceeded', 'storage-quota-reached', undefined],
    [429, html, '<html>Slow down', 'too-many-requests', undefined],
    [429, {}, '', 'too-many-requests', undefined],
    [500, html, '<html>', 'server-error', host],
    [503, {}, 'Service Unavailable', 'server-unavailable', host],
    [200, html, '<html>Welcome to the hotel', 'login-page', host],
    [511, html, '<html>', 'login-page', host],
    [200, {}, 'fine', 'unexpected-answer', host],
    [302, {}, '', 'unexpected-answer', host],
  ] as const)('%i %j %j is %s', (status, headers, text, reason, subject) => {
    for (const endpoint of ['registry', 'api'] as const) {
      const failure = answerFailure({ status, headers, receivedAt: 0, text }, { ...asked, endpoint });
      expect(failure).toMatchObject({ reason, status });
      expect(failure.subject).toBe(subject);
      expect(Failure.safeParse(failure).success).toBe(true);
    }
  });

  it.each([
    ['nginx', html, pages.nginx('413 Request Entity Too Large'), 'client_max_body_size'],
    ['nginx', { ...html, server: 'openresty' }, '', 'client_max_body_size'],
    ['nginx', cloudflare, pages.nginx('413 Request Entity Too Large'), 'client_max_body_size'],
    [
      'Cloudflare',
      cloudflare,
      pages.cloudflare('413 Request Entity Too Large'),
      /100 MB .* past Cloudflare$/,
    ],
    ['Cloudflare', { 'cf-ray': '1-FRA' }, '', /100 MB/],
    ['Apache', html, pages.apache('413 Request Entity Too Large'), 'LimitRequestBody'],
    ['Caddy', { server: 'Caddy' }, '', 'max_size of request_body'],
    ['Traefik', { 'content-type': 'text/plain' }, 'Request Entity Too Large', 'maxRequestBodyBytes'],
    [
      'HAProxy',
      html,
      pages.haproxy('413 Payload Too Large', 'The request entity exceeds the maximum allowed.'),
      /req\.body_size/,
    ],
    ['IIS', { server: 'Microsoft-IIS/10.0' }, '', 'maxAllowedContentLength'],
    ['Squid', { 'x-squid-error': 'ERR_TOO_BIG 0', ...html }, '<html>', 'request_body_max_size'],
    ['Envoy', { server: 'istio-envoy' }, 'Payload Too Large', 'max_request_bytes'],
  ] as const)('a 413 of %s (%j) names what to raise', (name, headers, text, setting) => {
    const failure = answerFailure({ status: 413, headers, receivedAt: 0, text }, asked);
    expect(Failure.safeParse(failure).success).toBe(true);
    const { title, nextStep } = describeFailure(failure);
    expect(title).toBe(`${name} in front of ${host} refuses files of this size`);
    expect(nextStep).toMatch(/^Ask its administrator to raise /);
    expect(failure.setting).toMatch(setting);
    expect(nextStep).toContain(failure.setting);
  });

  it('a 413 of nobody known has words all the same', () => {
    const failure = answerFailure({ status: 413, headers: {}, receivedAt: 0, text: '' }, asked);
    expect(describeFailure(failure)).toEqual({
      title: `Something in front of ${host} refuses files of this size`,
      nextStep: 'Ask its administrator to allow larger request bodies.',
      details: 'HTTP 413',
    });
  });

  it.each([
    [504, html, pages.nginx('504 Gateway Time-out'), 'nginx', 'proxy_read_timeout'],
    [
      504,
      html,
      pages.haproxy('504 Gateway Time-out', "The server didn't respond in time."),
      'HAProxy',
      'timeout server',
    ],
    [504, {}, 'Gateway Timeout', 'Traefik', 'responseHeaderTimeout'],
    [504, { server: 'awselb/2.0', ...html }, '<html>', 'Amazon’s load balancer', 'idle_timeout'],
    [524, cloudflare, pages.cloudflareFull('524: A timeout occurred'), 'Cloudflare', /100 s/],
    [524, {}, 'error code: 524', 'Cloudflare', /100 s/],
  ] as const)('%i %j %j is a proxy that gave up waiting', (status, headers, text, name, setting) => {
    const failure = answerFailure({ status, headers, receivedAt: 0, text }, asked);
    expect(failure.reason).toBe('proxy-timed-out');
    expect(isPassing(failure)).toBe(true);
    expect(failure.setting).toMatch(setting);
    const { title, nextStep } = describeFailure(failure);
    expect(title).toBe(`${name} in front of ${host} gave up waiting for the server`);
    expect(nextStep).toContain(failure.setting);
  });

  it.each([
    [502, html, pages.nginx('502 Bad Gateway'), ' behind nginx'],
    [502, {}, 'Bad Gateway', ' behind Traefik'],
    [502, { server: 'Caddy' }, '', ' behind Caddy'],
    [
      503,
      html,
      pages.haproxy('503 Service Unavailable', 'No server is available to handle this request.'),
      ' behind HAProxy',
    ],
    [503, html, pages.apache('503 Service Unavailable'), ' behind Apache'],
    [503, {}, '', ''],
    [
      520,
      cloudflare,
      pages.cloudflareFull('520: Web server is returning an unknown error'),
      ' behind Cloudflare',
    ],
    [521, cloudflare, pages.cloudflareFull('521: Web server is down'), ' behind Cloudflare'],
    [522, cloudflare, pages.cloudflareFull('522: Connection timed out'), ' behind Cloudflare'],
    [523, cloudflare, 'error code: 523', ' behind Cloudflare'],
    [525, cloudflare, '', ' behind Cloudflare'],
    [530, cloudflare, 'error code: 1016', ' behind Cloudflare'],
  ] as const)('%i %j %j is a server that cannot be had now', (status, headers, text, behind) => {
    const failure = answerFailure({ status, headers, receivedAt: 0, text }, asked);
    expect(failure.reason).toBe('server-unavailable');
    expect(isPassing(failure)).toBe(true);
    expect(describeFailure(failure).title).toBe(`${host}${behind} is not available at the moment`);
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
      subject: host,
    });
  });

  it.each([
    [{ kind: 'token', token: 'canary-0123456789' }, ['canary-0123456789']],
    [
      { kind: 'password', userName: 'ada', password: 'canary &1' },
      ['canary &1', 'canary%20%261', Buffer.from('ada:canary &1').toString('base64')],
    ],
  ] as const)('do not repeat the credential, not even its beginning: %j', (credential, forms) => {
    for (const form of forms) {
      for (const padding of [0, 190, 300]) {
        const text = `${'x'.repeat(padding)} authorization: ${form} ${form}`;
        const failure = answerFailure(
          { status: 500, headers: {}, receivedAt: 0, text },
          { ...asked, credential },
        );
        expect(JSON.stringify(failure)).not.toContain(form.slice(0, 6));
      }
    }
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
