import { assertNever } from '../../shared/assert-never.ts';
import { checksumLines } from '../../shared/checksum-lines.ts';
import type { FileSnippet } from '../../shared/package.ts';
import { safeFileName } from '../../shared/safe-file-name.ts';
import { curlCommand, powerShellCommand, wgetCommand, workflowStep } from './fetch-commands.ts';
import { plainName } from './quoting.ts';

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
      return curlCommand({ url, localName });
    case 'wget':
      return wgetCommand({ url, localName });
    case 'powershell':
      return powerShellCommand({ url, localName });
    case 'workflow-step':
      return workflowStep(plainName(localName), [curlCommand({ url, localName: plainName(localName) })]);
    case 'sha256':
      return checksumLines([{ fileName, sha256 }]).trimEnd();
    default:
      return assertNever(snippet);
  }
}
