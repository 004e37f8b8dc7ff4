import { z } from 'zod';
import type { Account, AccountColumns } from '../../electron/local-registry/accounts.ts';
import { store } from '../../electron/local-registry/publish.ts';
import type { LocalRegistry } from '../../electron/local-registry/server.ts';
import { bodyBytes, type RecordedRequest } from './recordings.ts';

/** What an aside may touch: the registry, and who makes the change. */
export interface AsideContext {
  readonly registry: LocalRegistry['registry'];
  readonly actor: Account | null;
}

/** Makes a change that the built-in registry has no request for. `names` are the decoded parts of the path. */
type Change = (
  context: AsideContext,
  names: readonly string[],
  request: RecordedRequest,
) => void | Promise<void>;

function found(context: AsideContext, name: string | undefined): Account {
  const account = context.registry.accounts.find(name ?? '');
  if (account === null) throw new Error(`There is no account ${name}.`);
  return account;
}

function json<T>(request: RecordedRequest, schema: z.ZodType<T>): T {
  return schema.parse(JSON.parse(bodyBytes(request.body).toString('utf8') || '{}'));
}

const Visibility = z.enum(['public', 'limited', 'private']);
const AccountChange = z.object({
  visibility: Visibility.optional(),
  login_name: z.string().optional(),
  email: z.string().optional(),
  admin: z.boolean().optional(),
  restricted: z.boolean().optional(),
  active: z.boolean().optional(),
  prohibit_login: z.boolean().optional(),
  must_change_password: z.boolean().optional(),
});

function toColumns(change: z.infer<typeof AccountChange>): Partial<AccountColumns> {
  const { admin, restricted, active, ...same } = change;
  const columns = { ...same, is_admin: admin, is_restricted: restricted, is_active: active };
  return Object.fromEntries(Object.entries(columns).filter(([, value]) => value !== undefined));
}

function changeAccount(context: AsideContext, name: string | undefined, request: RecordedRequest): void {
  const { kind: _kind, name: _name, ...columns } = toColumns(json(request, AccountChange));
  context.registry.accounts.change(found(context, name).id, columns);
}

function makeRepository(context: AsideContext, owner: Account, request: RecordedRequest): void {
  const { name, private: isPrivate } = json(
    request,
    z.object({ name: z.string(), private: z.boolean().default(false) }),
  );
  context.registry.repositories.create(owner.id, name, isPrivate, context.registry.now());
}

function repositoryId(context: AsideContext, owner: string | undefined, name: string | undefined): number {
  const repository = context.registry.repositories.find(found(context, owner).id, name ?? '');
  if (repository === null) throw new Error(`There is no repository ${owner}/${name}.`);
  return repository.id;
}

async function upload(
  context: AsideContext,
  owner: string | undefined,
  names: { type: string; packageName: string; versionName: string; fileName: string },
  bytes: Buffer,
): Promise<void> {
  if (context.actor === null) throw new Error('Nobody uploads.');
  const content = await context.registry.blobs.receive(
    (async function* () {
      yield bytes;
    })(),
  );
  await store(context.registry, { owner: found(context, owner), creator: context.actor, ...names }, content);
}

async function uploadMaven(
  context: AsideContext,
  names: readonly string[],
  request: RecordedRequest,
): Promise<void> {
  const [owner, path = ''] = names;
  const parts = path.split('/');
  const [artifact = '', versionName = '', fileName = ''] = parts.slice(-3);
  const packageName = `${parts.slice(0, -3).join('.')}:${artifact}`;
  await upload(
    context,
    owner,
    { type: 'maven', packageName, versionName, fileName },
    bodyBytes(request.body),
  );
}

async function uploadPypi(
  context: AsideContext,
  names: readonly string[],
  request: RecordedRequest,
): Promise<void> {
  const form = await new Response(new Uint8Array(bodyBytes(request.body)), {
    headers: { 'content-type': request.headers['content-type'] ?? '' },
  }).formData();
  const file = form.get('content');
  if (file === null || typeof file === 'string') throw new Error('The form holds no file.');
  const { name, version } = z
    .object({ name: z.string(), version: z.string() })
    .parse({ name: form.get('name'), version: form.get('version') });
  const packageName = name.replace(/[-_.]+/g, '-');
  const target = { type: 'pypi', packageName, versionName: version, fileName: file.name };
  await upload(context, names[0], target, Buffer.from(await file.arrayBuffer()));
}

