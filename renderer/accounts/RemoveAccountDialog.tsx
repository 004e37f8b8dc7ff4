import { useMutation } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import type { AccountId } from '../../shared/account.ts';
import { visibleText } from '../../shared/visible-text.ts';
import { ask, failureOf } from '../bridge.ts';
import { Button } from '../common/Button.tsx';
import { Dialog } from '../common/Dialog.tsx';
import { FailureNote } from '../common/FailureNote.tsx';
import { useAccount } from '../stores/accounts.ts';
import { t } from '../text/text.ts';

type Props = { readonly accountId: AccountId; readonly onClose: () => void };

/** Asks before an account and its credential are forgotten. Nothing happens on the server. */
export function RemoveAccountDialog({ accountId, onClose }: Props): ReactNode {
  const account = useAccount(accountId);
  const remove = useMutation({
    mutationFn: () => ask('accounts:remove', { accountId }),
    onSuccess: onClose,
  });
  return (
    <Dialog
      role="alertdialog"
      width="narrow"
      title={t('accounts.removeDialog.title', { account: visibleText(account?.label ?? '') })}
      subtitle={visibleText(account?.serverUrl ?? '')}
      isBusy={remove.isPending}
      onClose={onClose}
      footer={
        <>
          <Button autoFocus onPress={onClose} isDisabled={remove.isPending}>
            {t('common.cancel')}
          </Button>
          <Button look="danger" isBusy={remove.isPending} onPress={() => remove.mutate()}>
            {t('accounts.removeDialog.confirm')}
          </Button>
        </>
      }
    >
      <p>{t('accounts.removeDialog.text')}</p>
      <p>
        {account?.kind === 'built-in'
          ? t('accounts.removeDialog.builtIn')
          : t('accounts.removeDialog.nothingDeleted')}
      </p>
      {remove.error !== null && <FailureNote failure={failureOf(remove.error)} />}
    </Dialog>
  );
}
