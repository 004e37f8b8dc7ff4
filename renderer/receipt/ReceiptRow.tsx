import { Link } from 'lucide-react';
import type { ReactNode } from 'react';
import { Cell, Row } from 'react-aria-components';
import type { AccountId } from '../../shared/account.ts';
import type { VersionCoordinates } from '../../shared/coordinates.ts';
import { isThere, type ReceiptFile } from '../../shared/receipt.ts';
import { visibleText } from '../../shared/visible-text.ts';
import { IconButton } from '../common/Button.tsx';
import { classNames } from '../common/class-names.ts';
import { formatBytes, formatSpeed } from '../common/format-bytes.ts';
import { formatNumber } from '../common/format-number.ts';
import { Name } from '../common/Name.tsx';
import table from '../common/Table.module.css';
import { Tag } from '../common/Tag.tsx';
import { copyText } from '../packages/package-actions.ts';
import { t } from '../text/text.ts';
import { describeReceiptFile } from './describe-receipt.ts';
import styles from './Receipt.module.css';
import { Sha256 } from './Sha256.tsx';

type Props = {
  readonly file: ReceiptFile;
  readonly accountId: AccountId;
  readonly version: VersionCoordinates;
};

/** One file of a receipt: where it is, what it is, and how it went. */
export function ReceiptRow({ file, accountId, version }: Props): ReactNode {
  const name = visibleText(file.fileName);
  const result = describeReceiptFile(file);
  const { url, size, split, speed } = file;
  return (
    <Row id={file.id} textValue={`${name}, ${result.whole}`} className={classNames(table.row)}>
      <Cell className={classNames(table.cell)}>
        <span className={classNames(table.name)} title={url ?? name}>
          <Name>{file.fileName}</Name>
        </span>
        {split !== null && <Tag>{t('detail.split.parts', { count: split.parts })}</Tag>}
        {url !== null && isThere(file) && (
          <span className={classNames(styles.onPoint)}>
            <IconButton label={t('receipt.copyUrl', { file: name })} onPress={() => copyText(url)}>
              <Link size={13} aria-hidden />
            </IconButton>
          </span>
        )}
      </Cell>
      <Cell className={classNames(table.cell, table.number)}>
        {size !== null && <span title={`${formatNumber(size)} B`}>{formatBytes(size)}</span>}
      </Cell>
      <Cell className={classNames(table.cell)}>
        <Sha256 file={file} accountId={accountId} version={version} />
      </Cell>
      <Cell className={classNames(table.cell, table.number)}>{speed === null ? '' : formatSpeed(speed)}</Cell>
      <Cell className={classNames(table.cell)}>
        <span
          className={classNames(table.name, isThere(file) ? styles.good : styles.bad)}
          title={result.whole}
        >
          {result.short}
        </span>
      </Cell>
    </Row>
  );
}
