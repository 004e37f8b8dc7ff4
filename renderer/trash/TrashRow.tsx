import { RotateCcw, Trash2 } from 'lucide-react';
import type { ReactNode } from 'react';
import { GridListItem } from 'react-aria-components';
import type { ChestEntry } from '../../shared/chest.ts';
import { visibleText } from '../../shared/visible-text.ts';
import { classNames } from '../common/class-names.ts';
import { formatBytes } from '../common/format-bytes.ts';
import { formatExactly, formatWhen } from '../common/format-time.ts';
import type { MenuEntry } from '../common/menu-entry.ts';
import { Name } from '../common/Name.tsx';
import { ProgressBar } from '../common/ProgressBar.tsx';
import rows from '../common/RowList.module.css';
import { useNow } from '../common/use-now.ts';
import { useAccount } from '../stores/accounts.ts';
import { entryName, useChestState, usePutBack } from '../stores/chest.ts';
import { contextMenu } from '../stores/context-menu.ts';
import { describeFailure } from '../text/failures.ts';
import { t } from '../text/text.ts';
import { daysLeftText, filesText } from './entry-words.ts';
import styles from './TrashDialog.module.css';

type Props = {
  readonly entry: ChestEntry;
  /** Selects the row unless it is selected; answers what the menu is about. */
  readonly onOpenMenu: () => readonly ChestEntry[];
  readonly onPutBack: (entries: readonly ChestEntry[]) => void;
  readonly onDelete: (entries: readonly ChestEntry[]) => void;
};

/** One deletion whose files are kept: what, from where, when, how much and how long still. */
export function TrashRow({ entry, onOpenMenu, onPutBack, onDelete }: Props): ReactNode {
  const now = useNow();
  const account = useAccount(entry.accountId);
  const puttingBack = useChestState()?.puttingBack.find(({ id }) => id === entry.id);
  const failure = usePutBack(({ failures }) => failures.get(entry.id));
  const name = entryName(entry);
  const files = filesText(entry);
  const label = account?.label ?? t('trash.removedAccount', { account: entry.accountLabel });
  const isWrong = failure !== undefined && failure.reason !== 'cancelled';
  const entries = (some: readonly ChestEntry[]): readonly MenuEntry[] => [
    {
      kind: 'action',
      id: 'put-back',
      label: t('trash.putBack'),
      icon: RotateCcw,
      isDisabled: puttingBack !== undefined,
      onAction: () => onPutBack(some),
    },
    {
      kind: 'action',
      id: 'delete',
      label: t('trash.forGood'),
      icon: Trash2,
      isDestructive: true,
      isDisabled: puttingBack !== undefined,
      onAction: () => onDelete(some),
    },
  ];
  return (
    <GridListItem
      id={entry.id}
      textValue={`${name}, ${files}`}
      className={classNames(rows.row, styles.row)}
      onContextMenu={(event) => {
        const some = onOpenMenu();
        contextMenu(t('trash.menu', { name }), () => entries(some))(event);
      }}
    >
      <span className={classNames(rows.strong, styles.name)} title={name}>
        <Name>{`${entry.packageName} ${entry.version}`}</Name>
      </span>
      <span className={classNames(rows.aside, styles.files)} title={files}>
        <Name>{files}</Name>
      </span>
      <span className={classNames(styles.owner)} title={visibleText(entry.serverUrl)}>
        <Name>{label}</Name>
      </span>
      <span className={classNames(rows.aside, styles.note)}>
        {isWrong ? (
          <span className={classNames(styles.bad)} title={describeFailure(failure).title}>
            {describeFailure(failure).title}
          </span>
        ) : (
          <Name>{entry.owner}</Name>
        )}
      </span>
      <span className={classNames(rows.number, styles.size)}>{formatBytes(entry.size)}</span>
      {puttingBack === undefined ? (
        <span className={classNames(rows.number, styles.when)} title={formatExactly(entry.keptUntil)}>
          {daysLeftText(entry, now)}
        </span>
      ) : (
        <span className={classNames(styles.progress)}>
          <ProgressBar
            label={t('trash.puttingBack', { name })}
            fraction={puttingBack.size === 0 ? null : puttingBack.bytes / puttingBack.size}
          />
        </span>
      )}
      <span className={classNames(rows.aside, styles.deleted)} title={formatExactly(entry.keptAt)}>
        {t('trash.deletedAt', { when: formatWhen(entry.keptAt, now) })}
      </span>
    </GridListItem>
  );
}
