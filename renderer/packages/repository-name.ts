import { nameKey } from '../../shared/names.ts';

/** What was typed as a repository: its name, or that it belongs to somebody else, whose packages it cannot hold. */
export type TypedRepository =
  | { readonly kind: 'empty' }
  | { readonly kind: 'name'; readonly name: string }
  | { readonly kind: 'of-another' };

/** Reads `tea` and `crew/tea` as a repository of `owner`. */
export function readRepository(typed: string, owner: string): TypedRepository {
  const [first = '', second, ...more] = typed.trim().split('/');
  if (second === undefined) return first === '' ? { kind: 'empty' } : { kind: 'name', name: first };
  if (more.length > 0 || second === '' || nameKey(first) !== nameKey(owner)) return { kind: 'of-another' };
  return { kind: 'name', name: second };
}
