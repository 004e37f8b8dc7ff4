import { Trash2 } from 'lucide-react';
import type { ReactNode } from 'react';
import { Button } from '../common/Button.tsx';
import { useDeletions } from '../stores/deletions.ts';
import { openDialog } from '../stores/dialogs.ts';
import { t } from '../text/text.ts';

/** The way back to deletions that go on in the background, and to the reports of those that were refused something. */
export function DeletionsButton(): ReactNode {
  const doomed = useDeletions((state) => state.doomed);
  const progress = useDeletions((state) => state.progress);
  return [...doomed.keys()].map((id) => {
    const { isEnded = false, settled = 0, total = 0 } = progress.get(id) ?? {};
    return (
      <Button key={id} look="plain" onPress={() => openDialog({ kind: 'deletion-run', id })}>
        <Trash2 size={14} aria-hidden />
        {isEnded ? t('deletion.many.reportButton') : t('deletion.many.runningButton', { settled, total })}
      </Button>
    );
  });
}
