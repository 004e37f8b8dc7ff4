import type { VersionCoordinates } from '../../shared/coordinates.ts';
import { proposeNameBeside } from '../../shared/name-beside.ts';
import { fileNameProblem, type NameProblem, nameKey } from '../../shared/names.ts';
import type { PackageFile } from '../../shared/package.ts';
import type { Transfer, TransferDecision, TransferId } from '../../shared/transfer.ts';

/** What the user chose for one; `name` is null as long as the proposal was not changed. */
export interface Choice {
  readonly kind: TransferDecision['kind'];
  readonly name: string | null;
}

export const firstChoice: Choice = { kind: 'rename', name: null };

/** One conflict with what would become of it. */
export interface DecisionRow {
  readonly transfer: Transfer;
  readonly kind: TransferDecision['kind'];
  /** The name it would be published under. */
  readonly name: string;
  /** The server's file of that name; null while it is not known, or gone. */
  readonly theirs: PackageFile | null;
  /** Why it cannot be; null when it can. */
  readonly problem:
    | NameProblem
    | { readonly kind: 'taken' }
    | { readonly kind: 'twice' }
    | { readonly kind: 'nothing-to-replace' }
    | null;
}

/** Tells versions apart as servers do. */
export function versionKey(accountId: string, { owner, packageName, version }: VersionCoordinates): string {
  return JSON.stringify([accountId, nameKey(owner), nameKey(packageName), nameKey(version)]);
}

function problemOf(
  name: string,
  taken: ReadonlySet<string>,
  chosen: ReadonlySet<string>,
): DecisionRow['problem'] {
  const problem = fileNameProblem(name);
  if (problem !== null) return problem;
  if (taken.has(nameKey(name))) return { kind: 'taken' };
  return chosen.has(nameKey(name)) ? { kind: 'twice' } : null;
}

/**
 * What would become of each conflict. `takenBy` holds by version the keys of the names that are on the server or on
 * their way there; proposals keep clear of those and of each other. `theirsOf` finds the server's file.
 */
export function planDecisions(
  conflicts: readonly Transfer[],
  choices: ReadonlyMap<TransferId, Choice>,
  takenBy: ReadonlyMap<string, ReadonlySet<string>>,
  theirsOf: (conflict: Transfer) => PackageFile | null,
): readonly DecisionRow[] {
  const chosenBy = new Map<string, Set<string>>();
  // Names that were typed come first: proposals make room for them.
  for (const { id, accountId, coordinates } of conflicts) {
    const { kind, name } = choices.get(id) ?? firstChoice;
    const key = versionKey(accountId, coordinates);
    const chosen = chosenBy.get(key) ?? new Set();
    chosenBy.set(key, chosen);
    if (kind === 'rename' && name !== null) chosen.add(nameKey(name));
  }
  const seenBy = new Map<string, Set<string>>();
  return conflicts.map((transfer) => {
    const { accountId, coordinates } = transfer;
    const key = versionKey(accountId, coordinates);
    const { kind, name: typed } = choices.get(transfer.id) ?? firstChoice;
    const chosen = chosenBy.get(key) ?? new Set();
    const seen = seenBy.get(key) ?? new Set();
    seenBy.set(key, seen);
    const taken = new Set([...(takenBy.get(key) ?? []), nameKey(coordinates.fileName)]);
    const name = typed ?? proposeNameBeside(coordinates.fileName, new Set([...taken, ...chosen, ...seen]));
    const theirs = theirsOf(transfer);
    const nothing = kind === 'replace' && theirs === null ? ({ kind: 'nothing-to-replace' } as const) : null;
    const problem = kind === 'rename' ? problemOf(name, taken, seen) : nothing;
    if (kind === 'rename') seen.add(nameKey(name));
    return { transfer, kind, name, theirs, problem };
  });
}

/** What to ask of main for a row without a problem. */
export function decisionOf({ kind, name, theirs }: DecisionRow): TransferDecision {
  if (kind === 'rename') return { kind, fileName: name };
  if (kind === 'keep-theirs' || theirs === null) return { kind: 'keep-theirs' };
  return { kind, seen: { id: theirs.id, sha256: theirs.sha256 } };
}
