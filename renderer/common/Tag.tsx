import type { ReactNode } from 'react';
import { classNames } from './class-names.ts';
import styles from './Tag.module.css';

export type TagTone = 'accent' | 'neutral' | 'warning' | 'danger';

type Props = {
  readonly tone?: TagTone;
  readonly children: ReactNode;
};

/** A word or two in a pill: a state, a type, a verdict. */
export function Tag({ tone = 'neutral', children }: Props): ReactNode {
  return <span className={classNames(styles.tag, styles[tone])}>{children}</span>;
}
