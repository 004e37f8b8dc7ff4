import type { RefusedAnswer } from './refused-answer.ts';

/** What stands in front of a server and answered in its place. */
export interface Culprit {
  /** As its makers write it. */
  readonly name: string;
  /** The settings by which its administrator can mend what it refuses. */
  readonly settings: Readonly<Partial<Record<CulpritLimit, string>>>;
}

/** What a proxy may limit or do on its own account. */
export type CulpritLimit = 'size' | 'time' | 'packing';

type Answer = Pick<RefusedAnswer, 'headers' | 'text'>;

interface Mark extends Culprit {
  /** By what it signs its own pages. The page is its own even where others passed it on. */
  readonly page?: RegExp;
  /** Its `Server` header. */
  readonly server?: RegExp;
  /** Any other way by which its answers are known. */
  readonly knows?: (answer: Answer) => boolean;
}

/** Plain words of a status, which Traefik gives without naming itself. "Service Unavailable" Gitea says as well. */
const plainStatus = /^(?:Request Entity Too Large|Bad Gateway|Gateway Timeout)\s*$/;

const cloudflareSettings = {
  size: 'the upload limit of its Cloudflare plan (100 MB unless it is a larger one), or to give out an address past Cloudflare',
  time: 'Cloudflare’s time limit (100 s unless the plan allows more), or give out an address past Cloudflare',
};

/** In the order of trial. Sources are the products' own error pages and manuals. */
const marks: readonly Mark[] = [
  {
    name: 'Cloudflare',
    page: /<center>cloudflare(?:-nginx)?<\/center>|\bid="cf-(?:wrapper|error-details)"|<title>[^<]*\|\s*Cloudflare<\/title>|^error code: \d{3,4}\s*$/i,
    settings: cloudflareSettings,
  },
  {
    name: 'nginx',
    page: /<center>(?:nginx|openresty|tengine|angie)\b[^<]*<\/center>/i,
    server: /^(?:nginx|openresty|tengine|angie)\b/i,
    settings: { size: 'client_max_body_size', time: 'proxy_read_timeout', packing: 'gzip off' },
  },
  {
    name: 'Apache',
    page: /<address>Apache\b/i,
    server: /^Apache\b(?!-Coyote)/i,
    settings: { size: 'LimitRequestBody', time: 'ProxyTimeout', packing: 'SetEnv no-gzip' },
  },
  {
    name: 'HAProxy',
    page: /<h1>[45]\d\d [^<]*<\/h1>\s*(?:No server is available to handle this request|The server (?:didn't respond in time|returned an invalid or incomplete response)|Your browser (?:sent an invalid request|didn't send a complete request in time)|The request entity exceeds the maximum allowed|You have sent too many requests|Request forbidden by administrative rules)/i,
    settings: { size: 'its http-request deny rule on req.body_size', time: 'timeout server' },
  },
  {
    name: 'Squid',
    page: /\bid="?ERR_[A-Z_]+"?|Generated [^<]*\(squid\//i,
    server: /^squid\b/i,
    knows: ({ headers }) => headers['x-squid-error'] !== undefined,
    settings: { size: 'request_body_max_size', time: 'read_timeout' },
  },
  {
    name: 'Varnish',
    page: /Varnish cache server|Guru Meditation/,
    server: /^varnish\b/i,
    settings: { time: 'first_byte_timeout' },
  },
  {
    name: 'IIS',
    page: /IIS (?:\d+\.\d+ )?Detailed Error/i,
    server: /^Microsoft-IIS\b/i,
    settings: { size: 'maxAllowedContentLength', time: 'the proxy time-out of Application Request Routing' },
  },
  {
    name: 'Envoy',
    page: /^upstream (?:request timeout|connect error or disconnect)/,
    server: /^(?:istio-)?envoy$/i,
    settings: { size: 'max_request_bytes', time: 'the timeout of its route' },
  },
  { name: 'Amazon’s load balancer', server: /^awselb\b/i, settings: { time: 'idle_timeout' } },
  { name: 'CloudFront', server: /^CloudFront$/i, settings: { time: 'the origin response timeout' } },
  {
    name: 'Caddy',
    server: /^Caddy$/i,
    settings: { size: 'max_size of request_body', time: 'response_header_timeout', packing: 'encode' },
  },
  {
    name: 'Cloudflare',
    server: /^cloudflare/i,
    knows: ({ headers }) => headers['cf-ray'] !== undefined,
    settings: cloudflareSettings,
  },
  {
    name: 'Traefik',
    knows: ({ headers, text }) =>
      headers.server === undefined && headers.via === undefined && plainStatus.test(text),
    settings: { size: 'maxRequestBodyBytes', time: 'responseHeaderTimeout' },
  },
];

/** The `Server` header without blanks around it; empty where there is none. */
function serverHeader({ headers }: Answer): string {
  return String(headers.server ?? '').trim();
}

/** The product of a `Server` header, or the nearest proxy of a `Via` header (RFC 9110, 7.6.3), whichever is there. */
function namedByItself(answer: Answer): string | null {
  const server = /^[\w .-]{1,60}/.exec(serverHeader(answer))?.[0].trim();
  const nearest = answer.headers.via?.split(',').at(-1)?.trim();
  const via = /^\S+ ([\w.:-]{1,60})(?: \(([\w .-]{1,60}))?/.exec(nearest ?? '');
  const name = server ?? via?.[2]?.trim() ?? via?.[1];
  return name === undefined || name === '' ? null : name;
}

/**
 * Who gave an answer that the server did not give; null where nothing tells. A server's own answers carry the
 * `Server` header of a proxy as well, so this is for those that cannot be its own.
 */
export function culpritOf(answer: Answer): Culprit | null {
  const mark =
    marks.find(({ page }) => page?.test(answer.text)) ??
    marks.find(
      ({ server, knows }) => server?.test(serverHeader(answer)) === true || knows?.(answer) === true,
    );
  if (mark !== undefined) return mark;
  const name = namedByItself(answer);
  return name === null ? null : { name, settings: {} };
}

/** For people: who stands in front of which host. */
export function inFrontOf(host: string, culprit: Culprit | null): string {
  return `${culprit?.name ?? 'Something'} in front of ${host}`.slice(0, 300);
}
