import { describe, expect, it } from 'vitest';
import { type SavedRule, usualRule } from '../../shared/clean-up-rule.ts';
import { defaultSettings, type Settings, type VisibleSettings } from '../../shared/settings.ts';
import { SettingsService } from './settings-service.ts';

function newService() {
  const kept: Settings[] = [];
  const told: VisibleSettings[] = [];
  const store = {
    read: () => kept.at(-1) ?? defaultSettings,
    write: (settings: Settings) => void kept.push(settings),
  };
  const open = () =>
    new SettingsService(
      store,
      () => '/home/tea/Downloads',
      (_all, visible) => told.push(visible),
    );
  return { service: open(), open, told };
}

function ruleOf(accountId: string): SavedRule {
  return { accountId, owner: 'crew', packageName: 'kettle', rule: usualRule };
}

describe('SettingsService', () => {
  it('shows defaults with the name of the download folder, not its path', () => {
    expect(newService().service.visible).toEqual({
      appearance: 'system',
      parallelUploads: 3,
      parallelDownloads: 4,
      uploadRate: null,
      downloadRate: null,
      excludePatterns: [],
      publishChecksums: false,
      splitFiles: false,
      partSize: 95_000_000,
      chestSize: 2 * 1000 ** 3,
      chestDays: 30,
      cleanUpRules: [],
      namingRule: { kind: 'base' },
      downloadFolderName: 'Downloads',
    });
  });

  it('keeps changes, tells them, and has them after a restart', () => {
    const { service, open, told } = newService();
    const changed = service.change({ appearance: 'dark', parallelUploads: 1, excludePatterns: ['*.log'] });
    service.changeDownloadFolder('/mnt/big/Tea');
    expect(changed).toMatchObject({ appearance: 'dark', parallelUploads: 1, excludePatterns: ['*.log'] });
    expect(told.map(({ downloadFolderName }) => downloadFolderName)).toEqual(['Downloads', 'Tea']);
    expect(open().visible).toEqual({ ...changed, downloadFolderName: 'Tea' });
    expect(open().downloadFolder).toBe('/mnt/big/Tea');
  });

  it('drops the rules of an account that goes, and no others', () => {
    const { service, open, told } = newService();
    service.change({ cleanUpRules: [ruleOf('one'), ruleOf('two')] });
    service.forgetAccount('one');
    service.forgetAccount('one');
    expect(open().visible.cleanUpRules).toEqual([ruleOf('two')]);
    expect(told).toHaveLength(2);
  });

  it('follows the system again when its own folder is chosen', () => {
    const { service } = newService();
    service.changeDownloadFolder('/mnt/big');
    service.changeDownloadFolder('/home/tea/Downloads');
    expect(service.settings.downloadFolder).toBeNull();
    service.changeDownloadFolder('/');
    expect(service.visible.downloadFolderName).toBe('/');
  });
});
