import { fileNameProblem, packageNameProblem, versionProblem } from '../../../shared/names.ts';
import type { Account } from '../accounts.ts';
import { type Answer, created, plainText } from '../answer.ts';
import type { Call, Handler } from '../call.ts';
import type { StoredVersion } from '../catalogue-rows.ts';
import { answerDownload } from '../download.ts';
import { type PublishRequest, publish } from '../publish.ts';
import { removeContent } from '../removal.ts';
import type { Route } from '../router.ts';
import { requireRegistryAccess } from './guards.ts';
import { registryOwner } from './owners.ts';

const type = 'generic';

/** Runs what needs an owner and a right to his packages. Reading is asked for before writing. */
function withOwner(
  needed: 'read' | 'write',
  handle: (call: Call, owner: Account) => Answer | Promise<Answer>,
): Handler {
  return (call) => {
    const { account, answer } = registryOwner(call);
    if (account === undefined) return answer;
    const refusal =
      requireRegistryAccess(call, account, 'read') ??
      (needed === 'write' ? requireRegistryAccess(call, account, 'write') : null);
    return refusal ?? handle(call, account);
  };
}

/** Runs what needs a version that is there. */
function withVersion(
  needed: 'read' | 'write',
  handle: (call: Call, version: StoredVersion) => Answer | Promise<Answer>,
): Handler {
  return withOwner(needed, (call, owner) => {
    const { catalogue } = call.registry;
    const version = catalogue.findVersion(
      owner.id,
      type,
      call.parameter('package'),
      call.parameter('version'),
    );
    return version === null ? plainText(404, 'package does not exist') : handle(call, version);
  });
}

const fileMissing = plainText(404, 'package file does not exist');

const download = withVersion('read', (call, version) => {
  const { catalogue, blobs, dialect } = call.registry;
  const file = catalogue.findFile(version.id, call.parameter('file'));
  if (file === null) return fileMissing;
  return answerDownload(
    {
      contentPath: blobs.path(file.sha256),
      size: file.size,
      modifiedAt: file.createdAt,
      extraHeaders: dialect.downloadHeaders(file.name),
    },
    {
      ifMatch: call.header('if-match'),
      ifNoneMatch: call.header('if-none-match'),
      ifModifiedSince: call.header('if-modified-since'),
      ifUnmodifiedSince: call.header('if-unmodified-since'),
      ifRange: call.header('if-range'),
    },
    call.header('range'),
  );
});

/** The names of an upload, judged in the order recorded in 02-check-order. */
function refuseNames(request: PublishRequest): Answer | null {
  if (packageNameProblem(request.packageName) !== null) return plainText(400, 'invalid package name');
  if (fileNameProblem(request.fileName) !== null) return plainText(400, 'invalid filename');
  if (versionProblem(request.versionName) !== null) return plainText(400, 'invalid package version');
  return null;
}

const upload = withOwner('write', async (call, owner) => {
  const { account } = call.visitor;
  if (account === null) throw new Error('Nobody may write without signing in.');
  const request = {
    owner,
    creator: account,
    type,
    packageName: call.parameter('package'),
    versionName: call.parameter('version'),
    fileName: call.parameter('file'),
  };
  return refuseNames(request) ?? (await publish(call, request)) ?? created;
});

const deleteFile = withVersion('write', async (call, version) => {
  const { catalogue } = call.registry;
  return removeContent(call.registry, fileMissing, () => {
    const file = catalogue.findFile(version.id, call.parameter('file'));
    return file === null ? null : catalogue.deleteFile(version.id, file.id);
  });
});

const deleteVersion = withVersion('write', (call, version) =>
  removeContent(call.registry, plainText(404, 'package does not exist'), () =>
    call.registry.catalogue.deleteVersion(version.id),
  ),
);

/** The registry's own paths: what curl and other tools use. `answersHead`: whether files answer HEAD. */
export function registryRoutes(answersHead: boolean): readonly Route[] {
  const filePath = 'api/packages/{owner}/generic/{package}/{version}/{file}';
  const fileMethods = { GET: download, PUT: upload, DELETE: deleteFile };
  return [
    { path: filePath, methods: answersHead ? { ...fileMethods, HEAD: download } : fileMethods },
    { path: 'api/packages/{owner}/generic/{package}/{version}', methods: { DELETE: deleteVersion } },
  ];
}
