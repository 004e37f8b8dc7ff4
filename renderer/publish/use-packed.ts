import { useEffect, useMemo, useState } from 'react';
import type { Failure } from '../../shared/failure.ts';
import type { LocalFile } from '../../shared/local-file.ts';
import { type ArchiveFormat, baseRule, type NamingRule } from '../../shared/naming-rule.ts';
import type { Outcome } from '../../shared/outcome.ts';
import { bridge } from '../bridge.ts';
import { usePublishSheet } from '../stores/publish-sheet.ts';
import { t } from '../text/text.ts';

/** The files of the sheet, with the archives in the place of what was packed. */
export interface Packed {
  readonly files: readonly LocalFile[];
  readonly isPacking: boolean;
  /** Why there are no archives; `cancelled` where the user stopped the packing. */
  readonly failure: Failure | null;
}

type Answer = { readonly of: string; readonly outcome: Outcome<readonly LocalFile[]> };

const nothing: readonly LocalFile[] = [];

/**
 * Has each dropped folder packed where the rule says so; again when other files are meant. The archives go with the
 * sheet, or as soon as they are not wanted any more, except those that transfers send. Who stops the packing gets
 * the usual names again.
 */
export function usePacked(files: readonly LocalFile[], rule: NamingRule): Packed {
  const change = usePublishSheet((state) => state.change);
  const format = rule.kind === 'archive' ? rule.format : null;
  // By their tickets, so that an archive that is left out does not have the others packed again.
  const wanted = useMemo(() => (format === null ? '' : ticketsInFolders(files)), [files, format]);
  const [answer, setAnswer] = useState<Answer | null>(null);
  useEffect(() => {
    if (format === null || wanted === '') return undefined;
    const packing = packInMain(wanted.split(','), format, (outcome) => {
      if (!outcome.ok && outcome.failure.reason === 'cancelled') change({ rule: baseRule });
      else setAnswer({ of: wanted, outcome });
    });
    return () => {
      setAnswer(null);
      packing.end();
    };
  }, [wanted, format, change]);

  return useMemo(() => {
    if (wanted === '') return { files, isPacking: false, failure: null };
    const alone = files.filter(({ folder }) => folder === '');
    const outcome = answer?.of === wanted ? answer.outcome : null;
    const archives = outcome?.ok === true ? outcome.value : nothing;
    return {
      files: [...archives, ...alone],
      isPacking: outcome === null,
      failure: outcome?.ok === false ? outcome.failure : null,
    };
  }, [wanted, files, answer]);
}

/** Why nothing can be sent before there are archives; null where there are, or none are wanted. */
export function reasonNotPacked({ isPacking, failure }: Packed): string | null {
  if (failure !== null) return t('publish.reason.notPacked');
  return isPacking ? t('publish.reason.packing') : null;
}

function ticketsInFolders(files: readonly LocalFile[]): string {
  return files.flatMap(({ ticket, folder }) => (folder === '' ? [] : ticket)).join(',');
}

/** Asks main for archives; `end` stops it, or gives them up. */
function packInMain(
  tickets: string[],
  format: ArchiveFormat,
  onPacked: (outcome: Outcome<readonly LocalFile[]>) => void,
): { readonly end: () => void } {
  let isWanted = true;
  let archives: readonly LocalFile[] | null = null;
  async function pack(): Promise<void> {
    const outcome = await bridge.request('local-files:pack', { tickets, format });
    archives = outcome.ok ? outcome.value : nothing;
    if (isWanted) onPacked(outcome);
    else release(archives);
  }
  void pack();
  return {
    end: () => {
      isWanted = false;
      if (archives === null) void bridge.request('local-files:stop', { kind: 'packing' });
      else release(archives);
    },
  };
}

function release(archives: readonly LocalFile[]): void {
  if (archives.length === 0) return;
  void bridge.request('local-files:release', { tickets: archives.map(({ ticket }) => ticket) });
}
