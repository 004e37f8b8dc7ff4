import type { Mutant } from './mutant.ts';

const keeper = 'electron/chest/keeper.ts';
const store = 'electron/chest/chest-store.ts';
const content = 'electron/chest/chest-content.ts';
const putBack = 'electron/chest/put-back.ts';
const tests = ['electron/chest/chest.test.ts'];

/** What stands between a deletion and the bytes that can be put back. */
export const chestMutants: readonly Mutant[] = [
  {
    name: 'chest-needs-copy',
    takenOut: 'What could not be fetched is deleted all the same.',
    file: keeper,
    find: 'if (!taken.ok) return signal.aborted',
    replace: 'if (false) return signal.aborted',
    tests,
  },
  {
    name: 'chest-limit',
    takenOut: 'More is kept than the user allows.',
    file: keeper,
    find: "if (index.totals().used + bytes > chestSize) return succeeded('skipped');",
    replace: '',
    tests,
  },
  {
    name: 'chest-disk-room',
    takenOut: 'The room on the disk is not looked at before.',
    file: keeper,
    find: "if (!(await content.hasRoomFor(bytes))) return succeeded('skipped');",
    replace: '',
    tests,
  },
  {
    name: 'chest-wanted',
    takenOut: 'Bytes of an entry that goes are removed under one that is being kept.',
    file: store,
    find: 'this.#wanted.has(sha256) || ',
    replace: '',
    tests,
  },
  {
    name: 'chest-busy',
    takenOut: 'What is being put back may be deleted meanwhile.',
    file: store,
    find: 'this.index.remove(ids.filter((id) => !this.#busy.has(id)))',
    replace: 'this.index.remove(ids)',
    tests,
  },
  {
    name: 'chest-half-written',
    takenOut: 'Bytes under a name are believed.',
    file: content,
    find: "if (there === 'same') return",
    replace: "if (there !== 'missing') return",
    tests,
  },
  {
    name: 'chest-sweep',
    takenOut: 'What a crash left stays.',
    file: content,
    find: 'if (sha256Name.test(name) && holds(name)) continue;',
    replace: 'continue;',
    tests,
  },
  {
    name: 'chest-puts-back-verified',
    takenOut: 'Kept bytes are sent without having been looked at.',
    file: content,
    find: 'return found.ok || !damaged.has(found.failure.reason)',
    replace: 'return found.ok || true',
    tests,
  },
  {
    name: 'chest-others-bytes',
    takenOut: 'Files are sent beside others that have the names of the rest.',
    file: putBack,
    find: 'return taken === undefined',
    replace: 'return true',
    tests,
  },
];
