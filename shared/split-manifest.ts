import { z } from 'zod';
import { fileNameProblem } from './names.ts';
import type { PackageFile } from './package.ts';
import {
  manifestName,
  nameOfManifest,
  partCount,
  partDigits,
  partsOf,
  type SplitLayout,
  splitProblem,
} from './split-volumes.ts';

const Sha256 = z.string().regex(/^[0-9a-f]{64}$/);

/** What a split file is made of: with it the parts can be joined and checked. Sizes in bytes. */
export const SplitManifest = z.strictObject({
  name: z.string().min(1),
  size: z.int().positive(),
  /** Of the whole. */
  sha256: Sha256,
  partSize: z.int().positive(),
  /** In the order in which they are joined. */
  parts: z.array(z.strictObject({ name: z.string(), size: z.int().positive(), sha256: Sha256 })).min(2),
});
export type SplitManifest = z.infer<typeof SplitManifest>;

/** Bytes. The longest that can be written is shorter; what is longer is none. */
export const longestManifest = 4 * 1024 * 1024;

const format = '1';

/** Shells start no command with more than that in its arguments. */
const mostInCommand = 100_000;

/** One word for a POSIX shell, whatever the text holds. */
export function quoteForShell(text: string): string {
  return `'${text.replaceAll("'", String.raw`'\''`)}'`;
}

/** One literal string for PowerShell, which takes typographic quotes for quotes too. */
export function quoteForPowerShell(text: string): string {
  return `'${text.replace(/['‘’‚‛]/g, '$&$&')}'`;
}

/** Commands that join the parts in the present folder and check what comes out. */
export interface JoinCommands {
  /** Each a line for `sh` and the like. */
  readonly shell: readonly string[];
  readonly powerShell: readonly string[];
}

export function joinCommands(layout: SplitLayout, sha256: string): JoinCommands {
  const { name } = layout;
  const count = partCount(layout);
  const digits = partDigits(count);
  const of = `of${String(count).padStart(digits, '0')}`;
  // Its own folder in front, since a name may begin with a dash.
  const whole = `./${quoteForShell(name)}`;
  const parts = `${whole}.part${'[0-9]'.repeat(digits)}${of}`;
  const isLong = count * (name.length + 2 * digits + 10) > mostInCommand;
  const here = '"$($PWD.ProviderPath)/"';
  return {
    shell: [
      isLong ? `for part in ${parts}; do cat "$part"; done > ${whole}` : `cat ${parts} > ${whole}`,
      `grep -v '^#' ./${quoteForShell(manifestName(name))} | sha256sum -c`,
    ],
    powerShell: [
      `$whole = [IO.File]::Create(${here} + ${quoteForPowerShell(name)})`,
      `1..${count} | ForEach-Object { $part = [IO.File]::OpenRead(${here} + ${quoteForPowerShell(`${name}.part`)} + ` +
        `$_.ToString('${'0'.repeat(digits)}') + '${of}'); $part.CopyTo($whole); $part.Close() }`,
      '$whole.Close()',
      `(Get-FileHash -Algorithm SHA256 -LiteralPath ${quoteForPowerShell(`./${name}`)}).Hash -eq '${sha256}'`,
    ],
  };
}

/**
 * The manifest as it is published: a text that people can read and follow, that `sha256sum -c` takes as it is, and
 * that `readManifest` reads. `sha256s` are those of the parts, in order. ASCII, as the names are that a server takes.
 */
export function writeManifest(layout: SplitLayout, sha256: string, sha256s: readonly string[]): string {
  const { name, size, partSize } = layout;
  const parts = partsOf(layout);
  const { shell, powerShell } = joinCommands(layout, sha256);
  const comments = [
    `tea-chest-split: ${format}`,
    `name: ${name}`,
    `size: ${size}`,
    `part-size: ${partSize}`,
    `parts: ${parts.length}`,
    '',
    `This file tells how to join the ${parts.length} parts of ${name}. Tea Chest does it by itself.`,
    'Without it: download the parts and this file into one empty folder, and there run these lines.',
    '',
    'Linux, macOS, Git Bash (where there is no sha256sum: shasum -a 256 -c):',
    ...shell.map((line) => `  ${line}`),
    '',
    'PowerShell (the last line must answer True):',
    ...powerShell.map((line) => `  ${line}`),
    '',
    'The sha256 of each part, and of the whole:',
  ];
  const sums = [...parts.map((part, index) => `${sha256s[index] ?? ''}  ${part.name}`), `${sha256}  ${name}`];
  return [...comments.map((line) => `# ${line}`.trimEnd()), ...sums, ''].join('\n');
}

/** Bytes of the manifest of such a file, whatever its bytes are. */
export function manifestSize(layout: SplitLayout): number {
  const hash = '0'.repeat(64);
  return writeManifest(
    layout,
    hash,
    Array.from({ length: partCount(layout) }, () => hash),
  ).length;
}

/**
 * Reads the manifest of a given name; null for anything that `writeManifest` would not have written in its place, but
 * for its words: another name than its own, parts that do not make up the whole, or are named otherwise.
 */
export function readManifest(fileName: string, text: string): SplitManifest | null {
  if (text.length > longestManifest || !text.endsWith('\n')) return null;
  const lines = text.slice(0, -1).split('\n');
  const layout = readLayout(lines, fileName);
  if (layout === null) return null;
  const parts = partsOf(layout);
  const sums = lines.filter((line) => !line.startsWith('#'));
  if (sums.length !== parts.length + 1) return null;
  const hashOf = (index: number, name: string) => {
    const line = sums[index] ?? '';
    return line.slice(64) === `  ${name}` ? line.slice(0, 64) : null;
  };
  const manifest = SplitManifest.safeParse({
    ...layout,
    sha256: hashOf(parts.length, layout.name),
    parts: parts.map(({ name, length }, index) => ({ name, size: length, sha256: hashOf(index, name) })),
  });
  return manifest.success ? manifest.data : null;
}

function readLayout(lines: readonly string[], fileName: string): SplitLayout | null {
  const fields = lines.slice(0, 5);
  const value = (index: number, field: string) => {
    const beginning = `# ${field}: `;
    const line = fields[index] ?? '';
    return line.startsWith(beginning) ? line.slice(beginning.length) : '';
  };
  const whole = (index: number, field: string) =>
    /^[1-9]\d{0,15}$/.test(value(index, field)) ? Number(value(index, field)) : 0;
  const name = value(1, 'name');
  const layout = { name, size: whole(2, 'size'), partSize: whole(3, 'part-size') };
  const isOurs = value(0, 'tea-chest-split') === format && name === nameOfManifest(fileName);
  if (!isOurs || fileNameProblem(name) !== null) return null;
  if (!Number.isSafeInteger(layout.size) || layout.partSize === 0 || layout.size <= layout.partSize)
    return null;
  if (splitProblem(layout) !== null || whole(4, 'parts') !== partCount(layout)) return null;
  return layout;
}

/** Why what is listed is not what a manifest tells of. */
export interface PartProblem {
  readonly kind: 'part-missing' | 'part-differs';
  /** Of the part. */
  readonly name: string;
}

/** The first part that is not listed as the manifest has it; null where all are. */
export function findPartProblem(
  { parts }: Pick<SplitManifest, 'parts'>,
  files: readonly PackageFile[],
): PartProblem | null {
  const listed = new Map(files.map((file) => [file.fileName, file]));
  for (const { name, size, sha256 } of parts) {
    const file = listed.get(name);
    if (file === undefined) return { kind: 'part-missing', name };
    if (file.size !== size || file.sha256 !== sha256) return { kind: 'part-differs', name };
  }
  return null;
}
