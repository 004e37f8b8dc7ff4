import type { VersionCoordinates } from '../../shared/coordinates.ts';
import { type CopyPlan, type CopyProblem, mostCopiedFiles, stopsCopy } from '../../shared/copying.ts';
import {
  type FileNameRules,
  fileNameProblem,
  nameKey,
  publishableVersionProblem,
} from '../../shared/names.ts';
import type { PackageFile, VersionFiles } from '../../shared/package.ts';

/** Problems that are told one by one. */
const mostProblems = 20;

export type PlanCounts = Omit<CopyPlan, 'id'>;

/** A version as both servers list it. */
export interface LookedAt {
  readonly files: VersionFiles;
  /** What is at the other place. */
  readonly there: readonly PackageFile[];
  /** Whether both places are one. */
  readonly isSame: boolean;
}

/** Counts what a plan comes to. */
export class Tally {
  readonly #verdicts = { new: 0, identical: 0, differing: 0 };
  readonly #problems: CopyProblem[] = [];
  #versions = 0;
  #files = 0;
  #bytes = 0;

  get isTooMuch(): boolean {
    return this.#files > mostCopiedFiles;
  }

  get counts(): PlanCounts {
    const inOrder = this.#problems.toSorted(
      (one, other) => Number(stopsCopy(other)) - Number(stopsCopy(one)),
    );
    return {
      ...this.#verdicts,
      versions: this.#versions,
      bytes: this.#bytes,
      problems: inOrder.slice(0, mostProblems),
      problemCount: inOrder.length,
    };
  }

  add({ files, there, isSame }: LookedAt, to: VersionCoordinates, fileNames: FileNameRules): void {
    const problem = (kind: CopyProblem['kind'], fileName: string | null = null): void => {
      this.#problems.push({ kind, version: to.version, fileName });
    };
    if (isSame) return problem('same-place');
    if (publishableVersionProblem(to.version) !== null) return problem('version-refused');
    if (files.damagedRows > 0) return problem('unreadable-rows');
    if (files.files.length === 0) return problem('no-files');
    this.#versions += 1;
    this.#files += files.files.length;
    if (this.isTooMuch) return problem('too-many-files');
    // A file that stands there in parts has another name for each: nothing is in the way of the whole.
    const listed = new Map(there.map((file) => [nameKey(file.fileName), file]));
    for (const file of files.files) {
      const { fileName, size, sha256 } = file;
      if (fileNameProblem(fileName, fileNames) !== null) {
        problem('file-name-refused', fileName);
        continue;
      }
      const found = listed.get(nameKey(fileName));
      if (found === undefined) {
        this.#verdicts.new += 1;
        this.#bytes += size;
      } else this.#verdicts[found.sha256 === sha256 ? 'identical' : 'differing'] += 1;
    }
  }
}
