/** How a bandwidth limit is written; `none` is no limit. */
export type RateUnit = 'none' | 'kib' | 'mib';

export const bytesOf = { kib: 1024, mib: 1024 ** 2 } as const;

/** What the settings take, in bytes a second. */
export const lowestRate = 16 * 1024;
export const highestRate = 10 * 1024 ** 3;

export type RateProblem = 'not-a-number' | 'too-low' | 'too-high';

export type ParsedRate =
  | { readonly ok: true; readonly bytesPerSecond: number }
  | { readonly ok: false; readonly problem: RateProblem };

/** Reads what was typed: `500`, `1.5`, `1,5`. Digits are not grouped, because `1,500` could mean either. */
export function parseRate(text: string, unit: Exclude<RateUnit, 'none'>): ParsedRate {
  const written = text.trim();
  if (!/^\d{1,9}(?:[.,]\d{0,6})?$/.test(written)) return { ok: false, problem: 'not-a-number' };
  const bytesPerSecond = Math.round(Number(written.replace(',', '.')) * bytesOf[unit]);
  if (bytesPerSecond < lowestRate) return { ok: false, problem: 'too-low' };
  if (bytesPerSecond > highestRate) return { ok: false, problem: 'too-high' };
  return { ok: true, bytesPerSecond };
}

/** How a limit is shown: in MiB/s where that takes two decimals at most, else in KiB/s. */
export function writtenRate(bytesPerSecond: number): {
  readonly text: string;
  readonly unit: Exclude<RateUnit, 'none'>;
} {
  const mebibytes = bytesPerSecond / bytesOf.mib;
  const rounded = Math.round(mebibytes * 100) / 100;
  if (mebibytes >= 1 && Math.round(rounded * bytesOf.mib) === bytesPerSecond) {
    return { text: String(rounded), unit: 'mib' };
  }
  return { text: String(Math.round((bytesPerSecond / bytesOf.kib) * 100) / 100), unit: 'kib' };
}
