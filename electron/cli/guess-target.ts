import { assertNever } from '../../shared/assert-never.ts';
import type { VersionCoordinates } from '../../shared/coordinates.ts';
import { patternFinder, usualExcludes } from '../../shared/exclude-list.ts';
import { type Guesses, guessPackage, guessVersion } from '../../shared/guess-coordinates.ts';
import type { Evidence, Guess, GuessSource } from '../../shared/guess-sources.ts';
import { findFacts, foldersOfNoProject } from '../local-files/facts/find-facts.ts';
import { walk } from '../local-files/walk.ts';
import type { PublishCommand } from './arguments/publish.ts';
import { UsageError } from './arguments/usage-error.ts';
import type { Reporter } from './reporter.ts';

/**
 * Where a publish goes: what the command line says, and for what it leaves out what the files and all that lies beside
 * them say. Only where they say one thing: a command has nobody to ask. Throws `UsageError`.
 */
export async function guessTarget(
  { target: { owner, packageName, version }, paths, excludes }: PublishCommand,
  reporter: Reporter,
): Promise<VersionCoordinates> {
  if (packageName !== null && version !== null) return { owner, packageName, version };
  const evidence = await gather(paths, excludes);
  const name = packageName ?? taken('package', guessPackage(evidence), reporter);
  return {
    owner,
    packageName: name,
    version: version ?? taken('version', guessVersion(evidence, name), reporter),
  };
}

async function gather(paths: readonly string[], excludes: readonly string[]): Promise<Evidence> {
  const { files } = await walk(paths, { findPattern: patternFinder([...usualExcludes, ...excludes]) });
  const facts = await findFacts(
    files.map(({ reference }) => reference.path),
    foldersOfNoProject(),
  );
  return { files, facts, published: [] };
}

/** The one thing that is said, told before anything is sent. */
function taken(what: 'package' | 'version', { best, others }: Guesses, reporter: Reporter): string {
  if (best !== null && others.length === 0) {
    const from = describeSource(best.source);
    reporter.line({ kind: 'guessed', what, value: best.value, from }, `${what} ${best.value}, from ${from}`);
    return best.value;
  }
  const candidates = best === null ? others : [best, ...others];
  throw new UsageError(
    'publish',
    candidates.length === 0
      ? `--${what} is missing, and neither file names nor what lies beside the files tell it.`
      : `--${what} is missing, and there is more than one to choose from: ${candidates.map(describeGuess).join(', ')}.`,
  );
}

function describeGuess({ value, source }: Guess): string {
  return `${value} from ${describeSource(source)}`;
}

function describeSource(source: GuessSource): string {
  switch (source.kind) {
    case 'file-names':
      return 'the file names';
    case 'manifest':
      return `${source.file} in ${source.folder}`;
    case 'tag':
      return `the tag ${source.tag}`;
    case 'folder-names':
      return 'the folder name';
    case 'last-time':
    case 'last-package':
      return 'the last publish';
    default:
      return assertNever(source);
  }
}
