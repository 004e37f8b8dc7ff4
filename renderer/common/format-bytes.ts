import { currentLocale, t } from '../text/text.ts';

const units = ['B', 'kB', 'MB', 'GB', 'TB', 'PB'] as const;

/** The step of the unit in which an amount reads best: 999 950 bytes are already `1 MB`, as they would be rounded. */
function unitStep(bytes: number): number {
  let step = 0;
  while (step < units.length - 1 && Math.round(bytes / 1000 ** step) >= 1000) step += 1;
  return step;
}

/** Making a formatter takes a hundred times as long as using it. */
const formatters = new Map<string, Intl.NumberFormat>();

function formatterOf(locale: string, maximumFractionDigits: number): Intl.NumberFormat {
  const key = `${locale} ${maximumFractionDigits}`;
  const formatter =
    formatters.get(key) ?? new Intl.NumberFormat(locale, { minimumFractionDigits: 0, maximumFractionDigits });
  formatters.set(key, formatter);
  return formatter;
}

function amount(bytes: number, step: number): string {
  const value = bytes / 1000 ** step;
  return formatterOf(currentLocale(), step === 0 || value >= 100 ? 0 : 1).format(value);
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
