import { ArrowDown, ArrowUp, Check, CircleAlert, FolderOpen, RotateCcw, X } from 'lucide-react';
import type { ReactNode } from 'react';
import { GridListItem, VisuallyHidden } from 'react-aria-components';
import { describeCoordinates } from '../../shared/coordinates.ts';
import { fractionOf, isSettled, type Transfer, type TransferId } from '../../shared/transfer.ts';
import { visibleText } from '../../shared/visible-text.ts';
import { bridge } from '../bridge.ts';
import { IconButton } from '../common/Button.tsx';
import { classNames } from '../common/class-names.ts';
import { Name } from '../common/Name.tsx';
import { ProgressBar } from '../common/ProgressBar.tsx';
import { attempt } from '../stores/notices.ts';
import { useTransfers } from '../stores/transfers.ts';
import { t } from '../text/text.ts';
import { describeEffort, describeTransfer } from './describe-transfer.ts';
import styles from './TransferDrawer.module.css';

type Props = { readonly id: TransferId };

/** One transfer. It follows its own snapshot, so the others are not drawn again when it moves. */
export function TransferRow({ id }: Props): ReactNode {
  const transfer = useTransfers((state) => state.byId.get(id));
  if (transfer === undefined) return <GridListItem id={id} textValue="" />;
  const words = describeTransfer(transfer);
  const file = visibleText(transfer.coordinates.fileName);
  const showsBar = !isSettled(transfer.state) && transfer.state !== 'needs-decision';
  const where = describeCoordinates({
    owner: transfer.coordinates.owner,
    packageName: transfer.coordinates.packageName,
    version: transfer.coordinates.version,
  });
  const isUnknown = transfer.state === 'storing' || transfer.state === 'checking';
  return (
    <GridListItem id={id} textValue={`${file}, ${words.text}`} className={classNames(styles.row)}>
      <StateIcon transfer={transfer} />
      <span className={classNames(styles.file)} title={file}>
        <Name>{transfer.coordinates.fileName}</Name>
      </span>
      <span className={classNames(styles.where)} title={visibleText(where)}>
        <Name>{where}</Name>
      </span>
      {showsBar && (
        <ProgressBar
          label={t('transfers.progress', { file })}
          fraction={isUnknown ? null : transfer.state === 'queued' ? 0 : fractionOf(transfer)}
        />
      )}
      <span
        className={classNames(styles.words, styles[words.tone], !showsBar && styles.long)}
        title={[words.text, words.nextStep].filter((part) => part !== null).join('\n')}
      >
        {words.text}
        {words.nextStep !== null && <span className={classNames(styles.next)}> {words.nextStep}</span>}
        {words.tone === 'good' && (
          <span className={classNames(styles.next)}> {describeEffort(transfer)}</span>
        )}
      </span>
      <RowActions transfer={transfer} file={file} />
    </GridListItem>
  );
}

function StateIcon({ transfer }: { readonly transfer: Transfer }): ReactNode {
  const isPublish = transfer.direction === 'publish';
  const label = isPublish ? t('transfers.publish') : t('transfers.download');
  const direction = isPublish ? <ArrowUp size={15} aria-hidden /> : <ArrowDown size={15} aria-hidden />;
  const isGood = transfer.state === 'done' || transfer.state === 'skipped';
  const isBad = transfer.state === 'failed' || transfer.state === 'needs-decision';
  return (
    <span title={label} className={classNames(styles.icon, isGood && styles.good, isBad && styles.bad)}>
      <VisuallyHidden>{label}</VisuallyHidden>
      {direction}
      {isGood && <Check size={13} aria-hidden />}
      {isBad && <CircleAlert size={13} aria-hidden />}
    </span>
  );
}

type ActionsProps = { readonly transfer: Transfer; readonly file: string };

function RowActions({ transfer, file }: ActionsProps): ReactNode {
  const { id, state, direction } = transfer;
  const ids = [id];
  const canRetry = state === 'failed' || state === 'needs-decision' || state === 'cancelled';
  return (
    <span className={classNames(styles.rowActions)}>
      {canRetry && (
        <IconButton
          label={t('transfers.retry', { file })}
          onPress={() => void attempt(bridge.request('transfers:retry', { ids }))}
        >
          <RotateCcw size={14} aria-hidden />
        </IconButton>
      )}
      {!isSettled(state) && (
        <IconButton
          label={t('transfers.cancel', { file })}
          onPress={() => void attempt(bridge.request('transfers:cancel', { ids }))}
        >
          <X size={15} aria-hidden />
        </IconButton>
      )}
      {direction === 'download' && (state === 'done' || state === 'skipped') && (
        <IconButton
          label={t('transfers.showInFolder', { file })}
          onPress={() => void attempt(bridge.request('transfers:show-in-folder', { id }))}
        >
          <FolderOpen size={15} aria-hidden />
        </IconButton>
      )}
    </span>
  );
}
