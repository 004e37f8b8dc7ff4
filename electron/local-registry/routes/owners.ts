import { posix } from 'node:path';
import type { Account } from '../accounts.ts';
import { type Answer, answerWith, apiError, escapeHtml, htmlPage, plainText } from '../answer.ts';
import type { Call } from '../call.ts';
import { escapeBytes, escapePathSegment } from '../percent-encoding.ts';
import { escapedPath } from '../request-target.ts';

/** The account that a path names, or the answer when there is none. */
export type FoundAccount =
  | { readonly account: Account; readonly answer?: never }
  | { readonly account?: never; readonly answer: Answer };

/** Sends the client on to the present name of an account, for every method, with the query kept [13-renamed-owner]. */
export function redirectToAccount(call: Call, account: Account, formerName: string): Answer {
  const { target, registry } = call;
  const renamed = escapedPath(target)
    .split('/')
    .map((segment, index, segments) => {
      const isName = segment === escapePathSegment(formerName) && segments.indexOf(segment) === index;
      return isName ? escapePathSegment(account.name) : segment;
    })
    .join('/');
  const subPath = new URL(registry.baseUrl).pathname;
  const path = posix.join(subPath, renamed).replace(/(.)\/$/, '$1');
  const location = escapeBytes(target.rawQuery === null ? path : `${path}?${target.rawQuery}`, /[ -~]/);
  if (call.method !== 'GET' && call.method !== 'HEAD') return answerWith(307, undefined, '', { location });
  const body = `<a href="${escapeHtml(location)}">Temporary Redirect</a>.\n\n`;
  return answerWith(307, 'text/html; charset=utf-8', body, { location });
}

function findOr(call: Call, name: string, missing: () => Answer): FoundAccount {
  const account = call.registry.accounts.find(name);
  if (account !== null) return { account };
  const renamed = call.registry.accounts.findByFormerName(name);
  return { answer: renamed === null ? missing() : redirectToAccount(call, renamed, name) };
}

/** Something that is not there, as people or programs are told outside of the API [03-download]. */
export function notFound(call: Call): Answer {
  return call.header('accept').includes('text/html')
    ? htmlPage(404, 'Page Not Found')
    : plainText(404, 'Not found.\n');
}

/** The owner named by a path of the registry. */
export function registryOwner(call: Call): FoundAccount {
  return findOr(call, call.parameter('owner'), () => notFound(call));
}

/** The account named by a path of the API. */
export function apiAccount(call: Call, name: string): FoundAccount {
  return findOr(call, name, () =>
    apiError(404, `user redirect does not exist [name: ${name}]`, call.registry.baseUrl),
  );
}
