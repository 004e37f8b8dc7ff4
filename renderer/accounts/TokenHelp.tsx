import { ExternalLink } from 'lucide-react';
import type { ReactNode } from 'react';
import { bridge } from '../bridge.ts';
import { Button } from '../common/Button.tsx';
import { classNames } from '../common/class-names.ts';
import { attempt } from '../stores/notices.ts';
import { t } from '../text/text.ts';
import styles from './AccountDialog.module.css';

type Props = {
  /** As far as it was typed. */
  readonly address: string;
};

/** Where a token comes from and what it must be allowed, answered in place. */
export function TokenHelp({ address }: Props): ReactNode {
  const hasAddress = address.trim() !== '';
  return (
    <section className={classNames(styles.help)} aria-labelledby="token-help">
      <h3 id="token-help" className={classNames(styles.helpTitle)}>
        {t('accounts.help.title')}
      </h3>
      <p>{t('accounts.help.steps')}</p>
      <dl className={classNames(styles.scopes)}>
        <dt>{t('accounts.help.scopes.packages')}</dt>
        <dd>{t('accounts.help.scopes.packagesWhy')}</dd>
        <dt>{t('accounts.help.scopes.user')}</dt>
        <dd>{t('accounts.help.scopes.userWhy')}</dd>
        <dt>{t('accounts.help.scopes.organization')}</dt>
        <dd>{t('accounts.help.scopes.organizationWhy')}</dd>
      </dl>
      <div className={classNames(styles.helpAction)}>
        <Button
          isDisabled={!hasAddress}
          onPress={() =>
            void attempt(bridge.request('accounts:open-token-page', { address: address.trim() }))
          }
        >
          <ExternalLink size={14} aria-hidden />
          {t('accounts.help.open')}
        </Button>
        {!hasAddress && t('accounts.help.openNeedsAddress')}
      </div>
    </section>
  );
}
