import type { Mutant } from './mutant.ts';

const ipc = 'electron/ipc.ts';
const names = 'shared/safe-file-name.ts';
const ipcTests = ['electron/ipc.test.ts'];
const logTests = ['electron/log.test.ts'];
const nameTests = ['shared/safe-file-name.test.ts'];
const packageTests = ['electron/deletions/deletion-service.test.ts'];

/** What stands around transfers: the border to the window, the log, names on the disk, deleting. */
export const surroundingsMutants: readonly Mutant[] = [
  {
    name: 'ipc-sender',
    takenOut: 'Frames that are not the app’s own page are answered.',
    file: ipc,
    find: 'if (!isTrusted(event))',
    replace: 'if (false)',
    tests: ipcTests,
  },
  {
    name: 'ipc-input',
    takenOut: 'What the window asks is not checked.',
    file: ipc,
    find: 'const parsed = input.safeParse(raw);',
    replace: 'const parsed = { success: true, data: raw };',
    tests: ipcTests,
  },
  {
    name: 'log-redacted',
    takenOut: 'Notes reach the log as they are.',
    file: 'electron/log.ts',
    find: '${redact(message)}',
    replace: '${message}',
    tests: logTests,
  },
  {
    name: 'token-redacted',
    takenOut: 'Tokens that stand by themselves are left in the log.',
    file: 'electron/redact.ts',
    find: ".replace(/(?<![0-9a-f])[0-9a-f]{40}(?![0-9a-f])/gi, '[hidden]')",
    replace: '',
    tests: logTests,
  },
  {
    name: 'name-characters',
    takenOut: 'Names from a server keep separators and controls.',
    file: names,
    find: ".replace(refusedCharacters, '_')",
    replace: '',
    tests: nameTests,
  },
  {
    name: 'name-reserved',
    takenOut: 'Names that Windows takes for devices are kept.',
    file: names,
    find: 'reservedName.test(plain) ?',
    replace: 'false ?',
    tests: nameTests,
  },
  {
    name: 'name-length',
    takenOut: 'Names longer than disks take are kept.',
    file: names,
    find: 'cutToBytes(stem, maximumBytes - byteLength(ending))',
    replace: 'stem',
    tests: nameTests,
  },
  {
    name: 'names-distinct',
    takenOut: 'Two files of one download may get one name.',
    file: names,
    find: 'taken.has(diskKey(name))',
    replace: 'false',
    tests: nameTests,
  },
  {
    name: 'deletion-typed',
    takenOut: 'A version is deleted without its name having been typed.',
    file: 'renderer/packages/is-confirmed.ts',
    find: 'typed === asked || typed === visibleText(asked)',
    replace: 'true',
    tests: ['renderer/packages/is-confirmed.test.ts'],
  },
  {
    name: 'deletion-as-seen-files',
    takenOut: 'A version is deleted although files came that the user never saw.',
    file: 'electron/deletions/delete-target.ts',
    find: 'if (fileIds !== null && !isSame(listed.value, fileIds))',
    replace: 'if (false)',
    tests: packageTests,
  },
  {
    name: 'deletion-as-seen-versions',
    takenOut: 'A package is deleted although versions came that the user never saw.',
    file: 'electron/deletions/delete-target.ts',
    find: 'if (!listed.value.versions.every(({ id }) => seen.has(id)))',
    replace: 'if (false)',
    tests: packageTests,
  },
  {
    name: 'deletion-as-seen-id',
    takenOut: 'A version is deleted although it is another one under the same name.',
    file: 'electron/deletions/delete-target.ts',
    find: 'if (now.value.id !== id)',
    replace: 'if (false)',
    tests: packageTests,
  },
  {
    name: 'deletion-as-seen-file',
    takenOut: 'A file is deleted although somebody else put other bytes under its name.',
    file: 'electron/deletions/delete-target.ts',
    find: 'if (isOther || (found === null && listed.value.damagedRows > 0))',
    replace: 'if (false)',
    tests: packageTests,
  },
  {
    name: 'clean-up-newest-stays',
    takenOut: 'A rule may let the newest version go.',
    file: 'shared/clean-up-plan.ts',
    find: "if (newest.has(version)) return { version, stays: 'newest' };",
    replace: '',
    tests: ['shared/clean-up-plan.test.ts'],
  },
];
