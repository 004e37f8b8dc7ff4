import { Minus, Plus } from 'lucide-react';
import type { ReactNode } from 'react';
import { Button, Group, Input, Label, NumberField, Text } from 'react-aria-components';
import { classNames } from '../common/class-names.ts';
import { t } from '../text/text.ts';
import styles from './SettingsDialog.module.css';

type Props = {
  readonly label: string;
  readonly hint?: string;
  readonly value: number;
  /** The lowest is 1. */
  readonly highest: number;
  readonly onChange: (value: number) => void;
};

/** A small whole number with buttons for fewer and more. */
export function NumberSetting({ label, hint, value, highest, onChange }: Props): ReactNode {
  return (
    <NumberField
      value={value}
      onChange={(changed) => {
        if (Number.isInteger(changed)) onChange(changed);
      }}
      minValue={1}
      maxValue={highest}
      className={classNames(styles.setting)}
    >
      <span>
        <Label>{label}</Label>
        {hint !== undefined && (
          <Text slot="description" className={classNames(styles.hint)}>
            {hint}
          </Text>
        )}
      </span>
      <Group className={classNames(styles.stepper)}>
        <Button slot="decrement" aria-label={t('settings.decrease')} className={classNames(styles.step)}>
          <Minus size={14} aria-hidden />
        </Button>
        <Input className={classNames(styles.number)} />
        <Button slot="increment" aria-label={t('settings.increase')} className={classNames(styles.step)}>
          <Plus size={14} aria-hidden />
        </Button>
      </Group>
    </NumberField>
  );
}
