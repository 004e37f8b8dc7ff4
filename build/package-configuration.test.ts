import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readPackageConfiguration } from './package-configuration.ts';
import { project } from './project.ts';

describe('the configuration of the installers', () => {
  it('is one that the packager takes, with the fuses that keep the app closed', async () => {
    const { electronFuses, asar, disableAsarIntegrity } = await readPackageConfiguration();
    expect(electronFuses).toEqual({
      runAsNode: false,
      enableCookieEncryption: true,
      enableNodeOptionsEnvironmentVariable: false,
      enableNodeCliInspectArguments: false,
      enableEmbeddedAsarIntegrityValidation: true,
      onlyLoadAppFromAsar: true,
      loadBrowserProcessSpecificV8Snapshot: false,
      grantFileProtocolExtraPrivileges: false,
    });
    expect(asar).toBe(true);
    expect(disableAsarIntegrity ?? false).toBe(false);
  });

  it('names files that are there', async () => {
    const { win, mac, linux } = await readPackageConfiguration();
    const files = [win?.icon, mac?.icon, linux?.icon, mac?.entitlements, mac?.entitlementsInherit];
    expect(files.filter((file) => !existsSync(project(file ?? 'nothing named')))).toEqual([]);
  });

  it('has installers for every platform', async () => {
    const { win, mac, linux } = await readPackageConfiguration();
    expect([win, mac, linux].map((platform) => platform?.target)).toEqual(
      [
        ['nsis', 'portable'],
        ['dmg', 'zip'],
        ['AppImage', 'deb', 'rpm', 'tar.gz'],
      ].map((targets) => targets.map((target) => ({ target, arch: ['x64', 'arm64'] }))),
    );
  });

  it.each([
    ['runAsNode: false', 'runAsNodee: false', 'electronFuses'],
    ['asar: true', 'asar: perhaps', 'asar'],
  ])('is refused when %s becomes %s', async (sound, spoilt, culprit) => {
    const folder = await mkdtemp(join(tmpdir(), 'tea-chest-configuration-'));
    try {
      const text = await readFile(project('build/electron-builder.yml'), 'utf8');
      await writeFile(join(folder, 'spoilt.yml'), text.replace(sound, spoilt));
      await expect(readPackageConfiguration(join(folder, 'spoilt.yml'))).rejects.toThrow(culprit);
    } finally {
      await rm(folder, { recursive: true });
    }
  });
});
