import { Copy } from 'lucide-react';
import type { ReactNode } from 'react';
import { Cell, Row } from 'react-aria-components';
import type { Account } from '../../shared/account.ts';
import type { PackageFile, PackageVersion } from '../../shared/package.ts';
import { visibleText } from '../../shared/visible-text.ts';
import { Button, IconButton } from '../common/Button.tsx';
import { classNames } from '../common/class-names.ts';
import { formatBytes } from '../common/format-bytes.ts';
import { formatNumber } from '../common/format-number.ts';
import { MenuButton } from '../common/MenuButton.tsx';
import { Name } from '../common/Name.tsx';
import table from '../common/Table.module.css';
import { contextMenu } from '../stores/context-menu.ts';
import { t } from '../text/text.ts';
import styles from './FileTable.module.css';
import { fileEntries } from './file-entries.ts';
import type { FileTableRow } from './file-table-rows.ts';
import { copyText, download } from './package-actions.ts';
import { rowsEntries } from './row-entries.ts';
import { shortHash } from './short-hash.ts';

type Props = {
  readonly id: string;
  readonly account: Account;
  readonly version: PackageVersion;
  readonly file: PackageFile;
  /** What it is called under the split file that it belongs to; null for any other. */
  readonly insideName: string | null;
  /** Whether it is the one that was looked for. */
  readonly isSought: boolean;
  /** Answers the rows that the menu is about: this one, or all that are chosen with it. */
  readonly onOpenMenu: () => readonly FileTableRow[];
};

/** One file with its size and checksum, and what can be done with it. */
export function FileRow({ id, account, version, file, insideName, isSought, onOpenMenu }: Props): ReactNode {
  const name = visibleText(file.fileName);
  const entries = () => fileEntries(account, version, file);
  const menuLabel = t('detail.fileMenu', { file: name });
  return (
    <Row
      id={id}
      textValue={name}
      className={classNames(table.row, isSought && styles.isSought)}
      onContextMenu={contextMenu(menuLabel, () => {
        const chosen = onOpenMenu();
        return chosen.length > 1 ? rowsEntries(account, version, chosen) : entries();
      })}
    >
      <Cell className={classNames(table.cell)}>
        <span className={classNames(table.name, insideName !== null && styles.isInside)} title={name}>
          <Name>{insideName ?? file.fileName}</Name>
        </span>
      </Cell>
      <Cell className={classNames(table.cell, table.number)}>
        <span title={`${formatNumber(file.size)} B`}>{formatBytes(file.size)}</span>
      </Cell>
      <Cell className={classNames(table.cell)}>
        <code className={classNames(styles.hash)} title={file.sha256}>
          {shortHash(file.sha256)}
        </code>
        <span className={classNames(styles.onPoint)}>
          <IconButton label={t('detail.copyHash', { file: name })} onPress={() => copyText(file.sha256)}>
            <Copy size={13} aria-hidden />
          </IconButton>
        </span>
      </Cell>
      <Cell className={classNames(table.cell, table.number)}>
        <Button
          look="plain"
          aria-label={t('detail.downloadFile', { file: name })}
          onPress={() => void download(account.id, version, [file], 'download-folder')}
        >
          {t('detail.download')}
        </Button>
        <MenuButton label={menuLabel} entries={entries()} />
      </Cell>
    </Row>
  );
}
