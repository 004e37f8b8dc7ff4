import { ArrowDown, ArrowUp, CopyPlus, type LucideIcon, Trash2 } from 'lucide-react';
import { describeCoordinates } from '../../shared/coordinates.ts';
import type { Transfer } from '../../shared/transfer.ts';
import { visibleText } from '../../shared/visible-text.ts';
import { t } from '../text/text.ts';

/** What kind of transfer it is, as a word and a picture. */
export function transferLook({ direction, copiedFrom }: Pick<Transfer, 'direction' | 'copiedFrom'>): {
  readonly label: string;
  readonly Icon: LucideIcon;
} {
  if (direction === 'delete') return { label: t('copying.delete'), Icon: Trash2 };
  if (direction === 'download') return { label: t('transfers.download'), Icon: ArrowDown };
  return copiedFrom === null
    ? { label: t('transfers.publish'), Icon: ArrowUp }
    : { label: t('copying.copy'), Icon: CopyPlus };
}

/** What a transfer is called in a list: its file, or the version that a move deletes. */
export function transferName({
  direction,
  coordinates,
}: Pick<Transfer, 'direction' | 'coordinates'>): string {
  return direction === 'delete'
    ? t('copying.deleteVersion', { version: coordinates.version })
    : coordinates.fileName;
}

/** `from crew / kettle / 1.4.2 on Work`; null for what is no copy. `account` is what its source's account is called. */
export function describeOrigin(
  { copiedFrom }: Pick<Transfer, 'copiedFrom'>,
  account: string | null,
): string | null {
  if (copiedFrom === null) return null;
  const { owner, packageName, version } = copiedFrom.coordinates;
  return t('copying.from', {
    place: visibleText(describeCoordinates({ owner, packageName, version })),
    account: visibleText(account ?? t('history.unknownAccount')),
  });
}
