import { currentLocale, t } from '../text/text.ts';

const minute = 60;
const hour = 60 * minute;
const day = 24 * hour;

/** `51 s`, `4 min`, `2 h 5 min`: the time that something still takes or took, in seconds. */
export function formatDuration(seconds: number): string {
  if (seconds < 10) return t('time.seconds', { amount: Math.max(0.1, Math.round(seconds * 10) / 10) });
  if (seconds < 100) return t('time.seconds', { amount: Math.round(seconds) });
  const minutes = Math.round(seconds / minute);
  if (minutes < 100) return t('time.minutes', { amount: minutes });
  return t('time.hours', { hours: Math.floor(minutes / 60), minutes: minutes % 60 });
}

/** `date unknown` for null, `20 minutes ago` within a day, `yesterday`, then `12 November`, with its year when it is another one. */
export function formatWhen(at: number | null, now: number): string {
  if (at === null) return t('time.unknown');
  const seconds = Math.round((now - at) / 1000);
  const relative = new Intl.RelativeTimeFormat(currentLocale(), { numeric: 'auto' });
  if (seconds < 45) return t('time.justNow');
  if (seconds < hour) return relative.format(-Math.max(1, Math.round(seconds / minute)), 'minute');
  if (seconds < day) return relative.format(-Math.round(seconds / hour), 'hour');
  if (seconds < 7 * day) return relative.format(-Math.round(seconds / day), 'day');
  const isThisYear = new Date(at).getFullYear() === new Date(now).getFullYear();
  return new Intl.DateTimeFormat(currentLocale(), {
    day: 'numeric',
    month: 'long',
    ...(isThisYear ? {} : { year: 'numeric' as const }),
  }).format(at);
}

/** Day and time in full, for tooltips: `12 November 2026 at 14:05:31 CET`. */
export function formatExactly(at: number): string {
  return new Intl.DateTimeFormat(currentLocale(), { dateStyle: 'long', timeStyle: 'long' }).format(at);
}
