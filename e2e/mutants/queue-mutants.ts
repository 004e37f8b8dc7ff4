import type { Mutant } from './mutant.ts';

const rules = 'electron/transfers/retry-rules.ts';
const loop = 'electron/transfers/transfer-loop.ts';
const lanes = 'electron/transfers/transfer-lanes.ts';
const holds = 'electron/transfers/account-holds.ts';
const journal = 'electron/transfers/journal/transfer-journal.ts';
const database = 'electron/database/open-database.ts';
const ruleTests = ['electron/transfers/retry-rules.test.ts'];
const queueTests = ['electron/transfers/transfer-queue.test.ts'];
const transfersTests = ['electron/transfers/transfers.test.ts'];
const journalTests = ['electron/transfers/journal/transfer-journal.test.ts'];

/** What keeps transfers from being lost, and a server from being asked too often. */
export const queueMutants: readonly Mutant[] = [
  {
    name: 'journal-before-ids',
    takenOut: 'Transfers are answered for before they are written down.',
    file: 'electron/transfers/transfers.ts',
    find: 'await this.#queue.kept();',
    replace: '',
    tests: transfersTests,
  },
  {
    name: 'journal-settled',
    takenOut: 'That a transfer has settled is not written down.',
    file: loop,
    find: "void this.#ledger.keep([transfer], 'at-once');",
    replace: 'this.#ledger.show(transfer);',
    tests: transfersTests,
  },
  {
    name: 'journal-unsaved-kept',
    takenOut: 'What the disk did not take is not written with the next record.',
    file: journal,
    find: 'if (saved) this.#unsaved = new Map();',
    replace: 'this.#unsaved = new Map();',
    tests: journalTests,
  },
  {
    name: 'journal-checked',
    takenOut: 'A damaged journal is not found out when it is opened.',
    file: 'electron/database/open-or-set-aside.ts',
    find: "if (found !== 'ok') throw",
    replace: 'if (false) throw',
    tests: journalTests,
  },
  {
    name: 'journal-later-release',
    takenOut: 'A journal that a later release wrote is written to.',
    file: database,
    find: 'if (found > migrations.length) {',
    replace: 'if (false) {',
    tests: journalTests,
  },
  {
    name: 'journal-alone',
    takenOut: 'Two processes of the app have the journal at the same time.',
    file: database,
    find: "use === 'alone' ? 'exclusive' : 'normal'",
    replace: "'normal'",
    tests: journalTests,
  },
  {
    name: 'account-held',
    takenOut: 'After a refused sign-in the account’s other transfers go on.',
    file: loop,
    find: 'this.hold([transfer, ...this.#waitingOf(accountId)],',
    replace: 'this.hold([transfer],',
    tests: queueTests,
  },
  {
    name: 'refused-login-not-retried',
    takenOut: 'A refused login is tried again by itself.',
    file: rules,
    find: "'bad-login': account,",
    replace: "'bad-login': later,",
    tests: ruleTests,
  },
  {
    name: 'owner-held',
    takenOut: 'After a full quota what else is to be published to the owner is sent all the same.',
    file: loop,
    find: "return this.hold(this.#waitingLike(transfer), 'paused', failure);",
    replace: 'return undefined;',
    tests: queueTests,
  },
  {
    name: 'permanent-not-retried',
    takenOut: 'Failures that nothing but the user can mend are tried again.',
    file: rules,
    find: "const never: RetryRule = { kind: 'never' };",
    replace: "const never: RetryRule = { kind: 'again', tries: 2, holdsHost: false };",
    tests: ruleTests,
  },
  {
    name: 'consent-to-run-again',
    takenOut: 'Uploads are tried again although their bytes were sent twice.',
    file: rules,
    find: '!mayRunAgain || ',
    replace: '',
    tests: queueTests,
  },
  {
    name: 'tries-counted',
    takenOut: 'A server that answers with errors is asked without end.',
    file: rules,
    find: " || (rule.kind === 'again' && tries.count > rule.tries)",
    replace: '',
    tests: ruleTests,
  },
  {
    name: 'retry-after-kept',
    takenOut: 'How long the server wants to be left alone does not count.',
    file: rules,
    find: 'if (failure.retryAfter !== undefined) return failure.retryAfter * second;',
    replace: '',
    tests: ruleTests,
  },
  {
    name: 'retry-after-within-a-run',
    takenOut: 'A download connects again by itself although the server wants to be left alone.',
    file: 'electron/transfers/file-fetch.ts',
    find: ' && failure.retryAfter === undefined',
    replace: '',
    tests: ['electron/transfers/download.test.ts'],
  },
  {
    name: 'not-now-within-a-run',
    takenOut: 'A download connects again by itself although the server cannot be had by anybody.',
    file: 'electron/transfers/file-fetch.ts',
    find: ' && !isNotNow',
    replace: '',
    tests: ['electron/transfers/download.test.ts'],
  },
  {
    name: 'longest-retry-after',
    takenOut: 'A server that wants to be left alone for a year is waited for.',
    file: rules,
    find: "if (milliseconds > longestRetryAfter) return { kind: 'pause' };",
    replace: '',
    tests: ruleTests,
  },
  {
    name: 'patience',
    takenOut: 'Tries never end.',
    file: rules,
    find: 'tries.elapsed + milliseconds > patience',
    replace: 'false',
    tests: ruleTests,
  },
  {
    name: 'account-waits',
    takenOut: 'Transfers of an account whose server cannot be had start before its moment.',
    file: lanes,
    find: 'if (until !== null && until > now) return [];',
    replace: '',
    tests: queueTests,
  },
  {
    name: 'one-ahead',
    takenOut: 'All transfers of an account that was held go on together.',
    file: holds,
    find: 'this.isHeld(accountId) || this.#alone.has(accountId)',
    replace: 'this.#alone.has(accountId)',
    tests: queueTests,
  },
  {
    name: 'one-by-one-after-500',
    takenOut: 'A server that failed under several requests at once gets several again.',
    file: holds,
    find: 'this.isHeld(accountId) || this.#alone.has(accountId)',
    replace: 'this.isHeld(accountId)',
    tests: queueTests,
  },
  {
    name: 'first-file-alone',
    takenOut: 'Several files make a new version at the same time.',
    file: lanes,
    find: 'if (!isOpen && versions.has(versionKey)) continue;',
    replace: '',
    tests: queueTests,
  },
];
