import { create } from 'zustand';
import type { DeletionId, DeletionProgress } from '../../shared/deletion.ts';
import type { Doomed } from '../deletion/doomed.ts';
import { t } from '../text/text.ts';
import { useDialogs } from './dialogs.ts';
import { say } from './notices.ts';

interface DeletionsState {
  /** The deletions of this window, as far as they were told of. */
  readonly progress: ReadonlyMap<DeletionId, DeletionProgress>;
  /** What goes with those whose end was not looked at yet. */
  readonly doomed: ReadonlyMap<DeletionId, readonly Doomed[]>;
}

export const useDeletions = create<DeletionsState>()(() => ({ progress: new Map(), doomed: new Map() }));

/** Remembers what was begun, for its report. */
export function rememberDeletion(id: DeletionId, doomed: readonly Doomed[]): void {
  useDeletions.setState((state) => ({ doomed: new Map(state.doomed).set(id, doomed) }));
}

/** Its end was looked at. */
export function forgetDeletion(id: DeletionId): void {
  useDeletions.setState((state) => ({
    doomed: new Map([...state.doomed].filter(([each]) => each !== id)),
  }));
}

/** Takes in how a deletion stands. One that nobody looks at says how it ended; what was refused waits for a look. */
export function takeDeletion(progress: DeletionProgress): void {
  useDeletions.setState((state) => ({ progress: new Map(state.progress).set(progress.id, progress) }));
  const { id, isEnded, settled, failed, total } = progress;
  const { dialog } = useDialogs.getState();
  const isLookedAt = dialog?.kind === 'deletion-run' && dialog.id === id;
  // One that ends before its beginning was answered is looked at as soon as it is.
  const isBegun = useDeletions.getState().doomed.has(id);
  if (!isEnded || isLookedAt || !isBegun) return;
  const done = settled - failed;
  say(
    done === total
      ? t('deletion.many.done', { count: done })
      : t('deletion.many.doneOf', { count: done, total }),
  );
  if (done === total) forgetDeletion(id);
}
