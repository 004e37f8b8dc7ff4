import { Search, X } from 'lucide-react';
import type { ReactNode } from 'react';
import { Button, Input, SearchField } from 'react-aria-components';
import { classNames } from './class-names.ts';
import styles from './SearchBox.module.css';

type Props = {
  /** Its name, also shown while it is empty. */
  readonly label: string;
  /** Name of the button that empties it. */
  readonly clearLabel: string;
  /** The input's id, where something must find it. */
  readonly inputId?: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
};

/** A field that narrows a list as one types; Escape clears it. */
export function SearchBox({ label, clearLabel, inputId, value, onChange }: Props): ReactNode {
  return (
    <SearchField aria-label={label} value={value} onChange={onChange} className={classNames(styles.box)}>
      <Search size={14} aria-hidden />
      <Input
        placeholder={label}
        spellCheck="false"
        className={classNames(styles.input)}
        {...(inputId === undefined ? {} : { id: inputId })}
      />
      <Button aria-label={clearLabel} className={classNames(styles.clear)}>
        <X size={14} aria-hidden />
      </Button>
    </SearchField>
  );
}
