import type { ReactNode } from 'react';
import type { Account } from '../../shared/account.ts';
import type { PackageVersion, VersionFiles } from '../../shared/package.ts';
import { failureOf } from '../bridge.ts';
import { Button } from '../common/Button.tsx';
import { classNames } from '../common/class-names.ts';
import { FailureNote } from '../common/FailureNote.tsx';
import { t } from '../text/text.ts';
import styles from './DetailPane.module.css';
import { FileTable } from './FileTable.tsx';
import { SplitNotes } from './SplitNotes.tsx';

type Props = {
  readonly account: Account;
  readonly version: PackageVersion;
  /** Undefined until they came. */
  readonly files: VersionFiles | undefined;
  readonly error: Error | null;
  readonly onTryAgain: () => void;
};

/** The files of an open version, or why they cannot be shown. */
export function FilesOfVersion({ account, version, files, error, onTryAgain }: Props): ReactNode {
  return (
    <div className={classNames(styles.files)}>
      {error !== null && (
        <FailureNote failure={failureOf(error)}>
          <Button onPress={onTryAgain}>{t('common.tryAgain')}</Button>
        </FailureNote>
      )}
      {files === undefined && error === null && (
        <p className={classNames(styles.filesState)}>{t('common.loading')}</p>
      )}
      {files !== undefined && files.damagedRows > 0 && (
        <p className={classNames(styles.damaged)}>{t('detail.damaged', { count: files.damagedRows })}</p>
      )}
      {files !== undefined && files.files.length === 0 && files.damagedRows === 0 && (
        <p className={classNames(styles.filesState)}>{t('detail.noFiles')}</p>
      )}
      {files !== undefined && files.files.length > 0 && (
        <FileTable account={account} version={version} files={files.files} />
      )}
      {files !== undefined && <SplitNotes accountId={account.id} version={version} files={files.files} />}
    </div>
  );
}
