import { assertNever } from '../../shared/assert-never.ts';
import { checksumLines } from '../../shared/checksum-lines.ts';
import type { VersionCoordinates } from '../../shared/coordinates.ts';
import { failed, type Outcome, succeeded } from '../../shared/outcome.ts';
import type { FilesCopy } from '../../shared/receipt.ts';
import { distinctFileNames, safeFileName } from '../../shared/safe-file-name.ts';
import { visibleText } from '../../shared/visible-text.ts';
import { fileUrl } from '../registry/endpoints.ts';
import { curlCommand, type Fetched, powerShellCommand, wgetCommand, workflowStep } from './fetch-commands.ts';
import { forMarkdown, forMarkdownLink, forPowerShell, forShell, plainName } from './quoting.ts';

/** A file of a version, as the server lists it. */
export interface CopiedFile {
  readonly fileName: string;
  /** Bytes. */
  readonly size: number;
  /** Lower-case hex. */
  readonly sha256: string;
}

interface LocatedFile extends CopiedFile, Fetched {}

/**
 * Text about several files of one version: what it says, fetches or checks is all of them. The token appears as the
 * variable `GITEA_TOKEN`; whoever runs a command stops at the first file that is not what it should be. Names come from
 * the server and may be hostile; files are saved under names that lead nowhere else, no two the same. Fails as
 * `fileUrl` does, and with `not-found` without files.
 */
export function filesCopy(
  copy: FilesCopy,
  serverUrl: string,
  version: VersionCoordinates,
  files: readonly CopiedFile[],
): Outcome<string> {
  if (files.length === 0) return failed('not-found', { subject: version.version.slice(0, 300) });
  if (copy === 'sha256sums') return succeeded(checksumLines(files));
  const names = files.map(({ fileName }) => fileName);
  const localNames = copy === 'workflow-step' ? distinctPlainNames(names) : distinctFileNames(names);
  const located: LocatedFile[] = [];
  for (const [position, file] of files.entries()) {
    const { owner, packageName } = version;
    const coordinates = { owner, packageName, version: version.version, fileName: file.fileName };
    const url = fileUrl(serverUrl, coordinates, 'read');
    if (!url.ok) return url;
    located.push({ ...file, url: url.value, localName: localNames[position] ?? '' });
  }
  return succeeded(written(copy, version, located));
}

/** Longer names would have no room for a number, as disks take 255 bytes. */
const longestPlainName = 240;

/** As `distinctFileNames`, of plain characters only. */
function distinctPlainNames(names: readonly string[]): string[] {
  const taken = new Set<string>();
  return names.map((fileName) => {
    const plain = plainName(safeFileName(fileName)).slice(-longestPlainName);
    let name = plain;
    for (let number = 2; taken.has(name.toLowerCase()); number += 1) name = `${number}-${plain}`;
    taken.add(name.toLowerCase());
    return name;
  });
}

function written(
  copy: Exclude<FilesCopy, 'sha256sums'>,
  version: VersionCoordinates,
  files: readonly LocatedFile[],
): string {
  switch (copy) {
    case 'markdown':
      return markdownTable(version, files);
    case 'curl':
      return shellCommands(files.map(curlCommand), files);
    case 'wget':
      return shellCommands(files.map(wgetCommand), files);
    case 'powershell':
      return powerShellCommands(files);
    case 'workflow-step':
      return workflowStep(`${plainName(version.packageName)} ${plainName(version.version)}`, [
        ...files.map(curlCommand),
        ...shellCheck(files),
      ]);
    default:
      return assertNever(copy);
  }
}

/** In a subshell, so that a failure ends what was pasted and not the terminal that it was pasted into. */
function shellCommands(commands: readonly string[], files: readonly LocatedFile[]): string {
  return ['(', 'set -e', ...commands, ...shellCheck(files), ')', ''].join('\n');
}

/**
 * macOS has `shasum` where it lacks `sha256sum`. The list is words in quotes and no document of its own, in which
 * a shell that is typed into would look for `!`.
 */
function shellCheck(files: readonly LocatedFile[]): string[] {
  const lines = checksumLines(files.map(({ localName, sha256 }) => ({ fileName: localName, sha256 })));
  return [
    'check() { if command -v sha256sum > /dev/null; then sha256sum --check; else shasum -a 256 --check; fi; }',
    "printf '%s\\n' \\",
    ...lines
      .trimEnd()
      .split('\n')
      .map((line) => `  ${forShell(line)} \\`),
    '  | check',
  ];
}

function powerShellCommands(files: readonly LocatedFile[]): string {
  const lines = files.flatMap((file) => {
    const path = forPowerShell(`./${file.localName}`);
    const words = forPowerShell(`${file.localName} does not have the expected SHA-256`);
    return [
      `  ${powerShellCommand(file)}`,
      `  if ((Get-FileHash -Algorithm SHA256 -LiteralPath ${path}).Hash -ne '${file.sha256}') { throw ${words} }`,
    ];
  });
  return ['& {', "  $ErrorActionPreference = 'Stop'", ...lines, '}', ''].join('\n');
}

function cell(text: string): string {
  return forMarkdown(visibleText(text));
}

function markdownTable({ packageName, version }: VersionCoordinates, files: readonly LocatedFile[]): string {
  return [
    `**${cell(packageName)} ${cell(version)}**`,
    '',
    '| File | Bytes | SHA-256 |',
    '| --- | ---: | --- |',
    ...files.map(
      ({ fileName, url, size, sha256 }) =>
        `| [${cell(fileName)}](${forMarkdownLink(url)}) | ${size} | \`${sha256}\` |`,
    ),
    '',
  ].join('\n');
}
