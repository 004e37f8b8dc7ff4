import type { ReactNode } from 'react';
import { ProgressBar as AriaProgressBar } from 'react-aria-components';
import { classNames } from './class-names.ts';
import styles from './ProgressBar.module.css';

type Props = {
  /** What is in progress, for screen readers. */
  readonly label: string;
  /** 0 to 1, or null while nobody can say. */
  readonly fraction: number | null;
};

/** A thin bar. Without a fraction it moves, or stands still where motion is not wanted. */
export function ProgressBar({ label, fraction }: Props): ReactNode {
  const value = fraction === null ? {} : { value: fraction * 100 };
  return (
    <AriaProgressBar
      aria-label={label}
      isIndeterminate={fraction === null}
      {...value}
      className={classNames(styles.track)}
    >
      <div
        className={classNames(styles.fill, fraction === null && styles.moving)}
        style={fraction === null ? {} : { width: `${fraction * 100}%` }}
      />
    </AriaProgressBar>
  );
}
