import type { VersionCoordinates } from '../../shared/coordinates.ts';
import { type CopyPlan, type CopyProblem, mostCopiedFiles, stopsCopy } from '../../shared/copying.ts';
import { type FileNameRules, publishableVersionProblem } from '../../shared/names.ts';
import type { PackageFile, VersionFiles } from '../../shared/package.ts';
import { type PublishVerdict, planPublish } from '../../shared/publish-plan.ts';

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
    const wanted = files.files.map(({ fileName, size, sha256 }) => ({
      ticket: fileName,
      fileName,
      size,
      sha256,
    }));
    const plan = planPublish(wanted, there, { fileNames });
    this.#bytes += plan.bytesToSend;
    for (const { verdict, file } of plan.rows) {
      const counted = countedAs(verdict);
      if (counted === null) problem('file-name-refused', file.fileName);
      else this.#verdicts[counted] += 1;
    }
  }
}

function countedAs({ kind }: PublishVerdict): 'new' | 'identical' | 'differing' | null {
  switch (kind) {
    case 'new':
    case 'identical':
      return kind;
    case 'differs':
      return 'differing';
    default:
      return null;
  }
}
