import { type ReactNode, useState } from 'react';
import { FieldError, Group, Input, Radio, RadioGroup, TextField } from 'react-aria-components';
import { classNames } from '../common/class-names.ts';
import segmentStyles from '../common/Segments.module.css';
import fieldStyles from '../common/TextField.module.css';
import { t } from '../text/text.ts';
import { bytesOf, highestRate, lowestRate, parseRate, type RateUnit, writtenRate } from './byte-rate.ts';
import styles from './SettingsDialog.module.css';

type Props = {
  readonly label: string;
  readonly hint: string;
  /** Bytes a second; null for no limit. */
  readonly value: number | null;
  readonly onChange: (value: number | null) => void;
};

const units = ['none', 'kib', 'mib'] as const;
const unitLabels = { none: 'settings.noLimit', kib: 'settings.kib', mib: 'settings.mib' } as const;

/** What stands there when a limit is switched on: slow enough to be felt, fast enough to work. */
const firstRate = 1024 ** 2;

/** A bandwidth limit: none, or a number with its unit. It holds as soon as the number makes sense. */
export function RateSetting({ label, hint, value, onChange }: Props): ReactNode {
  const [written, setWritten] = useState(() => (value === null ? null : writtenRate(value)));
  const parsed = written === null ? null : parseRate(written.text, written.unit);
  const write = (text: string, unit: Exclude<RateUnit, 'none'>) => {
    setWritten({ text, unit });
    const rate = parseRate(text, unit);
    if (rate.ok && rate.bytesPerSecond !== value) onChange(rate.bytesPerSecond);
  };
  const choose = (unit: RateUnit) => {
    if (unit === 'none') {
      setWritten(null);
      onChange(null);
    } else write(written?.text ?? String(firstRate / bytesOf[unit]), unit);
  };
  return (
    <Group aria-label={label} className={classNames(styles.setting)}>
      <span>
        {label}
        <span className={classNames(styles.hint)}>{hint}</span>
      </span>
      <span className={classNames(styles.rate)}>
        {written !== null && (
          <TextField
            aria-label={t('settings.rateAmount', { limit: label })}
            value={written.text}
            onChange={(text) => write(text, written.unit)}
            isInvalid={parsed?.ok === false}
            className={classNames(styles.amount)}
          >
            <Input inputMode="decimal" className={classNames(fieldStyles.input)} />
            <FieldError className={classNames(fieldStyles.problem)}>
              {parsed?.ok === false &&
                t(`settings.rateProblem.${parsed.problem}`, {
                  lowest: `${lowestRate / bytesOf.kib} ${t('settings.kib')}`,
                  highest: `${highestRate / bytesOf.mib} ${t('settings.mib')}`,
                })}
            </FieldError>
          </TextField>
        )}
        <RadioGroup
          aria-label={t('settings.rateUnit', { limit: label })}
          value={written?.unit ?? 'none'}
          onChange={(chosen) => choose(units.find((unit) => unit === chosen) ?? 'none')}
          orientation="horizontal"
          className={classNames(segmentStyles.segments, styles.units)}
        >
          {units.map((unit) => (
            <Radio key={unit} value={unit} className={classNames(segmentStyles.segment)}>
              {t(unitLabels[unit])}
            </Radio>
          ))}
        </RadioGroup>
      </span>
    </Group>
  );
}
