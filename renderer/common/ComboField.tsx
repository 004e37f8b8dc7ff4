import { ChevronDown } from 'lucide-react';
import { type ReactNode, use } from 'react';
import {
  Button,
  ComboBox,
  ComboBoxStateContext,
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
import { visibleText } from '../../shared/visible-text.ts';
import { t } from '../text/text.ts';
import styles from './ComboField.module.css';
import { classNames } from './class-names.ts';
import fieldStyles from './TextField.module.css';

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
  /** The option that the value stands for; null where it stands for none. */
  readonly selectedId: string | null;
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
  selectedId,
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
      selectedKey={selectedId}
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
        <OpenButton label={t('common.suggestions', { field: label })} />
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

/** For the mouse; the keyboard has the arrow keys. Outside the context that would give it the field's own name. */
function OpenButton({ label }: { readonly label: string }): ReactNode {
  const state = use(ComboBoxStateContext);
  return (
    <Button
      slot={null}
      aria-label={label}
      excludeFromTabOrder
      preventFocusOnPress
      onPress={() => state?.toggle(null, 'manual')}
      className={classNames(styles.button)}
    >
      <ChevronDown size={14} aria-hidden />
    </Button>
  );
}

function renderOption(option: ComboOption): ReactNode {
  return (
    <ListBoxItem key={option.id} id={option.id} textValue={option.text} className={classNames(styles.option)}>
      <bdi>{visibleText(option.text)}</bdi>
    </ListBoxItem>
  );
}
