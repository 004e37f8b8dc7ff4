import type { VersionCoordinates } from '../../../shared/coordinates.ts';
import { packageNameProblem, publishableVersionProblem } from '../../../shared/names.ts';
import { joins, type NamingRule } from '../../../shared/naming-rule.ts';
import type { CommandWords } from './command-words.ts';

export interface PublishCommand {
  readonly name: 'publish';
  readonly version: VersionCoordinates;
  readonly paths: readonly string[];
  readonly naming: NamingRule;
  /** Patterns besides the usual ones. */
  readonly excludes: readonly string[];
}

export function readPublish(words: CommandWords): PublishCommand {
  const version = words.version();
  if (packageNameProblem(version.packageName) !== null) {
    words.refuse(`The server takes no package ${version.packageName}: use letters, digits and _ . + - only.`);
  }
  if (publishableVersionProblem(version.version) !== null) {
    words.refuse(
      `${version.version} cannot be published as a version: no blanks at its ends, slashes or controls.`,
    );
  }
  if (words.rest.length === 0) words.refuse('FILE is missing: name the files or folders to publish.');
  return {
    name: 'publish',
    version,
    paths: words.rest,
    naming: readNaming(words),
    excludes: words.values.exclude ?? [],
  };
}

function readNaming(words: CommandWords): NamingRule {
  const { names, join } = words.values;
  const kind = names ?? (join === undefined ? 'base' : 'path');
  if (kind === 'path') {
    const chosen = joins.find((each) => each === (join ?? joins[0]));
    return chosen === undefined
      ? words.refuse(`--join is one of ${joins.join(' ')}`)
      : { kind, join: chosen };
  }
  if (join !== undefined) words.refuse('--join goes with --names path.');
  return kind === 'base' ? { kind } : words.refuse('--names is base or path.');
}
