import { assertNever } from '../../shared/assert-never.ts';
import { nameKey, proposePackageName } from '../../shared/names.ts';
import type { PackageFile } from '../../shared/package.ts';
import { visibleText } from '../../shared/visible-text.ts';
import { t } from '../text/text.ts';
import type { Destination, Origin } from './use-destination.ts';

/** A value that would fit a field better, and why. */
export interface Proposal {
  readonly name: string;
  readonly why: string;
}

function originText(from: Origin): string | null {
  switch (from) {
    case 'file-names':
      return t('publish.from.fileNames');
    case 'folder-names':
      return t('publish.from.folderNames');
    case 'selection':
    case 'typed':
      return null;
    default:
      return assertNever(from);
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
    packageFrom === 'selection' ? t('publish.from.selection') : originText(packageFrom),
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
  if (listed !== null && listed.length > 0) return t('publish.versionThere', { count: listed.length });
  const isNext = next.some((each) => each.version === version);
  return join(
    originText(versionFrom),
    highest !== null && isNext ? t('publish.nextAfter', { version: visibleText(highest) }) : null,
    listed === null || isNext ? null : t('publish.versionNew'),
  );
}

/** An existing package that the file names mean, or the nearest name that the server takes. */
export function proposedPackage({ packageName, inferred, packages }: Destination): Proposal | null {
  const fromFiles = inferred.packageName;
  const isOther = fromFiles !== null && nameKey(fromFiles) !== nameKey(packageName);
  if (isOther && packages.some((listed) => nameKey(listed.packageName) === nameKey(fromFiles))) {
    return { name: fromFiles, why: t('publish.from.namesSay', { name: visibleText(fromFiles) }) };
  }
  const nearest = packageName === '' ? null : proposePackageName(packageName);
  return nearest === null || nearest === packageName ? null : { name: nearest, why: '' };
}

/** The versions that could come next, where none is typed or the one that is typed is there already. */
export function proposedVersions(
  { version, next }: Destination,
  listed: readonly PackageFile[] | null,
): readonly Proposal[] {
  if (version !== '' && (listed === null || listed.length === 0)) return [];
  return next.map((each) => ({ name: each.version, why: t(`publish.nextStep.${each.step}`) }));
}
