import { Archive, FileUp, FolderUp, Search, Upload } from 'lucide-react';
import type { ReactNode } from 'react';
import { Button, Keyboard } from 'react-aria-components';
import styles from './AppHeader.module.css';
import { classNames } from './common/class-names.ts';
import { MenuButton } from './common/MenuButton.tsx';
import { useShortcut } from './common/use-shortcut.ts';
import { openDialog } from './stores/dialogs.ts';
import { chooseAndPublish } from './stores/publish.ts';
import { t } from './text/text.ts';

/** The top of the window: its name, the way to everywhere, and Publish. */
export function AppHeader(): ReactNode {
  const shortcut = useShortcut('go-to');
  return (
    <header className={classNames(styles.header)}>
      <Archive size={20} aria-hidden className={classNames(styles.logo)} />
      <h1 className={classNames(styles.name)}>{t('app.name')}</h1>
      <Button className={classNames(styles.search)} onPress={() => openDialog({ kind: 'go-to', text: '' })}>
        <Search size={16} aria-hidden />
        <span className={classNames(styles.searchText)}>{t('app.search')}</span>
        <Keyboard className={classNames(styles.keys)}>{shortcut}</Keyboard>
      </Button>
      <MenuButton
        label={t('publish.button')}
        look="primary"
        entries={[
          {
            kind: 'action',
            id: 'files',
            label: t('publish.files'),
            icon: FileUp,
            onAction: () => void chooseAndPublish('files'),
          },
          {
            kind: 'action',
            id: 'folder',
            label: t('publish.folder'),
            icon: FolderUp,
            onAction: () => void chooseAndPublish('folder'),
          },
        ]}
      >
        <Upload size={16} aria-hidden />
        {t('publish.button')}
      </MenuButton>
    </header>
  );
}
