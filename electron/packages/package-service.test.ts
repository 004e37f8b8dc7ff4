import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import { describe, expect, it } from 'vitest';
import type { VersionCoordinates } from '../../shared/coordinates.ts';
import { writeManifest } from '../../shared/split-manifest.ts';
import { createAccounts } from '../accounts/testing/account-parts.ts';
import { type StartedRegistry, startRegistry } from '../accounts/testing/started-registry.ts';
import { RegistryClient } from '../registry/registry-client.ts';
import { PackageService } from './package-service.ts';

const kettle = { owner: 'crew', packageName: 'kettle' };
const first = { ...kettle, version: '1.0' };

/** A service signed in to `url`, with another client of the same rights beside it. */
async function serviceOn(url: string, token: string) {
  const accounts = createAccounts();
  const credential = { kind: 'token', token } as const;
  const added = await accounts.add(url, credential);
  if (!added.ok) throw new Error(added.failure.reason);
  const packages = new PackageService(accounts);
  return { id: added.value.id, packages, other: new RegistryClient({ serverUrl: url, credential }) };
}

async function serviceWith(server: StartedRegistry, token: Parameters<StartedRegistry['token']>[0] = 'full') {
  const service = await serviceOn(server.url, server.token(token));
  return {
    ...service,
    publish: async (version: VersionCoordinates, fileName: string, text = fileName): Promise<void> => {
      const published = await service.other.publishFile({
        coordinates: { ...version, fileName },
        size: Buffer.byteLength(text),
        openBody: () => Readable.from([Buffer.from(text)], { objectMode: false }),
        signal: new AbortController().signal,
      });
      if (!published.ok) throw new Error(published.failure.reason);
    },
    /** The files of a version as they are now; the test ends where it cannot be listed. */
    files: async (version: VersionCoordinates) => {
      const listed = await service.packages.listFiles(service.id, version);
      if (!listed.ok) throw new Error(listed.failure.reason);
      return listed.value.files;
    },
    versions: async () => {
      const listed = await service.other.listVersions('crew', 1);
      if (!listed.ok) throw new Error(listed.failure.reason);
      return listed.value.versions;
    },
  };
}

describe.each(['1.23', '1.26'] as const)('packages on a server like Gitea %s', (serverVersion) => {
  it('reads what a split file is made of, and refuses what is none', async () => {
    await using server = await startRegistry(serverVersion);
    const { id, packages, publish, files } = await serviceWith(server);
    const sha256 = 'a'.repeat(64);
    const layout = { name: 'kettle.iso', size: 3, partSize: 2 };
    await publish(first, 'kettle.iso.split.txt', writeManifest(layout, sha256, [sha256, sha256]));
    await publish(first, 'other.iso.split.txt', 'hello');
    const [manifest, other] = await files(first);
    if (manifest === undefined || other === undefined) throw new Error('files are missing');
    const read = await packages.readSplit(id, { ...first, fileName: manifest.fileName }, manifest);
    expect(read).toMatchObject({ ok: true, value: { ...layout, sha256 } });
    expect(await packages.readSplit(id, { ...first, fileName: other.fileName }, other)).toMatchObject({
      failure: { reason: 'split-file-damaged', subject: other.fileName },
    });
  });

  it('tells which version is the latest where the server does: the one created last', async () => {
    await using server = await startRegistry(serverVersion);
    const { id, packages, publish } = await serviceWith(server);
    await publish({ ...kettle, version: '2.0' }, 'a.txt');
    await publish(first, 'a.txt');
    const value = serverVersion === '1.26' ? '1.0' : null;
    expect(await packages.latest(id, kettle)).toEqual({ ok: true, value });
    expect(await packages.latest(id, { ...kettle, packageName: 'none' })).toEqual({ ok: true, value: null });
  });

  it('gives text about a file', async () => {
    await using server = await startRegistry(serverVersion);
    const { id, packages, publish } = await serviceWith(server);
    await publish(first, 'a b.txt', 'tea');
    const file = { ...first, fileName: 'a b.txt' };
    const url = `${server.url}/api/packages/crew/generic/kettle/1.0/a%20b.txt`;
    expect(await packages.snippetOf(id, file, 'url')).toEqual({ ok: true, value: url });
    const sha256 = createHash('sha256').update('tea').digest('hex');
    expect(await packages.snippetOf(id, file, 'sha256')).toEqual({ ok: true, value: `${sha256}  a b.txt` });
    expect(await packages.snippetOf(id, { ...file, fileName: 'gone' }, 'sha256')).toMatchObject({
      ok: false,
      failure: { reason: 'not-found', subject: 'gone' },
    });
    for (const snippet of ['curl', 'wget', 'powershell', 'workflow-step'] as const) {
      const text = await packages.snippetOf(id, file, snippet);
      expect(text.ok && text.value).toContain(url);
      expect(JSON.stringify(text)).not.toContain(server.token('full'));
    }
  });
});
