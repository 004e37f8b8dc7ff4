import { useQuery } from '@tanstack/react-query';
import { KeyRound, UserPlus } from 'lucide-react';
import type { ReactNode } from 'react';
import type { Account } from '../../shared/account.ts';
import { visibleText } from '../../shared/visible-text.ts';
import { recheckAccount } from '../accounts/account-entries.ts';
import { failureOf } from '../bridge.ts';
import { Button } from '../common/Button.tsx';
import { classNames } from '../common/class-names.ts';
import { EmptyState } from '../common/EmptyState.tsx';
import { FailureNote } from '../common/FailureNote.tsx';
import { Name } from '../common/Name.tsx';
import { openDialog } from '../stores/dialogs.ts';
import { ownersQuery } from '../stores/owners.ts';
import { t } from '../text/text.ts';
import styles from './ListPane.module.css';

type Props = { readonly account: Account };

/** What stands in the list when an account but no owner is chosen: how the account is, and what it lacks. */
export function AccountPane({ account }: Props): ReactNode {
  const owners = useQuery(ownersQuery(account.id));
  const stateFailure = 'failure' in account.state ? account.state.failure : null;
  const failure = stateFailure ?? (owners.error === null ? null : failureOf(owners.error));
  const hasOwners = (owners.data?.length ?? 0) > 0;
  return (
    <>
      <div className={classNames(styles.bar)}>
        <h2 className={classNames(styles.owner)}>
          <Name>{account.label}</Name>
        </h2>
      </div>
      <div className={classNames(styles.states)}>
        <p className={classNames(styles.about)}>
          {[account.serverUrl, account.serverVersion, account.userName]
            .filter((part) => part !== null)
            .map(visibleText)
            .join(' · ')}
        </p>
        {account.credentialKept === 'session' && account.kind === 'server' && (
          <p>{t('accounts.sessionOnly')}.</p>
        )}
        {failure !== null && (
          <FailureNote failure={failure}>
            <Button onPress={() => void recheckAccount(account)}>{t('common.tryAgain')}</Button>
            {account.kind === 'server' && (
              <Button onPress={() => openDialog({ kind: 'sign-in-again', accountId: account.id })}>
                <KeyRound size={14} aria-hidden />
                {t('accounts.signInAgain')}
              </Button>
            )}
          </FailureNote>
        )}
      </div>
      {failure === null && (
        <EmptyState
          title={hasOwners ? t('packages.chooseOwner') : t('packages.noOwners')}
          text={hasOwners ? t('packages.chooseOwnerText') : t('packages.noOwnersText')}
        >
          <Button onPress={() => openDialog({ kind: 'add-owner', accountId: account.id })}>
            <UserPlus size={14} aria-hidden />
            {t('accounts.addOwner')}
          </Button>
        </EmptyState>
      )}
    </>
  );
}
