import { Check, CircleAlert, Package, ReceiptText, RotateCcw } from 'lucide-react';
import type { ReactNode } from 'react';
import { GridListItem, VisuallyHidden } from 'react-aria-components';
import { describeCoordinates } from '../../shared/coordinates.ts';
import type { Transfer, TransferId } from '../../shared/transfer.ts';
import { visibleText } from '../../shared/visible-text.ts';
import { classNames } from '../common/class-names.ts';
import { formatBytes, formatSpeed } from '../common/format-bytes.ts';
import { formatDuration, formatExactly, formatWhen } from '../common/format-time.ts';
import type { MenuEntry } from '../common/menu-entry.ts';
import { Name } from '../common/Name.tsx';
import rows from '../common/RowList.module.css';
import { useNow } from '../common/use-now.ts';
import { openReceipt, receiptOf } from '../receipt/receipt-actions.ts';
import { useAccount } from '../stores/accounts.ts';
import { contextMenu } from '../stores/context-menu.ts';
import { useSelection } from '../stores/selection.ts';
import { t } from '../text/text.ts';
import { describeTransfer } from '../transfers/describe-transfer.ts';
import { describeOrigin, transferLook, transferName } from '../transfers/transfer-look.ts';
import styles from './HistoryDialog.module.css';

type Props = {
  readonly transfer: Transfer;
  /** Selects the row unless it is selected; answers what the menu is about. */
  readonly onOpenMenu: () => TransferId[];
  readonly onRunAgain: (ids: TransferId[]) => void;
  readonly onClose: () => void;
};

/** One settled transfer: what, where, how it ended, how much and when. */
export function HistoryRow({ transfer, onOpenMenu, onRunAgain, onClose }: Props): ReactNode {
  const { owner, packageName, version } = transfer.coordinates;
  const name = transferName(transfer);
  const batch = receiptOf(transfer);
  const account = useAccount(transfer.accountId);
  const source = useAccount(transfer.copiedFrom?.accountId ?? null);
  // Whose account it is stands before.
  const origin = transfer.copiedFrom === null ? null : describeOrigin(transfer, source?.label ?? null);
  const file = visibleText(name);
  const words = describeTransfer(transfer, null);
  const note = words.tone === 'good' ? effortText(transfer) : words.nextStep;
  const where = `${account?.label ?? t('history.unknownAccount')} · ${describeCoordinates({ owner, packageName, version })}`;
  const entries = (ids: TransferId[]): readonly MenuEntry[] => [
    {
      kind: 'action',
      id: 'run-again',
      label: t('history.runAgain'),
      icon: RotateCcw,
      onAction: () => onRunAgain(ids),
    },
    {
      kind: 'action',
      id: 'receipt',
      label: t('transfers.menu.receipt'),
      icon: ReceiptText,
      isDisabled: batch === null || ids.length > 1,
      onAction: () => {
        if (batch !== null) openReceipt(batch);
      },
    },
    {
      kind: 'action',
      id: 'show-version',
      label: t('transfers.menu.showVersion'),
      icon: Package,
      isDisabled: account === null || ids.length > 1,
      onAction: () => {
        onClose();
        useSelection.getState().reveal(transfer.accountId, { owner, packageName, version });
      },
    },
  ];
  return (
    <GridListItem
      id={transfer.id}
      textValue={`${file}, ${words.text}`}
      className={classNames(rows.row, styles.row)}
      onContextMenu={(event) => {
        const ids = onOpenMenu();
        contextMenu(t('history.menu', { file }), () => entries(ids))(event);
      }}
    >
      <ResultIcon transfer={transfer} />
      <span className={classNames(rows.strong, styles.file)} title={file}>
        <Name>{name}</Name>
      </span>
      <span
        className={classNames(rows.aside, styles.where)}
        title={[visibleText(where), origin?.full ?? null].filter((part) => part !== null).join('\n')}
      >
        <Name>{where}</Name>
        {origin !== null && ` ${origin.short}`}
      </span>
      <span className={classNames(styles.result, styles[words.tone])} title={words.text}>
        {words.text}
      </span>
      <span className={classNames(rows.aside, styles.note)} title={note ?? undefined}>
        {note}
      </span>
      <span className={classNames(rows.number, styles.size)}>
        {transfer.size === null ? '' : formatBytes(transfer.size)}
      </span>
      <When at={transfer.settledAt} />
    </GridListItem>
  );
}

/** `in 2.8 s · 5.7 MB/s`; the size stands beside it. */
function effortText({ size, startedAt, settledAt }: Transfer): string | null {
  if (size === null || startedAt === null || settledAt === null) return null;
  const seconds = Math.max(1, settledAt - startedAt) / 1000;
  return t('history.took', { time: formatDuration(seconds), speed: formatSpeed(size / seconds) });
}

function When({ at }: { readonly at: number | null }): ReactNode {
  const now = useNow();
  return (
    <span className={classNames(rows.aside, styles.when)} title={at === null ? undefined : formatExactly(at)}>
      {formatWhen(at, now)}
    </span>
  );
}

function ResultIcon({ transfer }: { readonly transfer: Transfer }): ReactNode {
  const { state } = transfer;
  const { label, Icon } = transferLook(transfer);
  const isGood = state === 'done' || state === 'skipped';
  return (
    <span
      title={label}
      className={classNames(styles.icon, isGood && styles.good, state === 'failed' && styles.bad)}
    >
      <VisuallyHidden>{label}</VisuallyHidden>
      <Icon size={15} aria-hidden />
      {isGood && <Check size={13} aria-hidden />}
      {state === 'failed' && <CircleAlert size={13} aria-hidden />}
    </span>
  );
}
