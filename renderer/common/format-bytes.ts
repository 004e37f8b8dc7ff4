import { currentLocale, t } from '../text/text.ts';

const units = ['B', 'kB', 'MB', 'GB', 'TB', 'PB'] as const;

/** The step of the unit in which an amount reads best: 999 950 bytes are already `1 MB`, as they would be rounded. */
function unitStep(bytes: number): number {
  let step = 0;
  while (step < units.length - 1 && Math.round(bytes / 1000 ** step) >= 1000) step += 1;
  return step;
}

function amount(bytes: number, step: number): string {
  const value = bytes / 1000 ** step;
  const fractionDigits = step === 0 || value >= 100 ? 0 : 1;
  return new Intl.NumberFormat(currentLocale(), {
    minimumFractionDigits: 0,
    maximumFractionDigits: fractionDigits,
  }).format(value);
}

/** Bytes in decimal units, as disks and the servers' pages count: `61.9 MB`, `566 B`. */
export function formatBytes(bytes: number): string {
  const step = unitStep(bytes);
  return `${amount(bytes, step)} ${units[step]}`;
}

/** Part and whole in the whole's unit: `4.2 of 9.9 GB`. */
export function formatBytesOf(part: number, whole: number): string {
  const step = unitStep(whole);
  return t('size.partOfWhole', { part: amount(part, step), whole: `${amount(whole, step)} ${units[step]}` });
}

/** Bytes a second: `112 MB/s`. */
export function formatSpeed(bytesPerSecond: number): string {
  return `${formatBytes(bytesPerSecond)}/s`;
}
