import type { Handler } from './call.ts';
import { unescapePath } from './percent-encoding.ts';

/** A path such as `api/v1/packages/{owner}` and what answers each method on it. */
export interface Route {
  readonly path: string;
  readonly methods: Readonly<Record<string, Handler>>;
}

/** What a path and method lead to. */
export type Match =
  | { readonly kind: 'handler'; readonly handle: Handler; readonly parameters: ReadonlyMap<string, string> }
  | { readonly kind: 'method-not-allowed'; readonly allowed: readonly string[] }
  | { readonly kind: 'nothing' };

function matchPath(path: string, segments: readonly string[]): ReadonlyMap<string, string> | null {
  const pieces = path.split('/');
  if (pieces.length !== segments.length) return null;
  const parameters = new Map<string, string>();
  for (const [index, piece] of pieces.entries()) {
    const segment = segments[index] ?? '';
    if (piece.startsWith('{')) parameters.set(piece.slice(1, -1), unescapePath(segment) ?? '');
    else if (piece !== segment) return null;
  }
  return parameters;
}

/**
 * Finds the route of a request: the first one whose path fits and which has the method. Words of a path are compared
 * as they were sent, case and all; names are decoded once [02-slashes].
 */
export function findRoute(routes: readonly Route[], method: string, segments: readonly string[]): Match {
  const allowed: string[] = [];
  for (const route of routes) {
    const parameters = matchPath(route.path, segments);
    if (parameters === null) continue;
    const handle = Object.hasOwn(route.methods, method) ? route.methods[method] : undefined;
    if (handle !== undefined) return { kind: 'handler', handle, parameters };
    allowed.push(...Object.keys(route.methods));
  }
  return allowed.length > 0 ? { kind: 'method-not-allowed', allowed } : { kind: 'nothing' };
}
