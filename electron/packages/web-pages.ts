import { assertNever } from '../../shared/assert-never.ts';
import { failed, type Outcome, succeeded } from '../../shared/outcome.ts';
import type { WebTarget } from '../../shared/package.ts';
import { encodeSegment } from '../registry/endpoints.ts';

/**
 * The page of a server that shows `target`, for the browser. Built from the account's own root URL, so it can lead
 * nowhere else; names that would fold away in a URL fail with `invalid-request`.
 */
export function webPage(serverUrl: string, target: WebTarget): Outcome<string> {
  switch (target.kind) {
    case 'owner':
      return page(serverUrl, [target.owner, '-', 'packages']);
    case 'package': {
      const { owner, packageName, version } = target.coordinates;
      // As in the server's own `html_url`: name and version in lower case (05-list).
      const name = packageName.toLowerCase();
      return page(serverUrl, [owner, '-', 'packages', target.type, name, version.toLowerCase()]);
    }
    case 'repository':
      return page(serverUrl, target.repository.split('/'));
    case 'token-settings':
      return page(serverUrl, ['user', 'settings', 'applications']);
    default:
      return assertNever(target);
  }
}

function page(serverUrl: string, segments: readonly string[]): Outcome<string> {
  const encoded = segments.map(encodeSegment);
  const href = `${serverUrl}/${encoded.join('/')}`;
  const url = URL.parse(href);
  const isWhole = encoded.every((segment) => segment !== null && segment !== '');
  const isWeb = url !== null && (url.protocol === 'https:' || url.protocol === 'http:');
  // A `..` folds when the URL is parsed, and the address would no longer be the one that was built.
  if (!isWhole || !isWeb || url.href !== href || url.origin !== URL.parse(serverUrl)?.origin) {
    return failed('invalid-request');
  }
  return succeeded(href);
}
