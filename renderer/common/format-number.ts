import { currentLocale } from '../text/text.ts';

/** A whole number with the separators of the locale: `2,140`. */
export function formatNumber(value: number): string {
  return new Intl.NumberFormat(currentLocale()).format(value);
}
