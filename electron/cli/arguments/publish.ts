import { parseByteSize } from '../../../shared/byte-size.ts';
import { packageNameProblem, publishableVersionProblem } from '../../../shared/names.ts';
import { archiveFormats, joins, type NamingRule } from '../../../shared/naming-rule.ts';
import { PartSize } from '../../../shared/settings.ts';
import { type OnConflict, onConflictChoices } from '../publish-conflicts.ts';
import type { CommandWords } from './command-words.ts';

/** Where to publish, as far as the command line says. */
export interface PublishTarget {
  readonly owner: string;
  readonly packageName: string | null;
  readonly version: string | null;
}

export interface PublishCommand {
  readonly name: 'publish';
  /** Null for what the files are to tell. */
  readonly target: PublishTarget;
  readonly paths: readonly string[];
  readonly naming: NamingRule;
  /** Patterns besides the usual ones. */
  readonly excludes: readonly string[];
  /** Whether a list of checksums follows the files. */
  readonly checksums: boolean;
  /** What becomes of files whose names other bytes have on the server. */
  readonly onConflict: OnConflict;
  /** Bytes of a part, where larger files go in parts; null where they do not. */
  readonly split: number | null;
  /** Whether only to say what would happen. */
  readonly isDryRun: boolean;
}

export function readPublish(words: CommandWords): PublishCommand {
  const target = readTarget(words);
  if (words.rest.length === 0) words.refuse('FILE is missing: name the files or folders to publish.');
  return {
    name: 'publish',
    target,
    paths: words.rest,
    naming: readNaming(words),
    excludes: words.values.exclude ?? [],
    checksums: words.values.checksums ?? false,
    onConflict: readOnConflict(words),
    split: readSplit(words),
    isDryRun: words.values['dry-run'] ?? false,
  };
}

function readTarget(words: CommandWords): PublishTarget {
  const owner = words.owner();
  const packageName = words.values.package === undefined ? null : words.text('package', 'the package');
  const version = words.values.version === undefined ? null : words.text('version', 'the version');
  if (packageName !== null && packageNameProblem(packageName) !== null) {
    words.refuse(`The server takes no package ${packageName}: use letters, digits and _ . + - only.`);
  }
  if (version !== null && publishableVersionProblem(version) !== null) {
    words.refuse(`${version} cannot be published as a version: no blanks at its ends, slashes or controls.`);
  }
  return { owner, packageName, version };
}

function readSplit(words: CommandWords): number | null {
  const { split } = words.values;
  if (split === undefined) return null;
  const size = PartSize.safeParse(parseByteSize(split));
  return size.success
    ? size.data
    : words.refuse('--split is a size from 100kB to 100GB, such as 100MB or 95MiB.');
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
  const format = archiveFormats.find((each) => each === kind);
  if (format !== undefined) return { kind: 'archive', format };
  return kind === 'base' ? { kind } : words.refuse('--names is base, path, zip or tar.gz.');
}

function readOnConflict(words: CommandWords): OnConflict {
  const chosen = words.values['on-conflict'] ?? 'fail';
  return (
    onConflictChoices.find((each) => each === chosen) ??
    words.refuse(`--on-conflict is one of ${onConflictChoices.join(', ')}.`)
  );
}
