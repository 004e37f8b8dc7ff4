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

/** Days are counted down: on the last one it goes. */
export function daysLeftText({ keptUntil }: ChestEntry, now: number): string {
  const left = Math.floor((keptUntil - now) / day);
  return left < 1 ? t('trash.lastHours') : t('trash.daysLeft', { count: left });
}
