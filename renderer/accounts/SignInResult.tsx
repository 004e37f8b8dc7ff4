import { CircleCheck } from 'lucide-react';
import type { ReactNode } from 'react';
import type { SignInCheck } from '../../shared/account.ts';
import { visibleText } from '../../shared/visible-text.ts';
import { classNames } from '../common/class-names.ts';
import { t } from '../text/text.ts';
import styles from './AccountDialog.module.css';
import { isPlainHttp } from './account-form.ts';

type Props = { readonly check: SignInCheck };

/** What trying the connection found out: who and where, and what will be missing. */
export function SignInResult({ check }: Props): ReactNode {
  const { userName, serverUrl, serverVersion } = check;
  return (
    <output className={classNames(styles.result)}>
      <CircleCheck size={16} aria-hidden />
      <div className={classNames(styles.resultWords)}>
        <p className={classNames(styles.resultTitle)}>
          {userName === null
            ? t('accounts.check.connectedUnknown')
            : t('accounts.check.connected', { user: visibleText(userName) })}
        </p>
        <p>
          {serverVersion === null
            ? visibleText(serverUrl)
            : t('accounts.check.server', {
                url: visibleText(serverUrl),
                version: visibleText(serverVersion),
              })}
        </p>
        {!check.canAskForUser && (
          <p className={classNames(styles.attention)}>{t('accounts.check.cannotAskUser')}</p>
        )}
        {!check.isEncrypted && isPlainHttp(serverUrl) && (
          <p className={classNames(styles.attention)}>{t('accounts.check.notEncrypted')}</p>
        )}
      </div>
    </output>
  );
}
