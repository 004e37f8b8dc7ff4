import { type ReactNode, useState } from 'react';
import type { AccountId } from '../../shared/account.ts';
import { visibleText } from '../../shared/visible-text.ts';
import { failureOf } from '../bridge.ts';
import { Button } from '../common/Button.tsx';
import { classNames } from '../common/class-names.ts';
import { Dialog } from '../common/Dialog.tsx';
import { FailureNote } from '../common/FailureNote.tsx';
import { formatBytes } from '../common/format-bytes.ts';
import { MenuButton } from '../common/MenuButton.tsx';
import { Segments } from '../common/Segments.tsx';
import { useStorageState, useStorageSummary } from '../stores/storage.ts';
import { t } from '../text/text.ts';
import { DuplicateList } from './DuplicateList.tsx';
import { FoundList } from './FoundList.tsx';
import { PackageSpace } from './PackageSpace.tsx';
import styles from './Storage.module.css';
import { StorageProgress } from './StorageProgress.tsx';
import { exportFiles, exportStorage } from './storage-actions.ts';

type Props = { readonly accountId: AccountId; readonly owner: string; readonly onClose: () => void };

const views = ['packages', 'largest', 'duplicates'] as const;

/** What takes up the space of an owner: as a picture, as tables, and as a file. */
export function StorageDialog({ accountId, owner, onClose }: Props): ReactNode {
  const [view, setView] = useState<(typeof views)[number]>('packages');
  const state = useStorageState(accountId, owner);
  const { data: summary, error } = useStorageSummary(accountId, owner, state);
  return (
    <Dialog
      title={t('storage.title', { owner: visibleText(owner) })}
      subtitle={
        summary === undefined
          ? t('storage.subtitle')
          : t('storage.sum', {
              bytes: formatBytes(summary.bytes),
              packages: t('packages.count', { count: summary.packages.length }),
              files: t('packages.files', { count: summary.files }),
            })
      }
      width="wide"
      onClose={onClose}
      footer={
        <>
          <span className={classNames(styles.aside)}>
            <MenuButton
              label={t('storage.export')}
              isDisabled={summary === undefined}
              entries={[
                {
                  kind: 'action',
                  id: 'versions',
                  label: t('storage.exportVersions'),
                  onAction: () => void exportStorage(accountId, owner),
                },
                {
                  kind: 'action',
                  id: 'files',
                  label: t('storage.exportFiles'),
                  onAction: () => void exportFiles(accountId, owner),
                },
              ]}
            >
              {t('storage.export')}
            </MenuButton>
          </span>
          <Button look="primary" onPress={onClose}>
            {t('common.close')}
          </Button>
        </>
      }
    >
      {state !== null && <StorageProgress state={state} />}
      {error !== null && <FailureNote failure={failureOf(error)} />}
      <Segments
        label={t('storage.show')}
        layout="alone"
        value={view}
        options={views.map((value) => ({ value, label: t(`storage.views.${value}`) }))}
        onChange={setView}
      />
      {summary !== undefined && view === 'packages' && (
        <PackageSpace
          accountId={accountId}
          owner={owner}
          state={state}
          packages={summary.packages}
          onClose={onClose}
        />
      )}
      {summary !== undefined && view === 'largest' && (
        <FoundList
          label={t('storage.views.largest')}
          accountId={accountId}
          files={summary.largest}
          onClose={onClose}
        />
      )}
      {summary !== undefined && view === 'duplicates' && (
        <>
          {summary.duplicates.length > 0 && (
            <p>
              {t('storage.wasted', {
                bytes: formatBytes(summary.duplicated.bytes),
                count: summary.duplicated.groups,
              })}
              {summary.duplicated.groups > summary.duplicates.length && ` ${t('storage.mostWasted')}`}
            </p>
          )}
          <DuplicateList accountId={accountId} duplicates={summary.duplicates} onClose={onClose} />
        </>
      )}
    </Dialog>
  );
}
