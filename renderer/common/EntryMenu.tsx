import { ChevronRight } from 'lucide-react';
import type { ReactNode } from 'react';
import { Menu, MenuItem, Popover, Separator, SubmenuTrigger } from 'react-aria-components';
import { assertNever } from '../../shared/assert-never.ts';
import { classNames } from './class-names.ts';
import styles from './EntryMenu.module.css';
import type { MenuEntry } from './menu-entry.ts';

type Props = {
  /** The menu's name for screen readers. */
  readonly label: string;
  readonly entries: readonly MenuEntry[];
  /** For a menu without a button, which nothing else gives the focus. */
  readonly autoFocus?: boolean;
  /** Closes a menu without a button, which nothing else does after an entry was used. */
  readonly onClose?: () => void;
};

/** A menu from entries; stands inside a popover. */
export function EntryMenu({ label, entries, autoFocus, onClose }: Props): ReactNode {
  return (
    <Menu
      aria-label={label}
      className={classNames(styles.menu)}
      {...(autoFocus === undefined ? {} : { autoFocus })}
      {...(onClose === undefined ? {} : { onClose })}
    >
      {entries.map((entry) => renderEntry(entry, onClose))}
    </Menu>
  );
}

function renderEntry(entry: MenuEntry, onClose: (() => void) | undefined): ReactNode {
  switch (entry.kind) {
    case 'separator':
      return <Separator key={entry.id} className={classNames(styles.separator)} />;
    case 'action':
      return (
        <MenuItem
          key={entry.id}
          id={entry.id}
          textValue={entry.label}
          isDisabled={entry.isDisabled === true}
          onAction={entry.onAction}
          className={classNames(styles.item, entry.isDestructive === true && styles.destructive)}
        >
          {entry.icon === undefined ? (
            <span className={classNames(styles.gap)} />
          ) : (
            <entry.icon size={16} aria-hidden />
          )}
          {entry.label}
        </MenuItem>
      );
    case 'menu':
      return (
        <SubmenuTrigger key={entry.id}>
          <MenuItem id={entry.id} textValue={entry.label} className={classNames(styles.item)}>
            {entry.icon === undefined ? (
              <span className={classNames(styles.gap)} />
            ) : (
              <entry.icon size={16} aria-hidden />
            )}
            {entry.label}
            <ChevronRight size={14} aria-hidden className={classNames(styles.chevron)} />
          </MenuItem>
          <Popover className={classNames(styles.popover)} offset={-2} crossOffset={-4}>
            <EntryMenu
              label={entry.label}
              entries={entry.entries}
              {...(onClose === undefined ? {} : { onClose })}
            />
          </Popover>
        </SubmenuTrigger>
      );
    default:
      return assertNever(entry);
  }
}
