import { Check } from 'lucide-react';
import type { ReactNode } from 'react';
import { classNames } from './class-names.ts';
import styles from './TickBox.module.css';

/** What a ticked row looks like; its row says it to screen readers and takes the press. */
export function Tick({ isTicked }: { readonly isTicked: boolean }): ReactNode {
  return (
    <span aria-hidden className={classNames(styles.box)} data-selected={isTicked ? true : undefined}>
      <Check size={12} strokeWidth={3} />
    </span>
  );
}
