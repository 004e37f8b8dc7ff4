import { type ReactNode, useEffect, useRef } from 'react';
import { Popover } from 'react-aria-components';
import { useContextMenuStore } from '../stores/context-menu.ts';
import { classNames } from './class-names.ts';
import styles from './EntryMenu.module.css';
import { EntryMenu } from './EntryMenu.tsx';

/** The one context menu of the window, at the place where it was asked for. */
export function ContextMenuHost(): ReactNode {
  const open = useContextMenuStore((state) => state.open);
  const close = useContextMenuStore((state) => state.close);
  const place = useRef<HTMLSpanElement>(null);
  const returnTo = open?.returnTo ?? null;
  useEffect(
    () => () => {
      // The list that the menu was opened from goes on being worked with.
      if (document.activeElement === document.body) returnTo?.focus();
    },
    [returnTo],
  );
  return (
    <>
      <span
        ref={place}
        aria-hidden
        style={{ position: 'fixed', left: open?.x ?? 0, top: open?.y ?? 0, width: 0, height: 0 }}
      />
      {open !== null && (
        <Popover
          key={`${open.x} ${open.y}`}
          aria-label={open.label}
          triggerRef={place}
          isOpen
          onOpenChange={(isOpen) => {
            if (!isOpen) close();
          }}
          placement="bottom start"
          offset={0}
          className={classNames(styles.popover)}
        >
          <EntryMenu label={open.label} entries={open.entries} autoFocus onClose={close} />
        </Popover>
      )}
    </>
  );
}
