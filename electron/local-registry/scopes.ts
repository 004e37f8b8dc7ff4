/** What a token may touch, in the order in which the servers write scopes [01-token-scopes]. */
const categories = [
  'activitypub',
  'admin',
  'misc',
  'notification',
  'organization',
  'package',
  'issue',
  'repository',
  'user',
] as const;

export type ScopeCategory = (typeof categories)[number];
export type ScopeLevel = 'read' | 'write';
/** A scope as a request needs it: `read:package`. */
export type RequiredScope = `${ScopeLevel}:${ScopeCategory}`;

/** What a token may do, by category; `publicOnly` keeps it from private owners. */
export interface TokenScopes {
  readonly publicOnly: boolean;
  readonly levels: ReadonlyMap<ScopeCategory, ScopeLevel>;
}

function isCategory(text: string): text is ScopeCategory {
  return categories.some((category) => category === text);
}

/** Reads a list of scopes; a text names the first scope that is unknown. */
export function parseScopes(names: readonly string[]): TokenScopes | { readonly unknown: string } {
  const levels = new Map<ScopeCategory, ScopeLevel>();
  let publicOnly = false;
  for (const name of names) {
    const [level = '', category = '', ...rest] = name.split(':');
    if (name === '') continue;
    if (name === 'public-only') publicOnly = true;
    else if (name === 'all' || name === 'sudo') for (const each of categories) levels.set(each, 'write');
    else if (rest.length > 0 || !isCategory(category) || (level !== 'read' && level !== 'write')) {
      return { unknown: name };
    } else if (levels.get(category) !== 'write') levels.set(category, level);
  }
  return { publicOnly, levels };
}

/** Writes scopes the way the servers do: `public-only` first, then by category, or `all`. */
export function formatScopes(scopes: TokenScopes): readonly string[] {
  const all = categories.every((category) => scopes.levels.get(category) === 'write');
  const named = all
    ? ['all']
    : categories.flatMap((category) => {
        const level = scopes.levels.get(category);
        return level === undefined ? [] : [`${level}:${category}`];
      });
  return scopes.publicOnly ? ['public-only', ...named] : named;
}

/** Whether the scopes hold all that is required; writing includes reading. */
export function allows(scopes: TokenScopes, required: readonly RequiredScope[]): boolean {
  return required.every((scope) => {
    const [level, category = ''] = scope.split(':');
    const held = isCategory(category) ? scopes.levels.get(category) : undefined;
    return held === 'write' || held === level;
  });
}
