import type { AccountId } from '../../shared/account.ts';
import type { CopySource, CopyTarget } from '../../shared/copying.ts';
import {
  type NameProblem,
  nameKey,
  packageNameProblem,
  publishableVersionProblem,
} from '../../shared/names.ts';

/** What the fields of the dialog hold. */
export interface CopyForm {
  readonly afterwards: 'keep' | 'delete';
  readonly accountId: AccountId;
  readonly owner: string;
  readonly packageName: string;
  /** Empty for a package, whose versions keep their names. */
  readonly version: string;
}

/** The place of what is to be copied, from where the user changes what is to be another. */
export function firstForm(from: CopySource): CopyForm {
  const { accountId } = from;
  const { owner, packageName } = placeOf(from);
  const version = from.kind === 'version' ? from.version.version : '';
  return { afterwards: 'keep', accountId, owner, packageName, version };
}

export function placeOf(from: CopySource) {
  return from.kind === 'version' ? from.version : from.package;
}

export function packageProblemIn({ packageName }: CopyForm): NameProblem | null {
  return packageName === '' ? null : packageNameProblem(packageName);
}

export function versionProblemIn({ version }: CopyForm): NameProblem | null {
  return version === '' ? null : publishableVersionProblem(version);
}

/** Whether the fields name the place where it is now. Servers compare names without regard to case. */
export function isWhereItIs(from: CopySource, form: CopyForm): boolean {
  const place = placeOf(from);
  return (
    form.accountId === from.accountId &&
    nameKey(form.owner.trim()) === nameKey(place.owner) &&
    nameKey(form.packageName) === nameKey(place.packageName) &&
    (from.kind === 'package' || nameKey(form.version) === nameKey(from.version.version))
  );
}

/** Where the copies would go; null while a field is empty or wrong, or names the place where it is now. */
export function targetOf(from: CopySource, form: CopyForm): CopyTarget | null {
  const { accountId, packageName } = form;
  const owner = form.owner.trim();
  const isVersionMissing = from.kind === 'version' && form.version === '';
  if (owner === '' || packageName === '' || isVersionMissing || isWhereItIs(from, form)) return null;
  if (packageProblemIn(form) !== null || versionProblemIn(form) !== null) return null;
  return { accountId, owner, packageName, version: from.kind === 'version' ? form.version : null };
}
