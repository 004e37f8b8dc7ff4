import { forPowerShell, forShell } from './quoting.ts';

/** A command that fetches one file into the folder it is run in; `localName` leads nowhere else. */
export interface Fetched {
  readonly url: string;
  readonly localName: string;
}

/** For a POSIX shell. The token is the variable `GITEA_TOKEN`. */
export function curlCommand({ url, localName }: Fetched): string {
  return `curl --fail --location --header "Authorization: token $GITEA_TOKEN" --output ${forShell(`./${localName}`)} ${forShell(url)}`;
}

/** For a POSIX shell. The token is the variable `GITEA_TOKEN`. */
export function wgetCommand({ url, localName }: Fetched): string {
  return `wget --header="Authorization: token $GITEA_TOKEN" --output-document=${forShell(`./${localName}`)} ${forShell(url)}`;
}

/** Windows PowerShell without `-UseBasicParsing` asks back, or needs Internet Explorer. */
export function powerShellCommand({ url, localName }: Fetched): string {
  return `Invoke-WebRequest -UseBasicParsing -Headers @{ Authorization = "token $env:GITEA_TOKEN" } -OutFile ${forPowerShell(`./${localName}`)} -Uri ${forPowerShell(url)}`;
}

/** The beginning of a step for Gitea or Forgejo Actions; the lines that it runs follow, each after four blanks. */
export function workflowStep(name: string, lines: readonly string[]): string {
  return [
    `- name: Download ${name}`,
    '  env:',
    '    GITEA_TOKEN: ${{ secrets.PACKAGE_TOKEN }}',
    '  run: |',
    ...lines.map((line) => `    ${line}`),
    '',
  ].join('\n');
}
