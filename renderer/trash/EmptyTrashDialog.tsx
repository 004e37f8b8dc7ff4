import { useMutation } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import type { ChestEntryId } from '../../shared/chest.ts';
import { ask, failureOf } from '../bridge.ts';
import { Button } from '../common/Button.tsx';
import { Dialog } from '../common/Dialog.tsx';
import { FailureNote } from '../common/FailureNote.tsx';
import { formatBytes } from '../common/format-bytes.ts';
import { useChestState } from '../stores/chest.ts';
import { say } from '../stores/notices.ts';
import { t } from '../text/text.ts';

type Props = {
  /** Null is everything. */
  readonly ids: readonly ChestEntryId[] | null;
  /** Shows the trash again. */
  readonly onBack: () => void;
};

/** Asks before kept copies go for good. */
export function EmptyTrashDialog({ ids, onBack }: Props): ReactNode {
  const state = useChestState();
  const remove = useMutation({
    mutationFn: () => (ids === null ? ask('chest:empty', undefined) : ask('chest:remove', { ids: [...ids] })),
    onSuccess: () => {
      onBack();
      if (ids === null) say(t('trash.emptied'));
    },
  });
  const count = ids?.length ?? state?.entries ?? 0;
  const amount = formatBytes(state?.used ?? 0);
  return (
    <Dialog
      role="alertdialog"
      width="narrow"
      title={ids === null ? t('trash.emptyTitle') : t('trash.someTitle', { count })}
      isBusy={remove.isPending}
      onClose={onBack}
      footer={
        <>
          <Button autoFocus isDisabled={remove.isPending} onPress={onBack}>
            {t('common.cancel')}
          </Button>
          <Button look="danger" isBusy={remove.isPending} onPress={() => remove.mutate()}>
            {remove.isPending
              ? t('trash.emptying')
              : t(ids === null ? 'trash.emptyConfirm' : 'trash.someConfirm')}
          </Button>
        </>
      }
    >
      <p>{ids === null ? t('trash.emptyQuestion', { count, amount }) : t('trash.someQuestion', { count })}</p>
      <p>{t('trash.cannotBeUndone')}</p>
      {remove.error !== null && <FailureNote failure={failureOf(remove.error)} />}
    </Dialog>
  );
}
