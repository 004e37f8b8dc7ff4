import { assertNever } from '../../shared/assert-never.ts';
import type { FileSnippet } from '../../shared/package.ts';
import { safeFileName } from '../../shared/safe-file-name.ts';

/** What a snippet is made of. Names come from the server and may be hostile. */
export interface SnippetParts {
  readonly url: string;
  readonly fileName: string;
  /** Lower-case hex; only the checksum line needs it. */
  readonly sha256: string;
}

/**
 * A piece of text that fetches or checks one file. The token appears as the variable `GITEA_TOKEN`; names are quoted
 * for where they go, and files are saved under names that lead nowhere else.
 */
export function fileSnippet(snippet: FileSnippet, { url, fileName, sha256 }: SnippetParts): string {
  const localName = safeFileName(fileName);
  switch (snippet) {
    case 'url':
      return url;
    case 'curl':
      return `curl --fail --location --header "Authorization: token $GITEA_TOKEN" --output ${forShell(`./${localName}`)} ${forShell(url)}`;
    case 'wget':
      return `wget --header="Authorization: token $GITEA_TOKEN" --output-document=${forShell(`./${localName}`)} ${forShell(url)}`;
    case 'powershell':
      return `Invoke-WebRequest -Headers @{ Authorization = "token $env:GITEA_TOKEN" } -OutFile ${forPowerShell(`./${localName}`)} -Uri ${forPowerShell(url)}`;
    case 'workflow-step':
      return workflowStep(url, localName);
    case 'sha256':
      return checksumLine(sha256, fileName);
    default:
      return assertNever(snippet);
  }
}

/** One word of a POSIX shell. */
function forShell(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}

/** One verbatim string of PowerShell, which takes typographic quotes for quotes. */
function forPowerShell(text: string): string {
  return `'${text.replace(/['‘’‚‛]/g, '$&$&')}'`;
}

/**
 * A step for Gitea or Forgejo Actions. `${{ … }}` is replaced before any shell sees it, so that of the name only plain
 * characters stay; the URL has none left to begin with.
 */
function workflowStep(url: string, localName: string): string {
  const plainName = localName.replace(/[^A-Za-z0-9._+-]/g, '_');
  return [
    `- name: Download ${plainName}`,
    '  env:',
    '    GITEA_TOKEN: ${{ secrets.PACKAGE_TOKEN }}',
    '  run: |',
    `    curl --fail --location --header "Authorization: token $GITEA_TOKEN" --output './${plainName}' ${forShell(url)}`,
    '',
  ].join('\n');
}

/** A line for `sha256sum --check`, which marks names with escapes by a backslash in front. */
function checksumLine(sha256: string, fileName: string): string {
  const escaped = fileName.replaceAll('\\', '\\\\').replaceAll('\n', '\\n').replaceAll('\r', '\\r');
  return `${escaped === fileName ? '' : '\\'}${sha256}  ${escaped}`;
}
