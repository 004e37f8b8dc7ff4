import { FilesCopy } from '../../shared/receipt.ts';
import type { MenuEntry } from '../common/menu-entry.ts';
import { t } from '../text/text.ts';

/** All that several files can be copied as. */
export function filesCopyEntries(onCopy: (copy: FilesCopy) => void): readonly MenuEntry[] {
  return FilesCopy.options.map((copy) => ({
    kind: 'action',
    id: `copy-as-${copy}`,
    label: t(`receipt.copyAs.${copy}`),
    onAction: () => onCopy(copy),
  }));
}
