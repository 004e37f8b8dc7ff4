import type { Mutant } from './mutant.ts';

const takeAway = 'electron/transfers/replace/take-away.ts';
const bring = 'electron/transfers/replace/bring.ts';
const run = 'electron/transfers/replace/replace-run.ts';
const tests = [
  'electron/transfers/replace/replace.test.ts',
  'electron/transfers/replace/replace-crash.test.ts',
];
const queueTests = ['electron/transfers/replace/replace-queue.test.ts'];

/** What keeps a replacement from losing the old file, or from taking away another one. */
export const replaceMutants: readonly Mutant[] = [
  {
    name: 'replace-seen-id',
    takenOut: 'Any file with the sha256 that was seen may be taken away.',
    file: run,
    find: 'there.id === id && ',
    replace: '',
    tests,
  },
  {
    name: 'replace-looks-before-deleting',
    takenOut: 'Nobody looks at the server right before the deletion.',
    file: takeAway,
    find: 'if (there === null || !isSeen(run, there)) {\n    if (isUnasked)',
    replace: 'if (there === null) {\n    if (isUnasked)',
    tests,
  },
  {
    name: 'replace-keeps-bytes',
    takenOut: 'The old bytes are not fetched.',
    file: takeAway,
    find: "if (fetched.kind === 'failed' || fetched.kind === 'needs-decision') return fetched;",
    replace: 'await kept.remove();',
    tests,
  },
  {
    name: 'replace-written-down',
    takenOut: 'The old file is deleted although that could not be written down.',
    file: takeAway,
    find: 'if (await report.remember()) return null;',
    replace: 'await report.remember();\n  if (true) return null;',
    tests,
  },
  {
    name: 'replace-deleted-by-others',
    takenOut: 'A file that somebody else deleted in the same moment counts as deleted by us.',
    file: takeAway,
    find: "if (failure.reason === 'not-found') {\n    if (!isUnasked) return",
    replace: "if (failure.reason === 'not-found') {\n    if (true) return",
    tests,
  },
  {
    name: 'replace-placeholder',
    takenOut: 'The only file of a version is taken away without a placeholder.',
    file: takeAway,
    find: 'if (isOnlyFile(listing, coordinates.fileName)) {',
    replace: 'if (false) {',
    tests,
  },
  {
    name: 'replace-puts-back',
    takenOut: 'A new file that is refused leaves nothing in the place of the old one.',
    file: bring,
    find: "state.set({ step: 'putting-back', cause: failure });",
    replace: 'return end;',
    tests,
  },
  {
    name: 'replace-puts-back-verified',
    takenOut: 'What is put back is not compared with what was there.',
    file: 'electron/local-files/verified-file.ts',
    find: 'return hashed.value === sha256 ? found',
    replace: 'return found.ok ? found',
    tests,
  },
  {
    name: 'replace-taken-by-others',
    takenOut: 'What somebody else put under the name is deleted to put the old file back.',
    file: bring,
    find: 'if (there.sha256 !== newSha256) return leaveToUser(run);',
    replace: '',
    tests,
  },
  {
    name: 'replace-kept-until-there',
    takenOut: 'Old bytes that the server lacks are removed with the transfer.',
    file: 'electron/transfers/replace/replace.ts',
    find: 'if (!owesTheServer(this)) await this.#kept.remove();',
    replace: 'await this.#kept.remove();',
    tests,
  },
  {
    name: 'replace-cancelled-goes-back',
    takenOut: 'Cancelling leaves the server without the old file.',
    file: 'electron/transfers/transfer-loop.ts',
    find: "transfer.state === 'needs-decision' || transfer.job.undo?.() !== true",
    replace: 'true',
    tests: queueTests,
  },
  {
    name: 'replace-not-paused',
    takenOut: 'A replacement is paused while the old file is away.',
    file: 'electron/transfers/transfer-queue.ts',
    find: 'if (owesTheServer(transfer.job)) continue;',
    replace: '',
    tests: queueTests,
  },
  {
    name: 'replace-one-by-one',
    takenOut: 'Several files of one version are replaced at the same time.',
    file: 'electron/transfers/replace/replace-turns.ts',
    find: 'await Promise.race([before, aborted.promise]);',
    replace: '',
    tests: ['electron/transfers/replace/replace-turns.test.ts'],
  },
];
