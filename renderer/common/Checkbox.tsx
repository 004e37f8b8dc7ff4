import { Check } from 'lucide-react';
import type { ReactNode } from 'react';
import { Checkbox as AriaCheckbox } from 'react-aria-components';
import styles from './Checkbox.module.css';
import { classNames } from './class-names.ts';

type Props = {
  readonly label: string;
  readonly isSelected: boolean;
  readonly onChange: (isSelected: boolean) => void;
};

/** A choice that is on or off. */
export function Checkbox({ label, isSelected, onChange }: Props): ReactNode {
  return (
    <AriaCheckbox isSelected={isSelected} onChange={onChange} className={classNames(styles.checkbox)}>
      <span className={classNames(styles.box)}>
        <Check size={12} strokeWidth={3} aria-hidden />
      </span>
      {label}
    </AriaCheckbox>
  );
}
