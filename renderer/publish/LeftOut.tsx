import type { ReactNode } from 'react';
import type { ExcludedItem, LocalSelection, Ticket } from '../../shared/local-file.ts';
import { visibleText } from '../../shared/visible-text.ts';
import { Button } from '../common/Button.tsx';
import { classNames } from '../common/class-names.ts';
import { Name } from '../common/Name.tsx';
import { Sentence } from '../common/Sentence.tsx';
import { t } from '../text/text.ts';
import styles from './PublishSheet.module.css';

/** Names told one by one; beyond that the number says enough. */
const atMost = 100;

type Props = {
  /** What cannot be published. */
  readonly items: LocalSelection['leftOut'];
  /** What could be, and is probably not meant. */
  readonly excluded: readonly ExcludedItem[];
  /** How much more there is of both. */
  readonly unlisted: number;
  readonly onTakeIn: (tickets: readonly Ticket[]) => void;
};

/** What was dropped and is not published, and why; what only a pattern keeps out can be taken in again. */
export function LeftOut({ items, excluded, unlisted, onTakeIn }: Props): ReactNode {
  const count = items.length + excluded.length + unlisted;
  if (count === 0) return null;
  return (
    <details className={classNames(styles.leftOut)} open={count <= 3}>
      <summary>{t('publish.leftOut', { count })}</summary>
      <ul>
        {excluded.slice(0, atMost).map((item) => (
          <li key={item.ticket}>
            <Name>{pathOf(item)}</Name>:{' '}
            <Sentence
              template={t('publish.leftOutBy', { pattern: '', skipInterpolation: true })}
              parts={{ pattern: <Name>{item.pattern}</Name> }}
            />{' '}
            <button
              type="button"
              className={classNames(styles.use)}
              aria-label={t('publish.takeInOf', { file: visibleText(pathOf(item)) })}
              onClick={() => onTakeIn([item.ticket])}
            >
              {t('publish.takeIn')}
            </button>
          </li>
        ))}
        {items.slice(0, atMost).map(({ name, why }) => (
          <li key={`${name} ${why}`}>
            <Name>{name}</Name>: {t(`publish.leftOutWhy.${why}`)}
          </li>
        ))}
      </ul>
      {excluded.length > 1 && (
        <Button look="plain" onPress={() => onTakeIn(excluded.map(({ ticket }) => ticket))}>
          {t('publish.takeInAll', { count: excluded.length })}
        </Button>
      )}
    </details>
  );
}

/** Folders are told from files by the slash. */
function pathOf({ kind, name }: ExcludedItem): string {
  return kind === 'folder' ? `${name}/` : name;
}
