import { Check, CircleAlert, Clock, GripVertical, Pause } from 'lucide-react';
import { type MouseEvent, memo, type ReactNode } from 'react';
import { Button, GridListItem, VisuallyHidden } from 'react-aria-components';
import { describeCoordinates } from '../../shared/coordinates.ts';
import { fractionOf, type Transfer, type TransferId } from '../../shared/transfer.ts';
import { visibleText } from '../../shared/visible-text.ts';
import { classNames } from '../common/class-names.ts';
import { FileName } from '../common/FileName.tsx';
import { Name } from '../common/Name.tsx';
import { ProgressBar } from '../common/ProgressBar.tsx';
import { useSeconds } from '../common/use-now.ts';
import { useAccount } from '../stores/accounts.ts';
import { contextMenu } from '../stores/context-menu.ts';
import { useTransfers } from '../stores/transfers.ts';
import { t } from '../text/text.ts';
import { describeBriefly, describeEffort, describeTransfer, showsProgress } from './describe-transfer.ts';
import { RowActions } from './RowActions.tsx';
import styles from './TransferDrawer.module.css';
import { canMove, needsUser } from './transfer-abilities.ts';
import { selectedTransfers } from './transfer-actions.ts';
import { transferEntries } from './transfer-entries.ts';
import { describeOrigin, transferLook, transferName } from './transfer-look.ts';

type Props = { readonly id: TransferId };

const names = new WeakMap<Transfer, string>();

/** Every row asks for its name at every push, so each snapshot is put into words once. */
function rowName(transfer: Transfer | undefined): string {
  if (transfer === undefined) return '';
  const known = names.get(transfer);
  if (known !== undefined) return known;
  const name = `${visibleText(transferName(transfer))}, ${describeBriefly(transfer)}`;
  names.set(transfer, name);
  return name;
}

/** The menu is about all that is selected; a row that is not becomes what is. */
function openMenu(id: TransferId, event: MouseEvent): void {
  const { selected, select } = useTransfers.getState();
  if (!selected.has(id)) select(new Set([id]));
  const transfers = selectedTransfers();
  const [first] = transfers;
  if (first === undefined) return;
  const label =
    transfers.length === 1
      ? t('transfers.menu.label', { file: visibleText(transferName(first)) })
      : t('transfers.menu.labelMany', { count: transfers.length });
  contextMenu(label, () => transferEntries(transfers))(event);
}

/** One transfer. The list knows it by a name that seldom changes; what moves is drawn inside. */
export const TransferRow = memo(function TransferRow({ id }: Props): ReactNode {
  const name = useTransfers((state) => rowName(state.byId.get(id)));
  return (
    <GridListItem
      id={id}
      textValue={name}
      className={classNames(styles.row)}
      onContextMenu={(event) => openMenu(id, event)}
    >
      <RowContent id={id} />
    </GridListItem>
  );
});

/** It follows its own snapshot, so the others are not drawn again when it moves. */
function RowContent({ id }: Props): ReactNode {
  const transfer = useTransfers((state) => state.byId.get(id));
  const source = useAccount(transfer?.copiedFrom?.accountId ?? transfer?.accountId ?? null);
  if (transfer === undefined) return <Button slot="drag" isDisabled className={classNames(styles.handle)} />;
  const name = transferName(transfer);
  const file = visibleText(name);
  const { owner, packageName, version } = transfer.coordinates;
  const where = describeCoordinates({ owner, packageName, version });
  const origin = describeOrigin(transfer, source?.label ?? null);
  return (
    <>
      <Button slot="drag" isDisabled={!canMove(transfer)} className={classNames(styles.handle)}>
        <GripVertical size={14} aria-hidden />
      </Button>
      <StateIcon transfer={transfer} />
      <span className={classNames(styles.file)} title={file}>
        <FileName>{name}</FileName>
      </span>
      <span
        className={classNames(styles.where)}
        title={[visibleText(where), origin?.full ?? null].filter((part) => part !== null).join('\n')}
      >
        <Name>{where}</Name>
        {origin !== null && ` ${origin.short}`}
      </span>
      <Progress transfer={transfer} file={file} />
      <RowActions transfer={transfer} file={file} />
    </>
  );
}

type PartProps = { readonly transfer: Transfer; readonly file: string };

function Progress({ transfer, file }: PartProps): ReactNode {
  const words = describeTransfer(transfer, useSeconds(transfer.state === 'waiting'));
  const isBarShown = showsProgress(transfer);
  const isUnknown = transfer.state === 'storing' || transfer.state === 'checking';
  return (
    <>
      {isBarShown && (
        <ProgressBar
          label={t('transfers.progress', { file })}
          fraction={isUnknown ? null : transfer.state === 'queued' ? 0 : fractionOf(transfer)}
        />
      )}
      <span
        className={classNames(styles.words, styles[words.tone], !isBarShown && styles.long)}
        title={[words.text, words.nextStep].filter((part) => part !== null).join('\n')}
      >
        {words.text}
        {words.nextStep !== null && (
          <span className={classNames(styles.next)}>
            {words.tone === 'quiet' ? ' · ' : ' '}
            {words.nextStep}
          </span>
        )}
        {words.tone === 'good' && (
          <span className={classNames(styles.next)}> {describeEffort(transfer)}</span>
        )}
      </span>
    </>
  );
}

function StateIcon({ transfer }: { readonly transfer: Transfer }): ReactNode {
  const { state } = transfer;
  const { label, Icon } = transferLook(transfer);
  const isGood = state === 'done' || state === 'skipped';
  const isBad = state === 'failed';
  const isAttention = needsUser(transfer);
  return (
    <span
      title={label}
      className={classNames(
        styles.icon,
        isGood && styles.good,
        isBad && styles.bad,
        isAttention && styles.attention,
      )}
    >
      <VisuallyHidden>{label}</VisuallyHidden>
      <Icon size={15} aria-hidden />
      {isGood && <Check size={13} aria-hidden />}
      {(isBad || isAttention) && <CircleAlert size={13} aria-hidden />}
      {state === 'paused' && !isAttention && <Pause size={12} aria-hidden />}
      {state === 'waiting' && <Clock size={12} aria-hidden />}
    </span>
  );
}
