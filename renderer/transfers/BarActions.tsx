import type { ReactNode } from 'react';
import { describeCoordinates } from '../../shared/coordinates.ts';
import type { Transfer } from '../../shared/transfer.ts';
import { isSettled } from '../../shared/transfer.ts';
import { visibleText } from '../../shared/visible-text.ts';
import { bridge } from '../bridge.ts';
import { Button } from '../common/Button.tsx';
import { classNames } from '../common/class-names.ts';
import { formatNumber } from '../common/format-number.ts';
import { lastEndedPublish } from '../receipt/last-ended-publish.ts';
import { openReceipt } from '../receipt/receipt-actions.ts';
import { attempt } from '../stores/notices.ts';
import { useTransfers } from '../stores/transfers.ts';
import { t } from '../text/text.ts';
import styles from './TransferDrawer.module.css';
import { canCancel, canPause, canResume, canRetry } from './transfer-abilities.ts';
import {
  cancelTransfers,
  decideTransfers,
  pauseTransfers,
  resumeTransfers,
  retryTransfers,
} from './transfer-actions.ts';

type Props = { readonly transfers: readonly Transfer[] };

/** What can be done with all transfers; with those that are selected as soon as it is more than one. */
export function BarActions({ transfers }: Props): ReactNode {
  const selected = useTransfers((state) => state.selected);
  const chosen = selected.size > 1 ? transfers.filter(({ id }) => selected.has(id)) : [];
  return chosen.length > 1 ? <ForChosen transfers={chosen} /> : <ForAll transfers={transfers} />;
}

function ForAll({ transfers }: Props): ReactNode {
  const ended = lastEndedPublish(transfers);
  const failed = transfers.filter(({ state }) => state === 'failed');
  const undecided = transfers.filter(({ state }) => state === 'needs-decision');
  return (
    <>
      {ended !== null && (
        <Button
          look="plain"
          aria-label={t('receipt.showOf', { place: visibleText(describeCoordinates(ended.version)) })}
          onPress={() => openReceipt(ended.batch)}
        >
          {t('receipt.show')}
        </Button>
      )}
      {undecided.length > 1 && (
        <Action onPress={() => decideTransfers(undecided)}>
          {t('transfers.decideAll', { count: undecided.length })}
        </Action>
      )}
      {failed.length > 0 && <Action onPress={() => retryTransfers(failed)}>{t('transfers.retryAll')}</Action>}
      {transfers.some(canResume) && (
        <Action onPress={() => resumeTransfers(transfers)}>{t('transfers.resumeAll')}</Action>
      )}
      {transfers.some(canPause) && (
        <Action onPress={() => pauseTransfers(transfers)}>{t('transfers.pauseAll')}</Action>
      )}
      {transfers.filter(canCancel).length > 1 && (
        <Action onPress={() => cancelTransfers(transfers)}>{t('transfers.cancelAll')}</Action>
      )}
      {transfers.some(({ state }) => isSettled(state)) && (
        <Action onPress={() => void attempt(bridge.request('transfers:clear-settled', undefined))}>
          {t('transfers.clear')}
        </Action>
      )}
    </>
  );
}

function ForChosen({ transfers }: Props): ReactNode {
  const select = useTransfers((state) => state.select);
  return (
    <>
      <span className={classNames(styles.selected)}>
        {t('transfers.selected', { amount: formatNumber(transfers.length) })}
      </span>
      {transfers.some(({ state }) => state === 'needs-decision') && (
        <Action onPress={() => decideTransfers(transfers)}>{t('transfers.decide')}</Action>
      )}
      {transfers.some(canRetry) && (
        <Action onPress={() => retryTransfers(transfers)}>{t('transfers.retrySelected')}</Action>
      )}
      {transfers.some(canResume) && (
        <Action onPress={() => resumeTransfers(transfers)}>{t('transfers.resumeSelected')}</Action>
      )}
      {transfers.some(canPause) && (
        <Action onPress={() => pauseTransfers(transfers)}>{t('transfers.pauseSelected')}</Action>
      )}
      {transfers.some(canCancel) && (
        <Action onPress={() => cancelTransfers(transfers)}>{t('transfers.cancelSelected')}</Action>
      )}
      <Action onPress={() => select(new Set())}>{t('transfers.unselect')}</Action>
    </>
  );
}

type ActionProps = { readonly onPress: () => void; readonly children: string };

function Action({ onPress, children }: ActionProps): ReactNode {
  return (
    <Button look="plain" onPress={onPress}>
      {children}
    </Button>
  );
}
