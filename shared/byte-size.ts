/** What a unit stands for, in bytes. Without one, bytes are meant. */
const units: Readonly<Record<string, number>> = {
  '': 1,
  b: 1,
  k: 1000,
  kb: 1000,
  kib: 1024,
  m: 1000 ** 2,
  mb: 1000 ** 2,
  mib: 1024 ** 2,
  g: 1000 ** 3,
  gb: 1000 ** 3,
  gib: 1024 ** 3,
};

/** Reads a size as people write it: `100MB`, `95 MiB`, `1.5 GB`, `1,5 GB`. Whole bytes; null for anything else. */
export function parseByteSize(text: string): number | null {
  const [, amount = '', unit = ''] = /^\s*(\d{1,15}(?:[.,]\d{1,6})?)\s*([a-z]*)\s*$/i.exec(text) ?? [];
  const factor = units[unit.toLowerCase()];
  if (amount === '' || factor === undefined) return null;
  const bytes = Math.round(Number(amount.replace(',', '.')) * factor);
  return Number.isSafeInteger(bytes) ? bytes : null;
}

/** A size so that `parseByteSize` gives the very same number back: `95 MB`, `1.5 GB`, `1234567 B`. */
export function writeByteSize(bytes: number): string {
  for (const [unit, factor] of [
    ['GB', 1000 ** 3],
    ['MB', 1000 ** 2],
    ['kB', 1000],
  ] as const) {
    const amount = bytes / factor;
    if (amount >= 1 && Math.round(amount * 1000) === amount * 1000) return `${amount} ${unit}`;
  }
  return `${bytes} B`;
}
