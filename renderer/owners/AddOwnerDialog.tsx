import { useMutation } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import type { AccountId } from '../../shared/account.ts';
import { visibleText } from '../../shared/visible-text.ts';
import { ask, failureOf } from '../bridge.ts';
import { Button } from '../common/Button.tsx';
import { Dialog } from '../common/Dialog.tsx';
import { FailureNote } from '../common/FailureNote.tsx';
import { TextField } from '../common/TextField.tsx';
import { useAccount } from '../stores/accounts.ts';
import { refreshOwners } from '../stores/owners.ts';
import { useSelection } from '../stores/selection.ts';
import { t } from '../text/text.ts';

type Props = { readonly accountId: AccountId; readonly onClose: () => void };

/** Pins an owner by name; the server is asked whether there is one. */
export function AddOwnerDialog({ accountId, onClose }: Props): ReactNode {
  const account = useAccount(accountId);
  const [name, setName] = useState('');
  const [wasSent, setSent] = useState(false);
  const pin = useMutation({
    mutationFn: () => ask('owners:pin', { accountId, name: name.trim() }),
    onSuccess: (owner) => {
      onClose();
      void refreshOwners(accountId);
      useSelection.getState().selectOwner(accountId, owner.name);
    },
  });
  const isEmpty = name.trim() === '';
  return (
    <Dialog
      title={t('owners.addDialog.title')}
      subtitle={t('owners.addDialog.subtitle', { account: visibleText(account?.label ?? '') })}
      width="narrow"
      isBusy={pin.isPending}
      onClose={onClose}
      footer={
        <>
          <Button onPress={onClose}>{t('common.cancel')}</Button>
          <Button look="primary" type="submit" form="owner-form" isBusy={pin.isPending}>
            {t('owners.addDialog.confirm')}
          </Button>
        </>
      }
    >
      <form
        id="owner-form"
        onSubmit={(event) => {
          event.preventDefault();
          setSent(true);
          if (!isEmpty) pin.mutate();
        }}
      >
        <TextField
          label={t('owners.addDialog.name')}
          problem={wasSent && isEmpty ? t('owners.addDialog.empty') : null}
          value={name}
          onChange={(value) => {
            setName(value);
            pin.reset();
          }}
          autoFocus
        />
      </form>
      {pin.error !== null && <FailureNote failure={failureOf(pin.error)} />}
    </Dialog>
  );
}
