import { type ReactNode, useState } from 'react';
import { FieldError, Group, Input, Radio, RadioGroup, TextField } from 'react-aria-components';
import { parseByteSize, writeByteSize } from '../../shared/byte-size.ts';
import { ChestSize, defaultSettings } from '../../shared/settings.ts';
import { classNames } from '../common/class-names.ts';
import segmentStyles from '../common/Segments.module.css';
import fieldStyles from '../common/TextField.module.css';
import { t } from '../text/text.ts';
import styles from './SettingsDialog.module.css';

type Props = {
  /** Bytes in all; 0 is off. */
  readonly value: number;
  readonly onChange: (value: number) => void;
};

/** Whether, and up to what size, copies of what is deleted are kept. It holds as soon as the size makes sense. */
export function ChestSetting({ value, onChange }: Props): ReactNode {
  const [written, setWritten] = useState(() =>
    writeByteSize(value === 0 ? defaultSettings.chestSize : value),
  );
  const isOn = value > 0;
  const parsed = bytesOf(written);
  const write = (text: string) => {
    setWritten(text);
    const bytes = bytesOf(text);
    if (bytes !== null && bytes !== value) onChange(bytes);
  };
  return (
    <Group aria-label={t('settings.chest')} className={classNames(styles.setting)}>
      <span>
        {t('settings.chest')}
        <span className={classNames(styles.hint)}>{t('settings.chestHint')}</span>
      </span>
      <span className={classNames(styles.rate)}>
        {isOn && (
          <TextField
            aria-label={t('settings.chestSize')}
            value={written}
            onChange={write}
            isInvalid={parsed === null}
            className={classNames(styles.amount)}
          >
            <Input className={classNames(fieldStyles.input)} />
            <FieldError className={classNames(fieldStyles.problem)}>
              {parsed === null && t('settings.chestProblem')}
            </FieldError>
          </TextField>
        )}
        <RadioGroup
          aria-label={t('settings.chest')}
          value={isOn ? 'on' : 'off'}
          onChange={(chosen) => onChange(chosen === 'off' ? 0 : (parsed ?? defaultSettings.chestSize))}
          orientation="horizontal"
          className={classNames(segmentStyles.segments, styles.units)}
        >
          {(['off', 'on'] as const).map((choice) => (
            <Radio key={choice} value={choice} className={classNames(segmentStyles.segment)}>
              {t(choice === 'off' ? 'settings.chestOff' : 'settings.chestUpTo')}
            </Radio>
          ))}
        </RadioGroup>
      </span>
    </Group>
  );
}

/** Null for what is no size, or none that the chest can have. */
function bytesOf(text: string): number | null {
  const bytes = parseByteSize(text);
  return bytes !== null && bytes > 0 && ChestSize.safeParse(bytes).success ? bytes : null;
}
