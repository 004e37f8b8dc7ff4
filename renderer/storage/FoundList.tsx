import type { ReactNode } from 'react';
import { ListBox, ListBoxItem, ListLayout, Virtualizer } from 'react-aria-components';
import type { AccountId } from '../../shared/account.ts';
import type { FoundFile } from '../../shared/storage.ts';
import { visibleText } from '../../shared/visible-text.ts';
import { classNames } from '../common/class-names.ts';
import { formatBytes } from '../common/format-bytes.ts';
import { Name } from '../common/Name.tsx';
import { shortHash } from '../packages/short-hash.ts';
import { useSelection } from '../stores/selection.ts';
import { t } from '../text/text.ts';
import styles from './Storage.module.css';

const rowHeight = 32;
const rowsInSight = 11;

type Props = {
  readonly label: string;
  readonly accountId: AccountId;
  readonly files: readonly FoundFile[];
  readonly onClose: () => void;
};

/** Files wherever they are; choosing one shows it in its version. */
export function FoundList({ label, accountId, files, onClose }: Props): ReactNode {
  const items = files.map((file, position) => ({ id: String(position), file }));
  if (items.length === 0) return <p>{t('storage.nothing')}</p>;
  return (
    <Virtualizer layout={ListLayout} layoutOptions={{ rowSize: rowHeight }}>
      <ListBox
        aria-label={label}
        items={items}
        selectionMode="none"
        onAction={(key) => {
          const found = items.find(({ id }) => id === key)?.file;
          if (found === undefined) return;
          onClose();
          const { fileName, ...version } = found.coordinates;
          useSelection.getState().reveal(accountId, version, { name: fileName });
        }}
        className={classNames(styles.list)}
        style={{ height: Math.min(items.length, rowsInSight) * rowHeight }}
      >
        {({ id, file: { coordinates, size, sha256 } }) => (
          <ListBoxItem
            id={id}
            textValue={visibleText(
              `${coordinates.fileName} ${coordinates.packageName} ${coordinates.version}`,
            )}
            className={classNames(styles.row)}
          >
            <span className={classNames(styles.name)}>
              <Name>{coordinates.fileName}</Name>
            </span>
            <span className={classNames(styles.where)}>
              <Name>{`${coordinates.packageName} ${coordinates.version}`}</Name>
            </span>
            <span className={classNames(styles.size)}>{formatBytes(size)}</span>
            <code className={classNames(styles.hash)} title={sha256}>
              {shortHash(sha256)}
            </code>
          </ListBoxItem>
        )}
      </ListBox>
    </Virtualizer>
  );
}
