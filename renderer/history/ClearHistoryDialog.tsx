import { useMutation } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { ask, failureOf } from '../bridge.ts';
import { Button } from '../common/Button.tsx';
import { Dialog } from '../common/Dialog.tsx';
import { FailureNote } from '../common/FailureNote.tsx';
import { say } from '../stores/notices.ts';
import { t } from '../text/text.ts';

type Props = {
  readonly onClose: () => void;
  /** Shows the history again. */
  readonly onBack: () => void;
};

/** Asks before the history is forgotten. No file is touched. */
export function ClearHistoryDialog({ onClose, onBack }: Props): ReactNode {
  const clear = useMutation({
    mutationFn: () => ask('history:clear', undefined),
    onSuccess: () => {
      onClose();
      say(t('history.cleared'));
    },
  });
  return (
    <Dialog
      role="alertdialog"
      width="narrow"
      title={t('history.clearTitle')}
      isBusy={clear.isPending}
      onClose={onBack}
      footer={
        <>
          <Button autoFocus isDisabled={clear.isPending} onPress={onBack}>
            {t('common.cancel')}
          </Button>
          <Button look="danger" isBusy={clear.isPending} onPress={() => clear.mutate()}>
            {clear.isPending ? t('history.clearing') : t('history.clearConfirm')}
          </Button>
        </>
      }
    >
      <p>{t('history.clearText')}</p>
      <p>{t('history.clearNoFile')}</p>
      {clear.error !== null && <FailureNote failure={failureOf(clear.error)} />}
    </Dialog>
  );
}
