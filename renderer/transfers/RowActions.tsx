import { FolderOpen, KeyRound, Pause, Play, RotateCcw, X } from 'lucide-react';
import type { ReactNode } from 'react';
import type { Transfer } from '../../shared/transfer.ts';
import { Button, IconButton } from '../common/Button.tsx';
import { classNames } from '../common/class-names.ts';
import { t } from '../text/text.ts';
import styles from './TransferDrawer.module.css';
import {
  canCancel,
  canPause,
  canResume,
  canRetry,
  canShowInFolder,
  needsSignIn,
} from './transfer-abilities.ts';
import {
  cancelTransfers,
  decideTransfers,
  pauseTransfers,
  resumeTransfers,
  retryTransfers,
  showInFolder,
  signInFor,
  tryNow,
} from './transfer-actions.ts';

type Props = { readonly transfer: Transfer; readonly file: string };

/** The buttons of a row: what takes it further first, Cancel last. */
export function RowActions({ transfer, file }: Props): ReactNode {
  const only = [transfer];
  return (
    <span className={classNames(styles.rowActions)}>
      {transfer.state === 'needs-decision' && (
        <Button
          look="plain"
          aria-label={t('transfers.decideOn', { file })}
          onPress={() => decideTransfers(only)}
        >
          {t('transfers.decide')}
        </Button>
      )}
      {needsSignIn(transfer) && (
        <IconButton label={t('transfers.signInFor', { file })} onPress={() => signInFor(transfer)}>
          <KeyRound size={14} aria-hidden />
        </IconButton>
      )}
      {transfer.state === 'waiting' && (
        <IconButton label={t('transfers.tryNow', { file })} onPress={() => tryNow(only)}>
          <RotateCcw size={14} aria-hidden />
        </IconButton>
      )}
      {canRetry(transfer) && (
        <IconButton label={t('transfers.retry', { file })} onPress={() => retryTransfers(only)}>
          <RotateCcw size={14} aria-hidden />
        </IconButton>
      )}
      {canResume(transfer) && (
        <IconButton label={t('transfers.resume', { file })} onPress={() => resumeTransfers(only)}>
          <Play size={14} aria-hidden />
        </IconButton>
      )}
      {canPause(transfer) && (
        <IconButton label={t('transfers.pause', { file })} onPress={() => pauseTransfers(only)}>
          <Pause size={14} aria-hidden />
        </IconButton>
      )}
      {canShowInFolder(transfer) && (
        <IconButton
          label={t(transfer.direction === 'publish' ? 'replacing.show' : 'transfers.showInFolder', { file })}
          onPress={() => showInFolder(transfer)}
        >
          <FolderOpen size={15} aria-hidden />
        </IconButton>
      )}
      {canCancel(transfer) && (
        <IconButton label={t('transfers.cancel', { file })} onPress={() => cancelTransfers(only)}>
          <X size={15} aria-hidden />
        </IconButton>
      )}
    </span>
  );
}
