const months = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
const days = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'];
const longDays = ['sunday', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday'];

const currentForm =
  /^(?<weekday>[a-z]{3}), (?<day>\d\d) (?<month>[a-z]{3}) (?<year>\d{4}) (?<hour>\d\d?):(?<minute>\d\d):(?<second>\d\d) GMT$/i;
const olderForm =
  /^(?<weekday>[a-z]{6,9}), (?<day>\d\d)-(?<month>[a-z]{3})-(?<year>\d\d) (?<hour>\d\d?):(?<minute>\d\d):(?<second>\d\d) [A-Z]{3,4}$/i;
const cForm =
  /^(?<weekday>[a-z]{3}) (?<month>[a-z]{3}) +(?<day>\d\d?) (?<hour>\d\d?):(?<minute>\d\d):(?<second>\d\d) (?<year>\d{4})$/i;

function fullYear(year: string): number {
  if (year.length === 4) return Number(year);
  return Number(year) >= 69 ? 1900 + Number(year) : 2000 + Number(year);
}

/**
 * Reads a date of an HTTP header in one of its three forms (RFC 9110, 5.6.7), in whole seconds since 1970. Null for
 * anything else, which the servers treat as if the header were not there [03-range: `nonsense`].
 */
export function parseHttpDate(text: string): number | null {
  const match = currentForm.exec(text) ?? olderForm.exec(text) ?? cForm.exec(text);
  const {
    weekday = '',
    day = '',
    month = '',
    year = '',
    hour = '',
    minute = '',
    second = '',
  } = match?.groups ?? {};
  const monthIndex = months.indexOf(month.toLowerCase());
  const weekdayKnown = days.includes(weekday.toLowerCase()) || longDays.includes(weekday.toLowerCase());
  if (match === null || monthIndex === -1 || !weekdayKnown) return null;
  if (Number(hour) > 23 || Number(minute) > 59 || Number(second) > 59) return null;
  const date = new Date(0);
  date.setUTCFullYear(fullYear(year), monthIndex, Number(day));
  date.setUTCHours(Number(hour), Number(minute), Number(second));
  if (date.getUTCDate() !== Number(day)) return null;
  return date.getTime() / 1000;
}

/** Writes a date for an HTTP header from seconds since 1970. */
export function formatHttpDate(seconds: number): string {
  return new Date(seconds * 1000).toUTCString();
}
