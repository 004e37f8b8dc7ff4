import { create } from 'zustand';
import type { DeletionId, DeletionProgress } from '../../shared/deletion.ts';
import { t } from '../text/text.ts';
import { useDialogs } from './dialogs.ts';
import { say } from './notices.ts';

interface DeletionsState {
  /** The deletions of this window, as far as they were told of. */
  readonly progress: ReadonlyMap<DeletionId, DeletionProgress>;
}

export const useDeletions = create<DeletionsState>()(() => ({ progress: new Map() }));

/** Takes in how a deletion stands. One that nobody looks at any more says how it ended. */
export function takeDeletion(progress: DeletionProgress): void {
  useDeletions.setState((state) => ({ progress: new Map(state.progress).set(progress.id, progress) }));
  if (!progress.isEnded || useDialogs.getState().dialog?.kind === 'delete-selection') return;
  const { settled, failed, total } = progress;
  const done = settled - failed;
  say(
    done === total
      ? t('deletion.many.done', { count: done })
      : t('deletion.many.doneOf', { count: done, total }),
  );
}
