import type { ReactNode } from 'react';
import { Keyboard } from 'react-aria-components';
import { commandNames, commands } from '../../shared/commands.ts';
import { Button } from '../common/Button.tsx';
import { classNames } from '../common/class-names.ts';
import { Dialog } from '../common/Dialog.tsx';
import { formatShortcut } from '../common/format-shortcut.ts';
import { useAppInfo } from '../stores/app-info.ts';
import { t } from '../text/text.ts';
import styles from './CommandPalette.module.css';

type Props = { readonly onClose: () => void };

/** All that the keyboard can do. */
export function ShortcutsDialog({ onClose }: Props): ReactNode {
  const { platform } = useAppInfo();
  const ofCommands = commandNames.flatMap((command) => {
    const { label, accelerator } = commands[command];
    return accelerator === null ? [] : [[label, formatShortcut(accelerator, platform)] as const];
  });
  return (
    <Dialog
      title={t('shortcuts.title')}
      onClose={onClose}
      footer={
        <Button look="primary" autoFocus onPress={onClose}>
          {t('common.close')}
        </Button>
      }
    >
      <div className={classNames(styles.columns)}>
        <Shortcuts title={t('shortcuts.menus')} shortcuts={ofCommands} />
        <Shortcuts
          title={t('shortcuts.moving')}
          shortcuts={[
            [t('shortcuts.nextPane'), 'F6'],
            [t('shortcuts.previousPane'), formatShortcut('Shift+F6', platform)],
            [t('shortcuts.contextMenu'), formatShortcut('Shift+F10', platform)],
            [t('shortcuts.open'), 'Enter'],
            [t('shortcuts.paste'), formatShortcut('CmdOrCtrl+V', platform)],
            [t('shortcuts.rowActions'), '→'],
            [t('shortcuts.close'), 'Esc'],
          ]}
        />
        <Shortcuts
          title={t('shortcuts.sheet')}
          shortcuts={[
            [t('shortcuts.renameFile'), 'F2'],
            [t('shortcuts.leaveOut'), 'Delete'],
            [t('shortcuts.farRows'), 'Home, End'],
          ]}
        />
        <Shortcuts
          title={t('shortcuts.transfers')}
          shortcuts={[
            [t('shortcuts.selectAll'), formatShortcut('CmdOrCtrl+A', platform)],
            [t('shortcuts.selectMore'), formatShortcut('Shift+↓', platform)],
            [t('shortcuts.goOn'), 'Enter'],
            [t('shortcuts.cancelTransfers'), platform === 'macos' ? '⌘⌫' : 'Delete'],
            [t('shortcuts.moveUp'), formatShortcut('Alt+↑', platform)],
            [t('shortcuts.moveDown'), formatShortcut('Alt+↓', platform)],
            [t('shortcuts.moveToTop'), formatShortcut('Alt+Home', platform)],
          ]}
        />
      </div>
    </Dialog>
  );
}

type ListProps = { readonly title: string; readonly shortcuts: readonly (readonly [string, string])[] };

function Shortcuts({ title, shortcuts }: ListProps): ReactNode {
  return (
    <section className={classNames(styles.group)}>
      <h3 className={classNames(styles.groupTitle)}>{title}</h3>
      <ul>
        {shortcuts.map(([label, keys]) => (
          <li key={label} className={classNames(styles.shortcut)}>
            {label}
            <Keyboard>{keys}</Keyboard>
          </li>
        ))}
      </ul>
    </section>
  );
}
