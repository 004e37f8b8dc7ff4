import {
  type Evidence,
  fromFacts,
  fromFilesBefore,
  fromFolders,
  fromLastPackage,
  fromNames,
  type Guess,
  highestTags,
  type Statement,
} from './guess-sources.ts';
import { nameKey, proposePackageName, publishableVersionProblem } from './names.ts';

/** What the sources say, each value once, in the order of trust. */
export interface Guesses {
  /** Null where nothing says anything, or what does contradicts itself and nothing else decides. */
  readonly best: Guess | null;
  readonly others: readonly Guess[];
}

/** What servers with other databases than SQLite hold. */
const longestValue = 255;

/** What tools write where a version is filled in later. */
const placeholder = /^0\.0\.0(?:$|[-+.])/;

/**
 * Guesses the package: file names before what lies beside them, then what such files were published as, then
 * folder names. Where none of them says anything it is the package that was published to last.
 */
export function guessPackage(evidence: Evidence): Guesses {
  const statements = [
    ...fromNames(evidence, ({ packageName }) => packageName),
    ...fromFacts(evidence.facts, ({ packageName }) => packageName && proposePackageName(packageName)),
    ...fromFilesBefore(evidence),
    ...fromFolders(evidence, ({ packageName }) => packageName),
  ].filter(({ value }) => value.length <= longestValue);
  return ranked(statements.length > 0 ? statements : fromLastPackage(evidence.published));
}

/**
 * Guesses the version, in the same order of trust. `packageName` is where the files go, null while that is open: a
 * tag that names another package says nothing about this one.
 */
export function guessVersion(evidence: Evidence, packageName: string | null): Guesses {
  const facts = evidence.facts.filter(
    (fact) =>
      fact.source.kind !== 'tag' ||
      fact.packageName === null ||
      packageName === null ||
      nameKey(fact.packageName) === nameKey(packageName),
  );
  const statements = [
    ...fromNames(evidence, ({ version }) => version),
    ...fromFacts(highestTags(facts), ({ version }) =>
      version === null || placeholder.test(version) ? null : version,
    ),
    ...fromFolders(evidence, ({ version }) => version),
  ];
  return ranked(
    statements.filter(
      ({ value }) => value.length <= longestValue && publishableVersionProblem(value) === null,
    ),
  );
}

/** Whether the guessed version depends on the package. */
export function isPackageHeard({ facts }: Evidence): boolean {
  return facts.some(({ source, packageName }) => source.kind === 'tag' && packageName !== null);
}

/** The first statement that nothing of its source contradicts, and every other value. */
function ranked(statements: readonly Statement[]): Guesses {
  const first = statements.find(({ isSure }) => isSure);
  const seen = new Set(first === undefined ? [] : [nameKey(first.value)]);
  const others = statements.flatMap(({ value, source }) => {
    if (seen.has(nameKey(value))) return [];
    seen.add(nameKey(value));
    return [{ value, source }];
  });
  return { best: first === undefined ? null : { value: first.value, source: first.source }, others };
}
