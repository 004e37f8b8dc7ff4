import { Ellipsis } from 'lucide-react';
import type { ReactNode } from 'react';
import { MenuTrigger, Popover } from 'react-aria-components';
import { Button, IconButton } from './Button.tsx';
import { classNames } from './class-names.ts';
import styles from './EntryMenu.module.css';
import { EntryMenu } from './EntryMenu.tsx';
import type { MenuEntry } from './menu-entry.ts';

type Props = {
  /** Name of the button and its menu for screen readers. */
  readonly label: string;
  readonly entries: readonly MenuEntry[];
  readonly look?: 'normal' | 'primary' | 'plain';
  readonly isDisabled?: boolean;
  /** The button's words; without them it shows three dots. */
  readonly children?: ReactNode;
};

/** A button that opens a menu. */
export function MenuButton({
  label,
  entries,
  look = 'plain',
  isDisabled = false,
  children,
}: Props): ReactNode {
  return (
    <MenuTrigger>
      {children === undefined ? (
        <IconButton label={label} isDisabled={isDisabled}>
          <Ellipsis size={16} aria-hidden />
        </IconButton>
      ) : (
        <Button aria-label={label} look={look} isDisabled={isDisabled}>
          {children}
        </Button>
      )}
      <Popover className={classNames(styles.popover)} placement="bottom end" offset={4}>
        <EntryMenu label={label} entries={entries} />
      </Popover>
    </MenuTrigger>
  );
}
