import type { PublishedPackage } from '../../shared/local-fact.ts';
import { stemOf } from '../../shared/name-with-version.ts';
import { nameKey } from '../../shared/names.ts';
import type { PublishedFile } from './journal/transfer-journal.ts';

const mostPackages = 100;
/** Those of one package. */
const mostStems = 200;

/** The packages of an owner among files that were published, in their order: latest first. */
export function publishedPackages(files: readonly PublishedFile[], owner: string): PublishedPackage[] {
  const key = nameKey(owner);
  const theirs = files.filter(({ coordinates }) => nameKey(coordinates.owner) === key);
  const packages = Map.groupBy(theirs, ({ coordinates }) => nameKey(coordinates.packageName));
  return [...packages.values()].slice(0, mostPackages).flatMap((group) => {
    const [last] = group;
    if (last === undefined) return [];
    const { packageName, version } = last.coordinates;
    const stems = new Set(group.map(({ localName }) => stemOf(localName)));
    return [{ packageName, version, stems: [...stems].slice(0, mostStems) }];
  });
}
