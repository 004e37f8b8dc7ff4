import { ChevronRight, Copy } from 'lucide-react';
import type { ReactNode } from 'react';
import { Cell, Row } from 'react-aria-components';
import type { Account } from '../../shared/account.ts';
import type { PackageVersion } from '../../shared/package.ts';
import { bytesOfSet, filesOfSet, type SplitSet } from '../../shared/split-volumes.ts';
import { visibleText } from '../../shared/visible-text.ts';
import { Button, IconButton } from '../common/Button.tsx';
import { classNames } from '../common/class-names.ts';
import { formatBytes } from '../common/format-bytes.ts';
import { formatNumber } from '../common/format-number.ts';
import { MenuButton } from '../common/MenuButton.tsx';
import { Name } from '../common/Name.tsx';
import table from '../common/Table.module.css';
import { Tag } from '../common/Tag.tsx';
import { contextMenu } from '../stores/context-menu.ts';
import { t } from '../text/text.ts';
import styles from './FileTable.module.css';
import type { FileTableRow } from './file-table-rows.ts';
import { copyText, download } from './package-actions.ts';
import { rowsEntries } from './row-entries.ts';
import { shortHash } from './short-hash.ts';
import { splitEntries } from './split-entries.ts';
import { type SplitState, useSplitFile } from './use-split-file.ts';

type Props = {
  readonly id: string;
  readonly account: Account;
  readonly version: PackageVersion;
  readonly set: SplitSet;
  readonly isOpen: boolean;
  /** Whether it, or a part of it, is what was looked for. */
  readonly isSought: boolean;
  /** Answers the rows that the menu is about: this one, or all that are chosen with it. */
  readonly onOpenMenu: () => readonly FileTableRow[];
  readonly onToggle: (id: string) => void;
};

/** A file that is there in parts, shown as the one file that it is; opens to its parts. */
export function SplitRow({
  id,
  account,
  version,
  set,
  isOpen,
  isSought,
  onOpenMenu,
  onToggle,
}: Props): ReactNode {
  const name = visibleText(set.name);
  const state = useSplitFile(account.id, version, set);
  const whole = state.kind === 'whole' ? state.manifest : null;
  const size = whole?.size ?? bytesOfSet(set);
  // Where the manifest could not be had just now, the transfer asks again and says why.
  const canDownload = state.kind === 'whole' || state.kind === 'unread';
  const entries = () => splitEntries(account, version, set, { canDownload, sha256: whole?.sha256 ?? null });
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
        <span className={classNames(styles.toggle, isOpen && styles.isOpen)}>
          <IconButton
            label={t(isOpen ? 'detail.split.hideParts' : 'detail.split.showParts', { file: name })}
            onPress={() => onToggle(id)}
          >
            <ChevronRight size={14} aria-hidden />
          </IconButton>
        </span>
        <span className={classNames(table.name)} title={name}>
          <Name>{set.name}</Name>
        </span>
        <SplitTag set={set} state={state} />
      </Cell>
      <Cell className={classNames(table.cell, table.number)}>
        <span title={`${formatNumber(size)} B`}>{formatBytes(size)}</span>
      </Cell>
      <Cell className={classNames(table.cell)}>
        {whole !== null && (
          <>
            <code className={classNames(styles.hash)} title={whole.sha256}>
              {shortHash(whole.sha256)}
            </code>
            <span className={classNames(styles.onPoint)}>
              <IconButton label={t('detail.copyHash', { file: name })} onPress={() => copyText(whole.sha256)}>
                <Copy size={13} aria-hidden />
              </IconButton>
            </span>
          </>
        )}
      </Cell>
      <Cell className={classNames(table.cell, table.number)}>
        <Button
          look="plain"
          aria-label={t('detail.downloadFile', { file: name })}
          isDisabled={!canDownload}
          onPress={() => void download(account.id, version, filesOfSet(set), 'download-folder')}
        >
          {t('detail.download')}
        </Button>
        <MenuButton label={menuLabel} entries={entries()} />
      </Cell>
    </Row>
  );
}

/** How many parts there are, and what is wrong with them. */
function SplitTag({ set, state }: { readonly set: SplitSet; readonly state: SplitState }): ReactNode {
  if (state.kind === 'damaged') {
    return (
      <span title={t('detail.split.damagedText')}>
        <Tag tone="danger">{t('detail.split.damaged')}</Tag>
      </span>
    );
  }
  if (state.kind === 'unfinished' || state.kind === 'incomplete') {
    const numbers = { there: set.parts.length, count: set.count };
    return <Tag tone="warning">{t('detail.split.partsThere', numbers)}</Tag>;
  }
  return <Tag>{t('detail.split.parts', { count: set.count })}</Tag>;
}
