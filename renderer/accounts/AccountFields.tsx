import type { ReactNode } from 'react';
import { classNames } from '../common/class-names.ts';
import { Segments } from '../common/Segments.tsx';
import { TextField } from '../common/TextField.tsx';
import { t } from '../text/text.ts';
import styles from './AccountDialog.module.css';
import { type AccountForm, type AccountFormProblems, isPlainHttp } from './account-form.ts';
import { TokenHelp } from './TokenHelp.tsx';

type Props = {
  readonly form: AccountForm;
  /** Null until the form was sent once: nobody is corrected while still typing. */
  readonly problems: AccountFormProblems | null;
  readonly isAddressFixed: boolean;
  readonly isDisabled: boolean;
  /** The connection works: nobody needs to be told any more where a token comes from. */
  readonly isChecked: boolean;
  readonly onChange: (part: Partial<AccountForm>) => void;
};

/** Address, way of signing in, and the credential. */
export function AccountFields({
  form,
  problems,
  isAddressFixed,
  isDisabled,
  isChecked,
  onChange,
}: Props): ReactNode {
  return (
    <>
      <TextField
        label={t('accounts.dialog.address')}
        placeholder={t('accounts.dialog.addressPlaceholder')}
        description={t('accounts.dialog.addressHint')}
        value={form.address}
        onChange={(address) => onChange({ address })}
        problem={problems?.address ?? null}
        isDisabled={isAddressFixed || isDisabled}
        autoFocus={!isAddressFixed}
        inputMode="url"
      />
      {isPlainHttp(form.address) && (
        <p role="alert" className={classNames(styles.warning)}>
          {t('accounts.dialog.http')}
        </p>
      )}
      <Segments
        label={t('accounts.dialog.method')}
        layout="above"
        value={form.method}
        options={[
          { value: 'token', label: t('accounts.dialog.token') },
          { value: 'password', label: t('accounts.dialog.password') },
        ]}
        onChange={(method) => onChange({ method })}
        isDisabled={isDisabled}
      />
      {form.method === 'token' ? (
        <>
          <TextField
            label={t('accounts.dialog.token')}
            type="password"
            value={form.token}
            onChange={(token) => onChange({ token })}
            problem={problems?.token ?? null}
            isDisabled={isDisabled}
            autoFocus={isAddressFixed}
          />
          {!isChecked && <TokenHelp address={form.address} />}
        </>
      ) : (
        <div className={classNames(styles.pair)}>
          <TextField
            label={t('accounts.dialog.userName')}
            value={form.userName}
            onChange={(userName) => onChange({ userName })}
            problem={problems?.userName ?? null}
            isDisabled={isDisabled}
          />
          <TextField
            label={t('accounts.dialog.passwordLabel')}
            type="password"
            description={t('accounts.dialog.passwordHint')}
            value={form.password}
            onChange={(password) => onChange({ password })}
            problem={problems?.password ?? null}
            isDisabled={isDisabled}
          />
        </div>
      )}
    </>
  );
}
