import { type ReactNode, useState } from 'react';
import { Input, TextField } from 'react-aria-components';
import { fileNameProblem } from '../../shared/names.ts';
import { visibleText } from '../../shared/visible-text.ts';
import { Button } from '../common/Button.tsx';
import { classNames } from '../common/class-names.ts';
import fieldStyles from '../common/TextField.module.css';
import { describeNameProblem } from '../text/name-problems.ts';
import { t } from '../text/text.ts';
import styles from './PublishSheet.module.css';

type Props = {
  readonly localName: string;
  readonly fileName: string;
  readonly onRename: (name: string) => void;
  readonly onCancel: () => void;
};

/** The name on the server, being typed. Enter takes it, Escape leaves it as it was. */
export function RenameField({ localName, fileName, onRename, onCancel }: Props): ReactNode {
  const [name, setName] = useState(fileName);
  const problem = fileNameProblem(name);
  return (
    <form
      className={classNames(styles.rename)}
      onSubmit={(event) => {
        event.preventDefault();
        if (problem === null) onRename(name);
      }}
    >
      <TextField
        aria-label={t('publish.nameField', { file: visibleText(localName) })}
        value={name}
        onChange={setName}
        isInvalid={problem !== null}
        autoFocus
        onKeyDown={(event) => {
          if (event.key === 'Escape') onCancel();
          else event.continuePropagation();
        }}
        className={classNames(styles.renameField)}
      >
        <Input className={classNames(fieldStyles.input)} spellCheck="false" />
      </TextField>
      <Button type="submit" isDisabled={problem !== null}>
        {t('publish.accept')}
      </Button>
      {problem !== null && (
        <span className={classNames(fieldStyles.problem)}>{describeNameProblem(problem)}</span>
      )}
    </form>
  );
}
