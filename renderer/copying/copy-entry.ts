import { CopyPlus } from 'lucide-react';
import type { CopySource } from '../../shared/copying.ts';
import type { MenuEntry } from '../common/menu-entry.ts';
import { openDialog } from '../stores/dialogs.ts';
import { t } from '../text/text.ts';

/** The entry of a menu that copies or moves what the menu is about. */
export function copyEntry(from: CopySource): MenuEntry {
  return {
    kind: 'action',
    id: 'copy-across',
    label: t('copying.entry'),
    icon: CopyPlus,
    onAction: () => openDialog({ kind: 'copy', from }),
  };
}
