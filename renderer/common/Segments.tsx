import type { ReactNode } from 'react';
import { Label, Radio, RadioGroup, VisuallyHidden } from 'react-aria-components';
import { classNames } from './class-names.ts';
import styles from './Segments.module.css';

type Props<Value extends string> = {
  readonly label: string;
  /** The label stands above (in a form), at the left (in a list of settings), or is for screen readers alone. */
  readonly layout: 'above' | 'beside' | 'alone';
  readonly value: Value;
  readonly options: readonly { readonly value: Value; readonly label: string }[];
  readonly isDisabled?: boolean;
  readonly onChange: (value: Value) => void;
};

/** One of a few, all in sight: radio buttons drawn as one control. */
export function Segments<Value extends string>(props: Props<Value>): ReactNode {
  const { label, layout, value, options, isDisabled = false, onChange } = props;
  return (
    <RadioGroup
      value={value}
      onChange={(changed) => {
        const option = options.find((each) => each.value === changed);
        if (option !== undefined) onChange(option.value);
      }}
      isDisabled={isDisabled}
      orientation="horizontal"
      className={classNames(styles.group, styles[layout])}
    >
      {layout === 'alone' ? (
        <VisuallyHidden>
          <Label>{label}</Label>
        </VisuallyHidden>
      ) : (
        <Label className={classNames(styles.label)}>{label}</Label>
      )}
      <div className={classNames(styles.segments)}>
        {options.map((option) => (
          <Radio key={option.value} value={option.value} className={classNames(styles.segment)}>
            {option.label}
          </Radio>
        ))}
      </div>
    </RadioGroup>
  );
}
