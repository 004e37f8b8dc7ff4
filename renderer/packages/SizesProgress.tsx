import type { ReactNode } from 'react';
import type { StorageState } from '../../shared/storage.ts';
import { classNames } from '../common/class-names.ts';
import { StorageProgress } from '../storage/StorageProgress.tsx';
import styles from './ListPane.module.css';

/** How far sizes are known, until all are: the servers tell them version by version only. */
export function SizesProgress({ state }: { readonly state: StorageState }): ReactNode {
  if (state.known >= state.total) return null;
  return (
    <div className={classNames(styles.sizes)}>
      <StorageProgress state={state} />
    </div>
  );
}