async function uploadNpm(
  context: AsideContext,
  names: readonly string[],
  request: RecordedRequest,
): Promise<void> {
  const { name, versions, _attachments } = json(
    request,
    z.object({
      name: z.string(),
      versions: z.record(z.string(), z.unknown()),
      _attachments: z.record(z.string(), z.object({ data: z.string() })),
    }),
  );
  const [versionName = ''] = Object.keys(versions);
  for (const [fileName, { data }] of Object.entries(_attachments)) {
    const target = { type: 'npm', packageName: name, versionName, fileName };
    await upload(context, names[0], target, Buffer.from(data, 'base64'));
  }
}

/** Changes from elsewhere, by method and path: `*` is one name, `**` the rest of the path. */
const changes: Readonly<Record<string, Change>> = {
  'PUT /api/packages/*/maven/**': uploadMaven,
  'POST /api/packages/*/pypi': uploadPypi,
  'PUT /api/packages/*/npm/*': uploadNpm,
  'POST /api/v1/admin/users': (context, _names, request) => {
    const { username, ...columns } = json(request, AccountChange.extend({ username: z.string() }));
    context.registry.accounts.create(
      { email: `${username}@example.com`, ...toColumns(columns), kind: 'user', name: username },
      context.registry.now(),
    );
  },
  'PATCH /api/v1/admin/users/*': (context, [name], request) => changeAccount(context, name, request),
  'DELETE /api/v1/admin/users/*': (context, [name]) => {
    context.registry.accounts.remove(found(context, name).id);
  },
  'POST /api/v1/admin/users/*/rename': (context, [name], request) => {
    const { new_username } = json(request, z.object({ new_username: z.string() }));
    context.registry.accounts.rename(found(context, name).id, new_username);
  },
  'PATCH /api/v1/orgs/*': (context, [name], request) => changeAccount(context, name, request),
  'DELETE /api/v1/orgs/*': (context, [name]) => {
    context.registry.accounts.remove(found(context, name).id);
  },
  'POST /api/v1/orgs/*/rename': (context, [name], request) => {
    const { new_name } = json(request, z.object({ new_name: z.string() }));
    context.registry.accounts.rename(found(context, name).id, new_name);
  },
  'DELETE /api/v1/orgs/*/members/*': (context, [organization, member]) => {
    context.registry.accounts.removeMember(found(context, organization).id, found(context, member).id);
  },
  'POST /api/v1/orgs/*/repos': (context, [name], request) =>
    makeRepository(context, found(context, name), request),
  'POST /api/v1/user/repos': (context, _names, request) => {
    if (context.actor !== null) makeRepository(context, context.actor, request);
  },
  'PATCH /api/v1/repos/*/*': (context, [owner, name], request) => {
    const { private: isPrivate } = json(request, z.object({ private: z.boolean().optional() }));
    if (isPrivate === undefined) return;
    context.registry.repositories.setPrivate(repositoryId(context, owner, name), isPrivate);
  },
  'DELETE /api/v1/repos/*/*': (context, [owner, name]) => {
    context.registry.repositories.remove(repositoryId(context, owner, name));
  },
};

function namesIn(pattern: string, request: RecordedRequest): readonly string[] | null {
  const [path = ''] = request.path.split('?');
  const expression = pattern.replace(/\*\*/g, '(.+)').replace(/(?<!\.)\*/g, '([^/]+)');
  const match = new RegExp(`^${expression}/?$`).exec(`${request.method} ${path}`);
  return match === null ? null : match.slice(1).map((name) => decodeURIComponent(name));
}

/** Makes a recorded aside by the registry's own means. False when there are none for it. */
export async function makeChange(context: AsideContext, request: RecordedRequest): Promise<boolean> {
  for (const [pattern, change] of Object.entries(changes)) {
    const names = namesIn(pattern, request);
    if (names === null) continue;
    await change(context, names, request);
    return true;
  }
  return false;
}
