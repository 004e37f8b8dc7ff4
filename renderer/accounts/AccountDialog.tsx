import { useMutation } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import type { Account, AccountId } from '../../shared/account.ts';
import { visibleText } from '../../shared/visible-text.ts';
import { ask, failureOf } from '../bridge.ts';
import { Button } from '../common/Button.tsx';
import { classNames } from '../common/class-names.ts';
import { Dialog } from '../common/Dialog.tsx';
import { FailureNote } from '../common/FailureNote.tsx';
import { useAccount } from '../stores/accounts.ts';
import { say } from '../stores/notices.ts';
import { ownersQuery, refreshOwners } from '../stores/owners.ts';
import { queryClient } from '../stores/query-client.ts';
import { useSelection } from '../stores/selection.ts';
import { t } from '../text/text.ts';
import styles from './AccountDialog.module.css';
import { AccountFields } from './AccountFields.tsx';
import { type AccountForm, credentialOf, problemsOf } from './account-form.ts';
import { SignInResult } from './SignInResult.tsx';

type Props = {
  /** The account to sign in to again, or null for a new one. */
  readonly accountId: AccountId | null;
  readonly onClose: () => void;
};

/** Connects to a server, or replaces an account's credential: tries first, shows what it found, then saves. */
export function AccountDialog({ accountId, onClose }: Props): ReactNode {
  const account = useAccount(accountId);
  const [form, setForm] = useState<AccountForm>({
    address: account?.serverUrl ?? '',
    method: 'token',
    token: '',
    userName: account?.userName ?? '',
    password: '',
  });
  const [wasSent, setSent] = useState(false);
  const check = useMutation({
    mutationFn: () => ask('accounts:check', { address: form.address.trim(), credential: credentialOf(form) }),
  });
  const save = useMutation({
    mutationFn: () => saveAccount(accountId, form),
    onSuccess: (saved) => {
      onClose();
      void showAccount(saved.id);
      if (saved.credentialKept === 'session') say(t('accounts.sessionOnlyNotice'));
    },
  });

  const problems = problemsOf(form);
  const isValid = Object.values(problems).every((problem) => problem === null);
  const isBusy = check.isPending || save.isPending;
  const error = save.error ?? check.error;
  const change = (part: Partial<AccountForm>) => {
    setForm((before) => ({ ...before, ...part }));
    check.reset();
    save.reset();
  };
  const submit = () => {
    setSent(true);
    if (!isValid || isBusy) return;
    if (check.isSuccess) save.mutate();
    else check.mutate();
  };

  const saveWords = accountId === null ? t('accounts.dialog.add') : t('accounts.dialog.saveCredential');
  return (
    <Dialog
      title={accountId === null ? t('accounts.dialog.addTitle') : t('accounts.dialog.signInTitle')}
      subtitle={account === null ? t('accounts.dialog.addSubtitle') : visibleText(account.label)}
      isBusy={isBusy}
      onClose={onClose}
      footer={
        <>
          <Button onPress={onClose} isDisabled={save.isPending}>
            {t('common.cancel')}
          </Button>
          <Button look="primary" type="submit" form="account-form" isBusy={isBusy}>
            {check.isPending && t('accounts.dialog.checking')}
            {!check.isPending && (check.isSuccess ? saveWords : t('accounts.dialog.check'))}
          </Button>
        </>
      }
    >
      <form
        id="account-form"
        noValidate
        className={classNames(styles.form)}
        onSubmit={(event) => {
          event.preventDefault();
          submit();
        }}
      >
        <AccountFields
          form={form}
          problems={wasSent ? problems : null}
          isAddressFixed={account !== null}
          isDisabled={isBusy}
          isChecked={check.isSuccess}
          onChange={change}
        />
      </form>
      {check.isSuccess && <SignInResult check={check.data} />}
      {error !== null && <FailureNote failure={failureOf(error)} />}
    </Dialog>
  );
}

/** Goes to an account's first owner as soon as its owners are known. */
async function showAccount(accountId: AccountId): Promise<void> {
  const { selectAccount, selectOwner } = useSelection.getState();
  selectAccount(accountId);
  await refreshOwners(accountId);
  const owners = await queryClient.fetchQuery(ownersQuery(accountId)).catch(() => []);
  const first = owners[0];
  if (first !== undefined) selectOwner(accountId, first.name);
}

function saveAccount(accountId: AccountId | null, form: AccountForm): Promise<Account> {
  const credential = credentialOf(form);
  return accountId === null
    ? ask('accounts:add', { address: form.address.trim(), credential })
    : ask('accounts:replace-credential', { accountId, credential });
}
