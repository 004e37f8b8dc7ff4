import { ChevronDown } from 'lucide-react';
import type { ReactNode } from 'react';
import {
  Button,
  ComboBox,
  FieldError,
  Group,
  Header,
  Input,
  Label,
  ListBox,
  ListBoxItem,
  ListBoxSection,
  Popover,
  Text,
} from 'react-aria-components';
import styles from './ComboField.module.css';
import { classNames } from './class-names.ts';
import fieldStyles from './TextField.module.css';
import { visibleText } from './visible-text.ts';

export interface ComboOption {
  readonly id: string;
  readonly text: string;
}

export interface ComboGroup {
  readonly title: string;
  readonly options: readonly ComboOption[];
}

type Props = {
  readonly label: string;
  readonly value: string;
  /** One group is listed without its title. */
  readonly groups: readonly ComboGroup[];
  readonly description?: ReactNode;
  readonly problem: string | null;
  readonly autoFocus?: boolean;
  readonly onType: (text: string) => void;
  readonly onChoose: (option: ComboOption) => void;
};

/** A text field that proposes what is known and takes anything else as well. */
export function ComboField({
  label,
  value,
  groups,
  description,
  problem,
  autoFocus,
  onType,
  onChoose,
}: Props): ReactNode {
  const isGrouped = groups.length > 1;
  return (
    <ComboBox
      allowsCustomValue
      menuTrigger="input"
      inputValue={value}
      onInputChange={onType}
      selectedKey={null}
      onSelectionChange={(key) => {
        const chosen = groups.flatMap((group) => group.options).find((option) => option.id === key);
        if (chosen !== undefined) onChoose(chosen);
      }}
      isInvalid={problem !== null}
      className={classNames(fieldStyles.field)}
      {...(autoFocus === undefined ? {} : { autoFocus })}
    >
      <Label className={classNames(fieldStyles.label)}>{label}</Label>
      <Group className={classNames(styles.group)}>
        <Input className={classNames(fieldStyles.input, styles.input)} spellCheck="false" />
        <Button className={classNames(styles.button)}>
          <ChevronDown size={14} aria-hidden />
        </Button>
      </Group>
      {problem === null && description !== undefined && (
        <Text slot="description" className={classNames(fieldStyles.description)}>
          {description}
        </Text>
      )}
      <FieldError className={classNames(fieldStyles.problem)}>{problem}</FieldError>
      <Popover className={classNames(styles.popover)} offset={3}>
        <ListBox className={classNames(styles.list)}>
          {isGrouped
            ? groups.map((group) => (
                <ListBoxSection key={group.title}>
                  <Header className={classNames(styles.heading)}>{visibleText(group.title)}</Header>
                  {group.options.map(renderOption)}
                </ListBoxSection>
              ))
            : groups.flatMap((group) => group.options.map(renderOption))}
        </ListBox>
      </Popover>
    </ComboBox>
  );
}

function renderOption(option: ComboOption): ReactNode {
  return (
    <ListBoxItem key={option.id} id={option.id} textValue={option.text} className={classNames(styles.option)}>
      <bdi>{visibleText(option.text)}</bdi>
    </ListBoxItem>
  );
}
