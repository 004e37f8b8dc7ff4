import type { ChestEntry } from '../../shared/chest.ts';
import { t } from '../text/text.ts';

const day = 24 * 60 * 60 * 1000;

/** `3 files of the whole version: a, b, c`, or just the names. */
export function filesText({ fileCount, fileNames, isWholeVersion }: ChestEntry): string {
  const some = fileNames.join(', ');
  const rest = fileCount - fileNames.length;
  const names = rest === 0 ? some : t('trash.andMore', { names: some, count: rest });
  if (!isWholeVersion) return names;
  return t('trash.wholeVersion', { files: t('packages.files', { count: fileCount }), names });
}

/** How long it is kept still; rounded, because `now` may be some seconds old. */
export function daysLeftText({ keptUntil }: ChestEntry, now: number): string {
  const left = (keptUntil - now) / day;
  return left < 1 ? t('trash.lastHours') : t('trash.daysLeft', { count: Math.round(left) });
}
