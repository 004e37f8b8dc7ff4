/** Ours beside curl's for one piece of work. */
export interface Comparison {
  readonly name: string;
  readonly against: string;
  /** Seconds, one a round. */
  readonly curl: readonly number[];
  readonly ours: readonly number[];
  /** Ours divided by curl's of the same round, so that what slows the machine down slows both. */
  readonly ratios: readonly number[];
  readonly ratio: number;
  /** The ratio to reach, or less. */
  readonly goal: number;
  /** Of ours; the machine's other work slows it down far less than the clock on the wall. */
  readonly processorSeconds: number;
  /** Milliseconds. */
  readonly blocked: number;
  /** Bytes. */
  readonly memory: number;
}

/** The middle of some numbers; of an even count what lies between the two in the middle. */
export function median(numbers: readonly number[]): number {
  const sorted = [...numbers].sort((one, other) => one - other);
  const upper = sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
  const lower = sorted[Math.floor((sorted.length - 1) / 2)] ?? Number.NaN;
  return (lower + upper) / 2;
}

/** The table for the screen. */
export function table(comparisons: readonly Comparison[]): string {
  const rows = comparisons.map((row) => [
    row.name,
    row.against,
    `${median(row.curl).toFixed(2)} s`,
    `${median(row.ours).toFixed(2)} s`,
    row.ratio.toFixed(2),
    `≤ ${row.goal.toFixed(2)}`,
    row.ratio <= row.goal ? 'yes' : 'no',
    `${row.processorSeconds.toFixed(2)} s`,
    `${row.blocked.toFixed(0)} ms`,
    `${(row.memory / 1024 / 1024).toFixed(0)} MiB`,
  ]);
  const all = [
    ['work', 'beside', 'curl', 'ours', 'ratio', 'goal', 'reached', 'processor', 'blocked', 'memory'],
    ...rows,
  ];
  const widths = (all[0] ?? []).map((_, column) => Math.max(...all.map((row) => (row[column] ?? '').length)));
  return all
    .map((row) =>
      row
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}
