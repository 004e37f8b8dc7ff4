import type { Mutant } from './mutant.ts';

const body = 'electron/transfers/copy/registry-body.ts';
const bytes = 'electron/transfers/copy/registry-bytes.ts';
const source = 'electron/transfers/copy/registry-source.ts';
const deletion = 'electron/copying/delete-moved-version.ts';
const samePlace = 'electron/copying/same-place.ts';
const tests = ['electron/copying/copies.test.ts'];

/** What keeps copies from being of other bytes, and moves from deleting what is nowhere else. */
export const copyMutants: readonly Mutant[] = [
  {
    name: 'copy-judged',
    takenOut: 'Copied bytes are not held against the listed sha256 before the last of them are sent.',
    file: body,
    find: 'if (wrong !== null) throw new UnreadableFile(wrong);',
    replace: '',
    tests,
  },
  {
    name: 'copy-once-more',
    takenOut: 'Bytes that were damaged on the way are not fetched once more.',
    file: source,
    find: "if (before === null) return { reason: 'interrupted' };",
    replace: '',
    tests,
  },
  {
    name: 'copy-resumed',
    takenOut: 'A source that broke off is not taken up where it broke.',
    file: bytes,
    find: 'if (delay === undefined || ',
    replace: 'if (true || delay === undefined || ',
    tests,
  },
  {
    name: 'copy-planned-file',
    takenOut: 'Whether the source still lists the file that was planned is not looked at.',
    file: source,
    find: 'if (there.sha256 !== sha256 || there.size !== this.size) {',
    replace: 'if (there.size < 0) {',
    tests,
  },
  {
    name: 'move-copies-there',
    takenOut: 'A version is deleted after a move without a look at the copies.',
    file: deletion,
    find: 'return lost === undefined',
    replace: 'return lost !== null',
    tests,
  },
  {
    name: 'move-same-place',
    takenOut: 'One server under two addresses is taken for two.',
    file: samePlace,
    find: 'id === theirs.value.id && ',
    replace: 'id !== theirs.value.id && ',
    tests,
  },
];
