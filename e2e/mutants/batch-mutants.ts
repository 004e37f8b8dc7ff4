import type { Mutant } from './mutant.ts';

const order = 'electron/transfers/batch-order.ts';
const content = 'electron/transfers/generated/generated-content.ts';
const generatedTests = ['electron/transfers/generated/generated-file.test.ts'];

/** What keeps a list from telling of files that are not there. */
export const batchMutants: readonly Mutant[] = [
  {
    name: 'batch-order',
    takenOut: 'A list of checksums is sent before the files that it lists.',
    file: 'electron/transfers/transfer-lanes.ts',
    find: 'transfer.waitsFor > 0 || ',
    replace: '',
    tests: generatedTests,
  },
  {
    name: 'batch-cancelled',
    takenOut: 'A list waits for ever behind a file that was cancelled.',
    file: order,
    find: "if (this.#isLost(one)) return 'lost';",
    replace: '',
    tests: generatedTests,
  },
  {
    name: 'batch-cleared',
    takenOut: 'A list waits for ever behind a file that nobody can retry any more.',
    file: order,
    find: 'this.#gone.add(transfer);',
    replace: '',
    tests: generatedTests,
  },
  {
    name: 'batch-wakes',
    takenOut: 'A list that was held back does not go on when its files do.',
    file: order,
    find: "return isHeldBack ? 'go-on' : null;",
    replace: 'return null;',
    tests: generatedTests,
  },
  {
    name: 'batch-still-there',
    takenOut: 'A list is published although one of its files went away, or was changed, meanwhile.',
    file: content,
    find: 'if (lost !== undefined) {',
    replace: 'if (false) {',
    tests: generatedTests,
  },
  {
    name: 'batch-remembered',
    takenOut: 'After a restart a list does not know of files that were there before.',
    file: 'electron/transfers/transfers.ts',
    find: 'this.#endedBeside(left),',
    replace: '[],',
    tests: generatedTests,
  },
  {
    name: 'batch-history-kept',
    takenOut: 'Clearing the history takes from a list what it has to look for.',
    file: 'electron/transfers/journal/transfer-journal.ts',
    find: 'where is_listed = 1 and batch is not null',
    replace: 'where false and batch is not null',
    tests: generatedTests,
  },
  {
    name: 'batch-itself',
    takenOut: 'A list of checksums lists the one that was there before under its own name.',
    file: content,
    find: 'nameKey(fileName) !== own',
    replace: 'true',
    tests: generatedTests,
  },
];
