import type { Mutant } from './mutant.ts';

const manifest = 'shared/split-manifest.ts';
const manifestTests = ['shared/split-manifest.test.ts'];
const source = 'electron/transfers/split/split-file-source.ts';
const downloadTests = ['electron/transfers/split/split-download.test.ts'];
const generate = 'electron/transfers/split/generate-manifest.ts';
const publishTests = ['electron/transfers/split/split-publish.test.ts'];

/** What keeps a file in parts from being called whole, or being joined, when it must not. */
export const splitMutants: readonly Mutant[] = [
  {
    name: 'manifest-own-name',
    takenOut: 'A manifest may tell of another file than its name says.',
    file: manifest,
    find: ' && name === nameOfManifest(fileName)',
    replace: '',
    tests: manifestTests,
  },
  {
    name: 'manifest-sane-name',
    takenOut: 'The name in a manifest may be one that no server takes, such as a path.',
    file: manifest,
    find: '!isOurs || fileNameProblem(name) !== null',
    replace: '!isOurs',
    tests: manifestTests,
  },
  {
    name: 'manifest-all-parts',
    takenOut: 'A manifest may have more lines than parts.',
    file: manifest,
    find: 'if (sums.length !== parts.length + 1) return null;',
    replace: '',
    tests: manifestTests,
  },
  {
    name: 'part-listed-sha256',
    takenOut: 'A part on the server may have another sha256 than the manifest says.',
    file: manifest,
    find: ' || file.sha256 !== sha256',
    replace: '',
    tests: manifestTests,
  },
  {
    name: 'joined-parts-listed',
    takenOut: 'Parts that are missing, or not those of the manifest, are fetched all the same.',
    file: source,
    find: 'if (problem !== null) return',
    replace: 'if (false) return',
    tests: downloadTests,
  },
  {
    name: 'joined-whole-sha256',
    takenOut: 'The joined file is not held against the manifest.',
    file: source,
    find: 'if (sha256 === manifest.sha256) return',
    replace: 'if (true) return',
    tests: downloadTests,
  },
  {
    name: 'manifest-fetched-sha256',
    takenOut: 'The bytes of a manifest are not held against the listing.',
    file: 'electron/transfers/split/split-manifests.ts',
    find: 'return received === sha256',
    replace: 'return true',
    tests: downloadTests,
  },
  {
    name: 'part-begins-in-its-place',
    takenOut: 'A part that is fetched anew drops the parts before it.',
    file: 'electron/transfers/received-bytes.ts',
    find: 'await this.#part.restart(this.#start);',
    replace: 'await this.#part.restart();',
    tests: downloadTests,
  },
  {
    name: 'longer-part-file',
    takenOut: 'A part on disk that is longer than the file is taken for its beginning.',
    file: 'electron/transfers/download.ts',
    find: 'await part.dropIfLonger(state.size);',
    replace: '',
    tests: downloadTests,
  },
  {
    name: 'manifest-after-parts',
    takenOut: 'The manifest does not wait for its parts.',
    file: 'electron/transfers/generated/generated-content.ts',
    find: 'return isPartOf(content, other) && isOfOneVersion(generated.transfer, other.transfer);',
    replace: 'return false;',
    tests: publishTests,
  },
  {
    name: 'manifest-parts-brought',
    takenOut: 'A manifest is written of parts that no transfer brought.',
    file: generate,
    find: 'sha256 === null || sizes.get(name) !== length',
    replace: 'sha256 === null && false',
    tests: ['electron/transfers/split/generate-manifest.test.ts'],
  },
  {
    name: 'split-cut-again',
    takenOut: 'A part is published again from a file that has another size by now.',
    file: 'electron/transfers/job-factory.ts',
    find: 'isCut && file.value.identity.size !== identity.size',
    replace: 'false',
    tests: publishTests,
  },
  {
    name: 'manifest-deleted-first',
    takenOut: 'The manifest of a split file is deleted last.',
    file: 'shared/split-volumes.ts',
    find: '[manifest, ...parts]',
    replace: '[...parts, manifest]',
    tests: ['shared/split-volumes.test.ts'],
  },
];
