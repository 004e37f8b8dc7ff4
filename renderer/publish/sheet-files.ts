import type { LocalFile, Ticket } from '../../shared/local-file.ts';
import { proposeFileName } from '../../shared/names.ts';
import { fileNameBy, type NamingRule } from '../../shared/naming-rule.ts';
import type { PlannedFile, PublishPlanRow } from '../../shared/publish-plan.ts';
import type { KnownHashes } from './use-hashes.ts';

/** The files of the sheet under the names that they were given, else under those that the rule makes. */
export function plannedFiles(
  files: readonly LocalFile[],
  rule: NamingRule,
  names: ReadonlyMap<Ticket, string>,
  { hashes, unreadable }: KnownHashes,
): readonly PlannedFile[] {
  return files.map((file) => {
    const failure = unreadable.get(file.ticket);
    return {
      ticket: file.ticket,
      fileName: names.get(file.ticket) ?? fileNameBy(rule, file),
      size: file.size,
      sha256: hashes.get(file.ticket) ?? null,
      ...(failure === undefined ? {} : { unreadable: failure }),
    };
  });
}

/**
 * A name that would mend the row: the nearest one that the server takes, or, for two files of one name, with its
 * folders in front. Null where nothing is wrong with the name, or nothing better is known.
 */
export function proposalFor(row: PublishPlanRow, file: LocalFile): string | null {
  if (row.verdict.kind === 'name-refused') return row.verdict.proposal;
  if (row.verdict.kind !== 'name-twice' || file.folder === '') return null;
  const proposal = proposeFileName([...file.folder.split('/'), file.name].join('-'));
  return proposal === row.file.fileName ? null : proposal;
}
