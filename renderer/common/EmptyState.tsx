import type { ReactNode } from 'react';
import { classNames } from './class-names.ts';
import styles from './EmptyState.module.css';

type Props = {
  readonly title: string;
  /** What to do next. */
  readonly text?: ReactNode;
  readonly children?: ReactNode;
};

/** A place where nothing is yet, and what would bring something there. */
export function EmptyState({ title, text, children }: Props): ReactNode {
  return (
    <div className={classNames(styles.empty)}>
      <p className={classNames(styles.title)}>{title}</p>
      {text !== undefined && <p className={classNames(styles.text)}>{text}</p>}
      {children !== undefined && <div className={classNames(styles.actions)}>{children}</div>}
    </div>
  );
}
