import { type ReactNode, useState } from 'react';
import { parseByteSize, writeByteSize } from '../../shared/byte-size.ts';
import type { LocalFile } from '../../shared/local-file.ts';
import { PartSize } from '../../shared/settings.ts';
import { Checkbox } from '../common/Checkbox.tsx';
import { classNames } from '../common/class-names.ts';
import { FailureNote } from '../common/FailureNote.tsx';
import { TextField } from '../common/TextField.tsx';
import { t } from '../text/text.ts';
import styles from './SplitField.module.css';
import type { SplitChoice } from './use-split-choice.ts';

type Props = { readonly files: readonly LocalFile[]; readonly split: SplitChoice };

/** Nobody wants smaller files in parts: that is the least limit which proxies come with. */
const worthAsking = 1_000_000;

/** Whether large files go in parts, and of which size; not asked where every file is small. */
export function SplitField({ files, split }: Props): ReactNode {
  const { partSize, lastSize, choose, failure } = split;
  if (partSize === null && !files.some(({ size }) => size > worthAsking)) return null;
  return (
    <div className={classNames(styles.split)}>
      <Checkbox
        label={t('publish.split.wanted')}
        isSelected={partSize !== null}
        onChange={(isWanted) => choose(isWanted ? lastSize : null)}
      />
      {partSize !== null && <SizeField key={partSize} value={partSize} onChange={choose} />}
      {partSize !== null && <span className={classNames(styles.hint)}>{t('publish.split.hint')}</span>}
      {failure !== null && <FailureNote failure={failure} />}
    </div>
  );
}

type SizeProps = { readonly value: number; readonly onChange: (value: number) => void };

/** Takes what was typed when it is left, or with Enter. */
function SizeField({ value, onChange }: SizeProps): ReactNode {
  const [text, setText] = useState(writeByteSize(value));
  const typed = PartSize.safeParse(parseByteSize(text));
  const take = () => {
    if (typed.success && typed.data !== value) onChange(typed.data);
  };
  return (
    <form
      className={classNames(styles.size)}
      onSubmit={(event) => {
        event.preventDefault();
        take();
      }}
    >
      <TextField
        label={t('publish.split.size')}
        value={text}
        onChange={setText}
        onBlur={take}
        problem={typed.success ? null : t('publish.split.sizeProblem')}
      />
    </form>
  );
}
