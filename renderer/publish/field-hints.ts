import type { Guesses } from '../../shared/guess-coordinates.ts';
import { nameKey, proposePackageName } from '../../shared/names.ts';
import type { PackageFile } from '../../shared/package.ts';
import { type NextVersion, spelledLike } from '../../shared/version-order.ts';
import { visibleText } from '../../shared/visible-text.ts';
import { t } from '../text/text.ts';
import { describeOrigin, describeSpeaker } from './describe-guess.ts';
import type { Destination, Origin } from './use-destination.ts';

/** A value that would fit a field better, and why. */
export interface Proposal {
  readonly name: string;
  readonly why: string;
}

function originText(from: Origin): string | null {
  switch (from.kind) {
    case 'selection':
    case 'typed':
      return null;
    default:
      return describeOrigin(from);
  }
}

function join(...parts: readonly (string | null)[]): string {
  return parts.filter((part) => part !== null).join(' · ');
}

/** Said under the package: where the name came from, and whether it is a new one. */
export function describePackage(destination: Destination): string {
  const { packageName, existing, isComplete, packageFrom } = destination;
  if (packageName === '') return '';
  return join(
    packageFrom.kind === 'selection' ? t('publish.from.selection') : originText(packageFrom),
    existing === null && isComplete ? t('publish.packageNew') : null,
  );
}

/** Said under the version: where it came from, and what is there. */
export function describeVersion(
  destination: Destination,
  listed: readonly PackageFile[] | null,
  isLooking: boolean,
): string {
  const { version, highest, next, versionFrom } = destination;
  const newest = highest === null ? null : t('publish.newestIs', { version: visibleText(highest) });
  if (version === '') return newest ?? '';
  if (isLooking) return t('publish.looking');
  if (listed !== null && listed.length > 0) {
    return join(originText(versionFrom), t('publish.versionThere', { count: listed.length }));
  }
  const isNext = next.some((each) => each.version === version);
  return join(
    originText(versionFrom),
    highest !== null && isNext ? t('publish.nextAfter', { version: visibleText(highest) }) : null,
    listed === null || isNext ? null : t('publish.versionNew'),
  );
}

/** More would hide what the field says. */
const mostAlternatives = 2;

/** What else could be meant, while a field holds a guess, what is chosen, or nothing. */
function alternatives({ best, others }: Guesses, value: string, from: Origin): readonly Proposal[] {
  const all = best === null ? others : [best, ...others];
  const isOwnWord =
    from.kind === 'typed' && value !== '' && !all.some((guess) => nameKey(guess.value) === nameKey(value));
  if (isOwnWord) return [];
  return all
    .filter((guess) => nameKey(guess.value) !== nameKey(value))
    .slice(0, mostAlternatives)
    .map((guess) => ({ name: guess.value, why: describeSpeaker(guess.source) }));
}

/** Other packages that the files could be meant for, and the nearest name that the server takes. */
export function proposedPackages({
  packageName,
  packageGuesses,
  packageFrom,
}: Destination): readonly Proposal[] {
  const others = alternatives(packageGuesses, packageName, packageFrom);
  const nearest = packageName === '' ? null : proposePackageName(packageName);
  if (nearest === null || nearest === packageName) return others;
  return distinct([{ name: nearest, why: '' }, ...others]);
}

/** Other versions that could be meant, and those that could come next where the one in the field cannot be new. */
export function proposedVersions(
  { version, versionGuesses, versionFrom, highest, next }: Destination,
  listed: readonly PackageFile[] | null,
): readonly Proposal[] {
  const others = alternatives(versionGuesses, version, versionFrom);
  const isThere = listed !== null && listed.length > 0;
  const isNew = version !== '' && !isThere;
  return distinct(isNew ? [...respelled(version, highest), ...others] : [...others, ...next.map(following)]);
}

/** Each value once, as it comes first. */
function distinct(proposals: readonly Proposal[]): readonly Proposal[] {
  return proposals.filter(({ name }, index) => proposals.findIndex((other) => other.name === name) === index);
}

function following({ step, version }: NextVersion): Proposal {
  return { name: version, why: t(`publish.nextStep.${step}`) };
}

/** The version as those that are there are spelled: with or without a `v`. */
function respelled(version: string, highest: string | null): readonly Proposal[] {
  const name = highest === null ? null : spelledLike(highest, version);
  if (highest === null || name === null) return [];
  return [{ name, why: t('publish.spelledAlike', { version: visibleText(highest) }) }];
}
