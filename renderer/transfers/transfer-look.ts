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

/** Where bytes came from, or what is deleted where; `account` is what that account is called. */
export interface TransferOrigin {
  /** As much as is needed beside where they go: `from 1.4.1 on Work`. */
  readonly short: string;
  readonly full: string;
}

/** Said of copies and of the deletions that end moves; null for all else. */
export function describeOrigin(
  {
    direction,
    accountId,
    coordinates,
    copiedFrom,
  }: Pick<Transfer, 'direction' | 'accountId' | 'coordinates' | 'copiedFrom'>,
  account: string | null,
): TransferOrigin | null {
  const label = visibleText(account ?? t('history.unknownAccount'));
  if (direction === 'delete') {
    const on = t('copying.on', { account: label });
    return { short: on, full: on };
  }
  if (copiedFrom === null) return null;
  const { owner, packageName, version } = copiedFrom.coordinates;
  const place = visibleText(describeCoordinates({ owner, packageName, version }));
  const others = [
    owner === coordinates.owner ? null : owner,
    packageName === coordinates.packageName ? null : packageName,
    version === coordinates.version ? null : version,
  ].filter((name) => name !== null);
  const names = visibleText(others.join(' / '));
  const full = t('copying.from', { place, account: label });
  if (accountId === copiedFrom.accountId) return { short: t('copying.fromHere', { place: names }), full };
  const short =
    names === ''
      ? t('copying.fromHere', { place: label })
      : t('copying.from', { place: names, account: label });
  return { short, full };
}
