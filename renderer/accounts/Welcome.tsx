import { useMutation } from '@tanstack/react-query';
import { Archive } from 'lucide-react';
import type { ReactNode } from 'react';
import { ask, failureOf } from '../bridge.ts';
import { Button } from '../common/Button.tsx';
import { classNames } from '../common/class-names.ts';
import { FailureNote } from '../common/FailureNote.tsx';
import { openDialog } from '../stores/dialogs.ts';
import { t } from '../text/text.ts';
import styles from './Welcome.module.css';

/** What is seen before there is any account. */
export function Welcome(): ReactNode {
  const builtIn = useMutation({ mutationFn: () => ask('accounts:add-built-in', undefined) });
  return (
    <main className={classNames(styles.welcome)}>
      <div className={classNames(styles.column)}>
        <Archive size={44} strokeWidth={1.4} aria-hidden className={classNames(styles.logo)} />
        <h1 className={classNames(styles.name)}>{t('app.name')}</h1>
        <p className={classNames(styles.tagline)}>{t('app.tagline')}</p>
        <ul className={classNames(styles.choices)}>
          <li className={classNames(styles.choice)}>
            <Button look="primary" autoFocus onPress={() => openDialog({ kind: 'add-account' })}>
              {t('welcome.connect')}
            </Button>
            <p>{t('welcome.connectText')}</p>
          </li>
          <li className={classNames(styles.choice)}>
            <Button isBusy={builtIn.isPending} onPress={() => builtIn.mutate()}>
              {builtIn.isPending ? t('welcome.starting') : t('welcome.builtIn')}
            </Button>
            <p>{t('welcome.builtInText')}</p>
          </li>
        </ul>
        {builtIn.error !== null && <FailureNote failure={failureOf(builtIn.error)} />}
      </div>
    </main>
  );
}
