export const commandNames = ['publish', 'download', 'list', 'delete', 'verify'] as const;
export type CommandName = (typeof commandNames)[number];

const version = '--server URL --owner O --package P --version V';

/** How each command is written, and what it does. */
const commands: Readonly<Record<CommandName, { readonly line: string; readonly does: string }>> = {
  publish: {
    line: 'publish --server URL --owner O [--package P] [--version V] [--names base|path|zip|tar.gz] [--join CHARACTER] [--exclude PATTERN]… [--split SIZE] [--checksums] [--dry-run] [--on-conflict leave|rename|replace|fail] FILE…',
    does: 'Sends files, and all files in folders. What is there already with the same bytes is not sent again.',
  },
  download: {
    line: `download ${version} [--file NAME]… --to DIR`,
    does: 'Fetches all files of a version, or those named, and checks them. What broke off is resumed, nothing is overwritten.',
  },
  list: {
    line: 'list --server URL --owner O [--package P [--version V]]',
    does: 'Lists the packages of an owner, the versions of a package, or the files of a version.',
  },
  delete: {
    line: `delete ${version} [--file NAME] --yes`,
    does: 'Deletes a version, or one file of it, on the server. With its last file a version goes.',
  },
  verify: {
    line: `verify ${version} DIR`,
    does: 'Compares the files in a folder with those of a version by sha256, without downloading.',
  },
};

/** The line of one command, or of all. */
export function usageOf(command: CommandName | null): string {
  const names = command === null ? commandNames : [command];
  return names
    .map((name, index) => `${index === 0 ? 'Usage:' : '      '} npm run -s cli -- ${commands[name].line}`)
    .join('\n');
}

/** All there is to know, for `--help`. */
export function help(): string {
  const does = commandNames.map((name) => `  ${name.padEnd(9)} ${commands[name].does}`).join('\n');
  return `${usageOf(null)}

${does}

The token is taken from the environment variable TEA_CHEST_TOKEN, never from an argument. Without it public
packages are downloaded where the server allows that; name their files by --file where it does not list them.

  --package, --version   publish takes what is left out from file names, from package.json, Cargo.toml or pyproject.toml
                         and git tags beside the files, if all of them say one thing, and tells what it took
  --names=base|path      what files in folders are called: by their name alone, which is usual, or with the folders
                         below the one that was named in front: dist/linux/kettle becomes linux-kettle
  --names=zip|tar.gz     pack each folder as one archive called after it; the same files make the same bytes
  --join=CHARACTER       what stands between the parts of such a name: - _ . or __
  --exclude=PATTERN      leave out files and folders inside a folder whose name fits: * any characters, ? one;
                         .DS_Store, Thumbs.db, desktop.ini, *.part and *.teapart-* are always left out there
  --checksums            publish SHA256SUMS last, which lists the whole version for sha256sum -c
  --split=SIZE           publish larger files in parts of that size, with a manifest, such as 100MB or 95MiB: for servers
                         that refuse more at once; download joins the parts again
  --on-conflict=CHOICE   for names that other bytes have on the server: fail, which is usual, sends the others and ends
                         with 3; leave leaves them out; rename takes a free name; replace puts the new bytes in their place
  --dry-run              say what would happen to each file, and what stands against it; nothing is sent
  --json                 one JSON object a line, the last one {"kind":"summary", …}; always so without a terminal
  --user-data-dir=DIR    the profile: where publish keeps which uploads it did not see arrive
  --retry-for=SECONDS    how long to try again without progress when network or server fail; 60 if left out
  --help                 this text

The same command given again after an interruption finishes the work and sends nothing twice.

Exit codes: 0 done · 1 failed, or a folder lacks or adds files (verify) · 2 the command line is wrong ·
3 conflict: other bytes are there under a name · 4 not allowed, or the token is not accepted ·
130 interrupted by Ctrl-C (128 + signal)
`;
}
