import type { ReactNode } from 'react';
import {
  TextField as AriaTextField,
  FieldError,
  Input,
  Label,
  Text,
  type TextFieldProps,
} from 'react-aria-components';
import { classNames } from './class-names.ts';
import styles from './TextField.module.css';

type Props = Omit<TextFieldProps, 'className' | 'style' | 'children' | 'isInvalid'> & {
  readonly label: string;
  readonly placeholder?: string;
  /** Said under the field as long as nothing is wrong. */
  readonly description?: ReactNode;
  /** What is wrong with what was typed; null while nothing is. */
  readonly problem?: string | null;
};

/** One line of text with its label, a description and what is wrong with it. */
export function TextField({ label, placeholder, description, problem = null, ...props }: Props): ReactNode {
  return (
    <AriaTextField {...props} isInvalid={problem !== null} className={classNames(styles.field)}>
      <Label className={classNames(styles.label)}>{label}</Label>
      <Input
        className={classNames(styles.input)}
        autoComplete="off"
        spellCheck="false"
        {...(placeholder === undefined ? {} : { placeholder })}
      />
      {problem === null && description !== undefined && (
        <Text slot="description" className={classNames(styles.description)}>
          {description}
        </Text>
      )}
      <FieldError className={classNames(styles.problem)}>{problem}</FieldError>
    </AriaTextField>
  );
}
