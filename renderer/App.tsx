import type { ReactNode } from 'react';
import { useEffect } from 'react';
import styles from './App.module.css';
import { AppHeader } from './AppHeader.tsx';
import { Welcome } from './accounts/Welcome.tsx';
import { ContextMenuHost } from './common/ContextMenuHost.tsx';
import { classNames } from './common/class-names.ts';
import { NoticeHost } from './common/NoticeHost.tsx';
import { DialogHost } from './DialogHost.tsx';
import { Sidebar } from './owners/Sidebar.tsx';
import { DetailPane } from './packages/DetailPane.tsx';
import { ListPane } from './packages/ListPane.tsx';
import { DropTarget } from './publish/DropTarget.tsx';
import { LocalWorkCard } from './publish/LocalWorkCard.tsx';
import { useAccounts } from './stores/accounts.ts';
import { useSettings } from './stores/settings.ts';
import { TransferDrawer } from './transfers/TransferDrawer.tsx';
import { useFirstSelection } from './use-first-selection.ts';
import { usePaneKeys } from './use-pane-keys.ts';

/** The window: welcome, or three panes above the transfers; and what lies over them. */
export function App(): ReactNode {
  const accounts = useAccounts();
  const appearance = useSettings()?.appearance ?? 'system';
  useEffect(() => {
    document.documentElement.dataset['appearance'] = appearance;
  }, [appearance]);
  useFirstSelection();
  usePaneKeys();
  return (
    <>
      {accounts.length === 0 ? (
        <Welcome />
      ) : (
        <div className={classNames(styles.window)}>
          <AppHeader />
          <Sidebar />
          <ListPane />
          <DetailPane />
          <TransferDrawer />
        </div>
      )}
      <DropTarget />
      <DialogHost />
      <ContextMenuHost />
      <LocalWorkCard />
      <NoticeHost />
    </>
  );
}
