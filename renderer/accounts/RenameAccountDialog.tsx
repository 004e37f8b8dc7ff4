import { useMutation } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import type { AccountId } from '../../shared/account.ts';
import { ask, failureOf } from '../bridge.ts';
import { Button } from '../common/Button.tsx';
import { Dialog } from '../common/Dialog.tsx';
import { FailureNote } from '../common/FailureNote.tsx';
import { TextField } from '../common/TextField.tsx';
import { useAccount } from '../stores/accounts.ts';
import { t } from '../text/text.ts';

type Props = { readonly accountId: AccountId; readonly onClose: () => void };

/** Changes what an account is called in the app. */
export function RenameAccountDialog({ accountId, onClose }: Props): ReactNode {
  const account = useAccount(accountId);
  const [label, setLabel] = useState(account?.label ?? '');
  const rename = useMutation({
    mutationFn: () => ask('accounts:rename', { accountId, label: label.trim() }),
    onSuccess: onClose,
  });
  const isEmpty = label.trim() === '';
  return (
    <Dialog
      title={t('accounts.renameDialog.title')}
      width="narrow"
      isBusy={rename.isPending}
      onClose={onClose}
      footer={
        <>
          <Button onPress={onClose}>{t('common.cancel')}</Button>
          <Button
            look="primary"
            type="submit"
            form="rename-form"
            isDisabled={isEmpty}
            isBusy={rename.isPending}
          >
            {t('common.save')}
          </Button>
        </>
      }
    >
      <form
        id="rename-form"
        onSubmit={(event) => {
          event.preventDefault();
          if (!isEmpty) rename.mutate();
        }}
      >
        <TextField
          label={t('accounts.renameDialog.name')}
          description={t('accounts.renameDialog.hint')}
          problem={isEmpty ? t('accounts.renameDialog.empty') : null}
          value={label}
          onChange={setLabel}
          maxLength={100}
          autoFocus
        />
      </form>
      {rename.error !== null && <FailureNote failure={failureOf(rename.error)} />}
    </Dialog>
  );
}
