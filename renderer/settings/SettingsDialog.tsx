import { useMutation } from '@tanstack/react-query';
import { Folder } from 'lucide-react';
import type { ReactNode } from 'react';
import type { SettingsChange } from '../../shared/settings.ts';
import { ask, failureOf } from '../bridge.ts';
import { Button } from '../common/Button.tsx';
import { classNames } from '../common/class-names.ts';
import { Dialog } from '../common/Dialog.tsx';
import { FailureNote } from '../common/FailureNote.tsx';
import { Name } from '../common/Name.tsx';
import { Segments } from '../common/Segments.tsx';
import { useAppInfo } from '../stores/app-info.ts';
import { queryClient } from '../stores/query-client.ts';
import { settingsKey, useSettings } from '../stores/settings.ts';
import { t } from '../text/text.ts';
import { ChestSetting } from './ChestSetting.tsx';
import { NumberSetting } from './NumberSetting.tsx';
import { RateSetting } from './RateSetting.tsx';
import styles from './SettingsDialog.module.css';

const appearances = ['system', 'light', 'dark'] as const;

type Props = { readonly onClose: () => void };

/** The user's choices. Each takes effect at once. */
export function SettingsDialog({ onClose }: Props): ReactNode {
  const settings = useSettings();
  const { version } = useAppInfo();
  const change = useMutation({
    mutationFn: (part: SettingsChange) => ask('settings:change', part),
    onSuccess: (changed) => queryClient.setQueryData(settingsKey, changed),
  });
  const choose = useMutation({
    mutationFn: () => ask('settings:choose-download-folder', undefined),
    onSuccess: (changed) => queryClient.setQueryData(settingsKey, changed),
  });
  const error = change.error ?? choose.error;
  if (settings === undefined) return null;
  return (
    <Dialog
      title={t('settings.title')}
      width="normal"
      onClose={onClose}
      footer={
        <>
          <span className={classNames(styles.about)}>{t('settings.about', { version })}</span>
          <Button look="primary" onPress={onClose}>
            {t('common.close')}
          </Button>
        </>
      }
    >
      <Segments
        label={t('settings.appearance')}
        layout="beside"
        value={settings.appearance}
        options={appearances.map((value) => ({ value, label: t(`settings.${value}`) }))}
        onChange={(appearance) => change.mutate({ appearance })}
      />
      <div className={classNames(styles.setting)}>
        <span id="download-folder">{t('settings.downloadFolder')}</span>
        <span className={classNames(styles.folder)}>
          <Folder size={16} aria-hidden />
          <span className={classNames(styles.folderName)}>
            <Name>{settings.downloadFolderName}</Name>
          </span>
          <Button
            aria-describedby="download-folder"
            isBusy={choose.isPending}
            onPress={() => choose.mutate()}
          >
            {t('settings.chooseFolder')}
          </Button>
        </span>
      </div>
      <NumberSetting
        label={t('settings.parallelUploads')}
        hint={t('settings.parallelUploadsHint')}
        value={settings.parallelUploads}
        highest={4}
        onChange={(parallelUploads) => change.mutate({ parallelUploads })}
      />
      <NumberSetting
        label={t('settings.parallelDownloads')}
        value={settings.parallelDownloads}
        highest={6}
        onChange={(parallelDownloads) => change.mutate({ parallelDownloads })}
      />
      <RateSetting
        label={t('settings.uploadRate')}
        hint={t('settings.rateHint')}
        value={settings.uploadRate}
        onChange={(uploadRate) => change.mutate({ uploadRate })}
      />
      <RateSetting
        label={t('settings.downloadRate')}
        hint={t('settings.rateHint')}
        value={settings.downloadRate}
        onChange={(downloadRate) => change.mutate({ downloadRate })}
      />
      <ChestSetting value={settings.chestSize} onChange={(chestSize) => change.mutate({ chestSize })} />
      <NumberSetting
        label={t('settings.chestDays')}
        value={settings.chestDays}
        highest={365}
        onChange={(chestDays) => change.mutate({ chestDays })}
      />
      {error !== null && <FailureNote failure={failureOf(error)} />}
    </Dialog>
  );
}
