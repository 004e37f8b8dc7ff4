import { FilePenLine } from 'lucide-react';
import type { ReactNode } from 'react';
import { Button } from '../common/Button.tsx';
import { openDialog } from '../stores/dialogs.ts';
import { useDrafts } from '../stores/drafts.ts';
import { t } from '../text/text.ts';

/** The way to the drafts, where there are any. */
export function DraftsButton(): ReactNode {
  const drafts = useDrafts();
  if (drafts.length === 0) return null;
  return (
    <Button look="plain" onPress={() => openDialog({ kind: 'drafts' })}>
      <FilePenLine size={14} aria-hidden />
      {t('drafts.button', { count: drafts.length })}
    </Button>
  );
}
