/** What an administrator can set. Sizes in bytes; null is no limit. */
export interface RegistrySettings {
  /** Entries on a page when the request names no limit. */
  readonly defaultPageSize: number;
  /** Entries on a page at most. */
  readonly maximumPageSize: number;
  readonly packagesEnabled: boolean;
  readonly signInRequired: boolean;
  readonly passwordSignInEnabled: boolean;
  readonly queryTokensEnabled: boolean;
  readonly maintenance: boolean;
  /** For one file of a generic package [08-size-limit]. */
  readonly fileSizeLimit: number | null;
  /** For all files of one owner; equal content counts as often as it is listed [08-owner-size-limit]. */
  readonly ownerSizeLimit: number | null;
  /** For the number of versions of one owner. */
  readonly ownerVersionLimit: number | null;
  readonly defaultGitTreesPerPage: number;
  readonly defaultMaximumBlobSize: number;
  readonly defaultMaximumResponseSize: number;
}

export const defaultRegistrySettings: RegistrySettings = {
  defaultPageSize: 30,
  maximumPageSize: 50,
  packagesEnabled: true,
  signInRequired: false,
  passwordSignInEnabled: true,
  queryTokensEnabled: true,
  maintenance: false,
  fileSizeLimit: null,
  ownerSizeLimit: null,
  ownerVersionLimit: null,
  defaultGitTreesPerPage: 1000,
  defaultMaximumBlobSize: 10_485_760,
  defaultMaximumResponseSize: 104_857_600,
};

/** A value of Gitea's configuration file, as JSON or as the text after `=`. */
export type ConfigValue = string | number | boolean;

function toBoolean(value: ConfigValue): boolean {
  return /^(?:1|t|true|yes|y|on)$/i.test(String(value));
}

function toNumber(value: ConfigValue, fallback: number): number {
  const number = Number(value);
  return Number.isInteger(number) ? number : fallback;
}

function toLimit(value: ConfigValue): number | null {
  const number = toNumber(value, -1);
  return number < 0 ? null : number;
}

const decimalUnits = ['b', 'kb', 'mb', 'gb', 'tb'];
const binaryUnits = ['b', 'kib', 'mib', 'gib', 'tib'];

/** Reads `1024`, `1 MiB` or `10 MB`; negative and unreadable sizes are no limit. */
function toSizeLimit(value: ConfigValue): number | null {
  const [, digits, unit = ''] = /^(\d+(?:\.\d+)?)\s*([a-z]*)$/i.exec(String(value).trim()) ?? [];
  if (digits === undefined) return null;
  const name = /^[kmgt]i?$/i.test(unit) ? `${unit.toLowerCase()}b` : unit.toLowerCase() || 'b';
  if (decimalUnits.includes(name)) return Math.floor(Number(digits) * 1000 ** decimalUnits.indexOf(name));
  if (binaryUnits.includes(name)) return Math.floor(Number(digits) * 1024 ** binaryUnits.indexOf(name));
  return null;
}

type Change = (value: ConfigValue) => Partial<RegistrySettings>;

const changes: Readonly<Record<string, Change>> = {
  'api.DEFAULT_PAGING_NUM': (value) => ({ defaultPageSize: toNumber(value, 30) }),
  'api.MAX_RESPONSE_ITEMS': (value) => ({ maximumPageSize: toNumber(value, 50) }),
  'api.DEFAULT_GIT_TREES_PER_PAGE': (value) => ({ defaultGitTreesPerPage: toNumber(value, 1000) }),
  'api.DEFAULT_MAX_BLOB_SIZE': (value) => ({ defaultMaximumBlobSize: toNumber(value, 10_485_760) }),
  'api.DEFAULT_MAX_RESPONSE_SIZE': (value) => ({ defaultMaximumResponseSize: toNumber(value, 104_857_600) }),
  'packages.ENABLED': (value) => ({ packagesEnabled: toBoolean(value) }),
  'packages.LIMIT_SIZE_GENERIC': (value) => ({ fileSizeLimit: toSizeLimit(value) }),
  'packages.LIMIT_TOTAL_OWNER_SIZE': (value) => ({ ownerSizeLimit: toSizeLimit(value) }),
  'packages.LIMIT_TOTAL_OWNER_COUNT': (value) => ({ ownerVersionLimit: toLimit(value) }),
  'service.REQUIRE_SIGNIN_VIEW': (value) => ({ signInRequired: toBoolean(value) }),
  'service.ENABLE_BASIC_AUTHENTICATION': (value) => ({ passwordSignInEnabled: toBoolean(value) }),
  'security.DISABLE_QUERY_AUTH_TOKEN': (value) => ({ queryTokensEnabled: !toBoolean(value) }),
};

/** Settings that change nothing a client sees: compression does not touch the registry [03-gzip]. */
const withoutEffect = /^(?:server\.ENABLE_GZIP|log\..*|packages\.(?:CHUNKED_UPLOAD_PATH|LIMIT_SIZE_[A-Z]+))$/;

/** Gitea's settings, read from its own names (`section.KEY`), and those names that mean nothing here. */
export interface ReadConfig {
  readonly settings: RegistrySettings;
  readonly unknown: readonly string[];
}

export function readConfig(entries: Iterable<readonly [string, ConfigValue]>): ReadConfig {
  let settings = defaultRegistrySettings;
  const unknown: string[] = [];
  for (const [name, value] of entries) {
    const change = Object.hasOwn(changes, name) ? changes[name] : undefined;
    if (change !== undefined) settings = { ...settings, ...change(value) };
    else if (!withoutEffect.test(name)) unknown.push(name);
  }
  return { settings, unknown };
}
