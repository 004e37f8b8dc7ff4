import type { ReactNode } from 'react';
import type { Account } from '../../shared/account.ts';
import type { PackageFile, PackageVersion } from '../../shared/package.ts';
import { visibleText } from '../../shared/visible-text.ts';
import { Button } from '../common/Button.tsx';
import { classNames } from '../common/class-names.ts';
import { formatBytes } from '../common/format-bytes.ts';
import { formatNumber } from '../common/format-number.ts';
import { MenuButton } from '../common/MenuButton.tsx';
import { Name } from '../common/Name.tsx';
import table from '../common/table/Table.module.css';
import { t } from '../text/text.ts';
import styles from './FileTable.module.css';
import { fileEntries } from './file-entries.ts';
import { download } from './package-actions.ts';

type NameProps = {
  readonly file: PackageFile;
  /** What it is called under the split file that it belongs to; null for any other. */
  readonly insideName: string | null;
};

/** A file's name. */
export function FileName({ file, insideName }: NameProps): ReactNode {
  return (
    <span
      className={classNames(table.name, insideName !== null && styles.isInside)}
      title={visibleText(file.fileName)}
    >
      <Name>{insideName ?? file.fileName}</Name>
    </span>
  );
}

type SizeProps = {
  /** Bytes. */
  readonly size: number;
};

/** A size, short, with its bytes at hand. */
export function FileSize({ size }: SizeProps): ReactNode {
  return <span title={`${formatNumber(size)} B`}>{formatBytes(size)}</span>;
}

type ActionsProps = {
  readonly account: Account;
  readonly version: PackageVersion;
  readonly file: PackageFile;
};

/** What can be done with a file. */
export function FileActions({ account, version, file }: ActionsProps): ReactNode {
  const name = visibleText(file.fileName);
  return (
    <>
      <Button
        look="plain"
        aria-label={t('detail.downloadFile', { file: name })}
        onPress={() => void download(account.id, version, [file], 'download-folder')}
      >
        {t('detail.download')}
      </Button>
      <MenuButton
        label={t('detail.fileMenu', { file: name })}
        entries={fileEntries(account, version, file)}
      />
    </>
  );
}
