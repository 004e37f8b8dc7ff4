import { accessTo } from '../access.ts';
import type { Account } from '../accounts.ts';
import { type Answer, answerWith, htmlPage, json } from '../answer.ts';
import type { Call } from '../call.ts';
import { formatTime } from '../representations.ts';
import type { Route } from '../router.ts';
import { notFound } from './owners.ts';

function version({ registry }: Call): Answer {
  return json(200, { version: registry.dialect.version });
}

function apiSettings({ registry }: Call): Answer {
  const { settings, dialect } = registry;
  return json(200, {
    max_response_items: settings.maximumPageSize,
    default_paging_num: settings.defaultPageSize,
    default_git_trees_per_page: settings.defaultGitTreesPerPage,
    default_max_blob_size: settings.defaultMaximumBlobSize,
    ...(dialect.hasPackageEndpoints
      ? { default_max_response_size: settings.defaultMaximumResponseSize }
      : {}),
  });
}

function health({ registry }: Call): Answer {
  const check = [{ status: 'pass', time: formatTime(registry.now()) }];
  const body = {
    status: 'pass',
    description: 'Gitea',
    checks: { 'cache:ping': check, 'database:ping': check },
  };
  return answerWith(200, 'application/json', JSON.stringify(body, null, 2));
}

/** The front page, for people who open the registry in a browser. */
function frontPage(call: Call): Answer {
  return htmlPage(200, 'Tea Chest: built-in registry', [
    'This is a package registry on this computer. Tools reach it below /api/packages/.',
    `It answers as Gitea ${call.registry.dialect.version} does.`,
  ]);
}

/** The owner of a page, if the visitor may see his packages. */
function pageOwner(call: Call): Account | null {
  const owner = call.registry.accounts.find(call.parameter('owner'));
  if (owner === null || accessTo(call.registry, owner, call.visitor.account) === 'none') return null;
  return owner;
}

const versionsOnPage = 100;

/** The page of an owner, which his objects link to. */
function ownerPage(call: Call): Answer {
  const owner = pageOwner(call);
  if (owner === null) return notFound(call);
  const { versions, total } = call.registry.catalogue.listVersions(
    { ownerId: owner.id, packageId: null, type: null, namePattern: null },
    { page: 1, size: versionsOnPage },
  );
  const lines = versions.map(({ packageName, name }) => `${packageName} ${name}`);
  return htmlPage(200, owner.name, [`Versions: ${total}`, ...lines]);
}

/** The page of a version, which entries of lists link to [03-download]. */
function versionPage(call: Call): Answer {
  const owner = pageOwner(call);
  if (owner === null) return notFound(call);
  const { catalogue } = call.registry;
  const found = catalogue.findVersion(
    owner.id,
    call.parameter('type'),
    call.parameter('name'),
    call.parameter('version'),
  );
  if (found === null) return notFound(call);
  const files = catalogue
    .listFiles(found.id)
    .map((file) => `${file.name}: ${file.size} bytes, sha256 ${file.sha256}`);
  return htmlPage(200, `${found.packageName} ${found.name}`, files);
}

/** What the server says of itself. */
export const serverRoutes: readonly Route[] = [
  { path: 'api/v1/version', methods: { GET: version } },
  { path: 'api/v1/settings/api', methods: { GET: apiSettings } },
];

/** What lies outside of API and registry. */
export const pageRoutes: readonly Route[] = [
  { path: '', methods: { GET: frontPage, HEAD: frontPage } },
  { path: 'api/healthz', methods: { GET: health, HEAD: health } },
  { path: '{owner}', methods: { GET: ownerPage, HEAD: ownerPage } },
  { path: '{owner}/-/packages', methods: { GET: ownerPage, HEAD: ownerPage } },
  { path: '{owner}/-/packages/{type}/{name}/{version}', methods: { GET: versionPage, HEAD: versionPage } },
];
