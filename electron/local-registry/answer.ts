import type { Dialect } from './dialect.ts';

/** Bytes of a body: given ones, or a run of the stored content. */
export type BodyPart = Buffer | { readonly start: number; readonly length: number };

/** What a request is answered with, before it is written. HEAD sends the headers only. */
export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  /** Null: no body and no content-length (204, 304). */
  readonly body: { readonly parts: readonly BodyPart[]; readonly contentPath: string | null } | null;
}

/** How many bytes a body has. */
export function bodyLength(parts: readonly BodyPart[]): number {
  return parts.reduce((sum, part) => sum + part.length, 0);
}

/** An answer with a body of bytes or text; `undefined` as content type sends none. */
export function answerWith(
  status: number,
  contentType: string | undefined,
  body: string | Buffer,
  headers: Readonly<Record<string, string>> = {},
): Answer {
  const bytes = typeof body === 'string' ? Buffer.from(body, 'utf8') : body;
  const type: Record<string, string> = contentType === undefined ? {} : { 'content-type': contentType };
  return { status, headers: { ...type, ...headers }, body: { parts: [bytes], contentPath: null } };
}

/** 201 with an empty body. */
export const created: Answer = answerWith(201, undefined, '');

/** 204. */
export const noContent: Answer = { status: 204, headers: {}, body: null };

/** The registry's own texts: no line end [02-publish, 03-download]. */
export function plainText(status: number, text: string): Answer {
  return answerWith(status, 'text/plain;charset=utf-8', text);
}

/** The texts of the layer below the registry: they end with a line end [02-expect]. */
export function layerText(
  status: number,
  text: string,
  headers: Readonly<Record<string, string>> = {},
): Answer {
  return answerWith(status, 'text/plain; charset=utf-8', text, {
    'x-content-type-options': 'nosniff',
    ...headers,
  });
}

/** A path that nobody serves [01-discovery]. */
export const pageNotFound: Answer = layerText(404, '404 page not found\n');

/** A method that the path does not have [03-download]. */
export function methodNotAllowed(allowed: readonly string[]): Answer {
  return answerWith(405, undefined, '', { allow: [...new Set(allowed)].sort().join(', ') });
}

/** The registry's refusal, signed in or not: 401 means "not allowed" at least as often as "who are you" [02-publish-rights]. */
export const reqPackageAccess: Answer = layerText(401, 'reqPackageAccess\n', {
  'www-authenticate': 'Basic realm="Gitea Package API"',
});

/** JSON as the API sends it. */
export function json(status: number, value: unknown, headers: Readonly<Record<string, string>> = {}): Answer {
  return answerWith(status, 'application/json;charset=utf-8', `${JSON.stringify(value)}\n`, headers);
}

/** The API's refusal. */
export function apiError(status: number, message: string, baseUrl: string): Answer {
  return json(status, { message, url: `${baseUrl}/api/swagger` });
}

/** The API's other kind of 404 [01-discovery]. */
export function apiNotFound(message: string, errors: readonly string[] | null, baseUrl: string): Answer {
  return json(404, { errors, message, url: `${baseUrl}/api/swagger` });
}

/** A request that failed inside: only a site admin is told why [02-publish]. */
export function internalError(dialect: Dialect, reason: string, asksAdmin: boolean): Answer {
  return plainText(500, asksAdmin ? reason : dialect.internalError);
}

/** What people see in a browser. */
export function htmlPage(status: number, title: string, lines: readonly string[] = []): Answer {
  const paragraphs = lines.map((line) => `<p>${escapeHtml(line)}</p>`).join('');
  const heading = escapeHtml(title);
  return answerWith(
    status,
    'text/html; charset=utf-8',
    `<!doctype html><html lang="en"><meta charset="utf-8"><title>${heading}</title><h1>${heading}</h1>${paragraphs}</html>\n`,
  );
}

const htmlEscapes: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&#34;',
  "'": '&#39;',
};

/** Text that means itself in HTML. */
export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => htmlEscapes[character] ?? character);
}
