import type { ReactNode } from 'react';
import type { LocalSelection } from '../../shared/local-file.ts';
import { classNames } from '../common/class-names.ts';
import { Name } from '../common/Name.tsx';
import { t } from '../text/text.ts';
import styles from './PublishSheet.module.css';

/** Names told one by one; beyond that the number says enough. */
const atMost = 100;

type Props = { readonly items: LocalSelection['leftOut'] };

/** What was dropped but cannot be published, and why. */
export function LeftOut({ items }: Props): ReactNode {
  if (items.length === 0) return null;
  return (
    <details className={classNames(styles.leftOut)} open={items.length <= 3}>
      <summary>{t('publish.leftOut', { count: items.length })}</summary>
      <ul>
        {items.slice(0, atMost).map(({ name, why }) => (
          <li key={`${name} ${why}`}>
            <Name>{name}</Name>: {t(`publish.leftOutWhy.${why}`)}
          </li>
        ))}
      </ul>
    </details>
  );
}
