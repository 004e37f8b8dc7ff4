import type { ReactNode } from 'react';
import type { Receipt } from '../../shared/receipt.ts';
import type { BatchId } from '../../shared/transfer.ts';
import { visibleText } from '../../shared/visible-text.ts';
import { failureOf } from '../bridge.ts';
import { Button } from '../common/Button.tsx';
import { classNames } from '../common/class-names.ts';
import { Dialog } from '../common/Dialog.tsx';
import { EmptyState } from '../common/EmptyState.tsx';
import { FailureNote } from '../common/FailureNote.tsx';
import { useReceipt } from '../stores/receipts.ts';
import { t } from '../text/text.ts';
import { describeReceipt } from './describe-receipt.ts';
import { LinkOffer } from './LinkOffer.tsx';
import styles from './Receipt.module.css';
import { ReceiptActions } from './ReceiptActions.tsx';
import { ReceiptTable } from './ReceiptTable.tsx';
import { Shortfalls } from './Shortfalls.tsx';

type Props = { readonly batch: BatchId; readonly onClose: () => void };

/** What came of publishing some files together, and what can be done with them now. */
export function ReceiptDialog({ batch, onClose }: Props): ReactNode {
  const { data: receipt, error } = useReceipt(batch);
  if (receipt !== undefined) return <ReceiptOf receipt={receipt} onClose={onClose} />;
  if (error === null) return null;
  const failure = failureOf(error);
  return (
    <Dialog
      title={t('receipt.title')}
      onClose={onClose}
      footer={
        <Button look="primary" autoFocus onPress={onClose}>
          {t('common.close')}
        </Button>
      }
    >
      {failure.reason === 'not-found' ? (
        <EmptyState title={t('receipt.gone')} text={t('receipt.goneText')} />
      ) : (
        <FailureNote failure={failure} />
      )}
    </Dialog>
  );
}

type OneProps = { readonly receipt: Receipt; readonly onClose: () => void };

function ReceiptOf({ receipt, onClose }: OneProps): ReactNode {
  const words = describeReceipt(receipt);
  const { accountLabel, serverUrl } = receipt;
  const where = [accountLabel ?? t('history.unknownAccount'), serverUrl].filter((part) => part !== null);
  return (
    <Dialog
      width="wide"
      title={words.headline}
      subtitle={visibleText(where.join(' · '))}
      onClose={onClose}
      footer={<ReceiptActions receipt={receipt} onClose={onClose} />}
    >
      <Shortfalls receipt={receipt} words={words.shortfalls} />
      <ReceiptTable receipt={receipt} />
      <div className={classNames(styles.totals)}>
        <p>{words.totals}</p>
        <LinkOffer receipt={receipt} />
      </div>
    </Dialog>
  );
}
