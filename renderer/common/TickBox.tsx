import { Check } from 'lucide-react';
import type { ReactNode } from 'react';
import { ToggleButton } from 'react-aria-components';
import { classNames } from './class-names.ts';
import styles from './TickBox.module.css';

type Props = {
  /** For screen readers. */
  readonly label: string;
  readonly isTicked: boolean;
  /** `isShift` means all from the one ticked before. */
  readonly onTick: (isShift: boolean) => void;
};

/** A box before a row that is to be ticked. Unlike a checkbox it knows whether shift was held. */
export function TickBox({ label, isTicked, onTick }: Props): ReactNode {
  return (
    <ToggleButton
      aria-label={label}
      isSelected={isTicked}
      onPress={(event) => onTick(event.shiftKey)}
      className={classNames(styles.box)}
    >
      <Check size={12} strokeWidth={3} aria-hidden />
    </ToggleButton>
  );
}
