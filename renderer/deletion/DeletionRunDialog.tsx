import { useQuery } from '@tanstack/react-query';
import { type ReactNode, useEffect, useState } from 'react';
import type { DeletionId, DeletionProgress, DeletionResult } from '../../shared/deletion.ts';
import { visibleText } from '../../shared/visible-text.ts';
import { ask } from '../bridge.ts';
import { Button } from '../common/Button.tsx';
import { classNames } from '../common/class-names.ts';
import { Dialog } from '../common/Dialog.tsx';
import { FailureNote } from '../common/FailureNote.tsx';
import { ProgressBar } from '../common/ProgressBar.tsx';
import { copyText } from '../packages/package-actions.ts';
import { forgetDeletion, useDeletions } from '../stores/deletions.ts';
import { openDialog } from '../stores/dialogs.ts';
import { t } from '../text/text.ts';
import styles from './Deletion.module.css';
import type { Doomed } from './doomed.ts';
import { KeepingNote } from './KeepNote.tsx';
import { RefusedList } from './RefusedList.tsx';
import { reportText, restOf } from './report.ts';

type Props = { readonly id: DeletionId; readonly onClose: () => void };

const nothing: readonly Doomed[] = [];

function askAgain({ accountId, owner }: DeletionProgress, rest: readonly Doomed[]): void {
  openDialog({ kind: 'delete-selection', accountId, owner, targets: rest.map(({ target }) => target) });
}

/** Most results that main tells at once. */
const atOnce = 10_000;

async function allResults(id: DeletionId): Promise<readonly DeletionResult[]> {
  const results: DeletionResult[] = [];
  for (;;) {
    const more = await ask('deletions:results', { id, from: results.length, limit: atOnce });
    results.push(...more);
    if (more.length < atOnce) return results;
  }
}

/** How a deletion of many things goes on, and in the end what became of each. */
export function DeletionRunDialog({ id, onClose }: Props): ReactNode {
  // What it was begun with stays while its report is looked at.
  const [doomed] = useState(() => useDeletions.getState().doomed.get(id) ?? nothing);
  const progress = useDeletions((state) => state.progress.get(id));
  const isEnded = progress?.isEnded === true;
  const ended = useQuery({
    queryKey: ['deletion results', id] as const,
    queryFn: () => allResults(id),
    enabled: isEnded,
  });
  useEffect(() => {
    if (ended.data !== undefined) forgetDeletion(id);
  }, [id, ended.data]);
  const settled = progress?.settled ?? 0;
  const total = progress?.total ?? 0;
  const done = settled - (progress?.failed ?? 0);
  if (!isEnded || ended.data === undefined) {
    return (
      <Dialog
        title={t('deletion.many.running')}
        onClose={onClose}
        footer={
          <>
            <span className={classNames(styles.aside)}>
              <Button look="plain" onPress={onClose}>
                {t('deletion.many.behind')}
              </Button>
            </span>
            <Button autoFocus isDisabled={isEnded} onPress={() => void ask('deletions:cancel', { id })}>
              {t('deletion.many.stop')}
            </Button>
          </>
        }
      >
        <p>{t('deletion.many.progress', { settled, total })}</p>
        <ProgressBar label={t('deletion.many.running')} fraction={total === 0 ? null : settled / total} />
        <p className={classNames(styles.note)}>{visibleText(progress?.current ?? '')}</p>
        <KeepingNote />
      </Dialog>
    );
  }
  const results = ended.data;
  const refused = results.filter(({ failure }) => failure !== null);
  const kept = results.filter(({ isKept }) => isKept === true).length;
  const notKept = results.filter(({ isKept, failure }) => isKept === false && failure === null).length;
  const left = total - settled;
  const rest = restOf(doomed, results);
  const stoppedBy = progress?.stoppedBy ?? null;
  return (
    <Dialog
      title={refused.length + left === 0 ? t('deletion.many.ended') : t('deletion.many.endedPartly')}
      onClose={onClose}
      footer={
        <>
          <span className={classNames(styles.aside)}>
            <Button look="plain" onPress={() => copyText(reportText(doomed, results))}>
              {t('deletion.many.copy')}
            </Button>
          </span>
          {rest.length > 0 && progress !== undefined && (
            <Button onPress={() => askAgain(progress, rest)}>
              {t('deletion.many.again', { count: rest.length })}
            </Button>
          )}
          <Button look="primary" autoFocus onPress={onClose}>
            {t('common.close')}
          </Button>
        </>
      }
    >
      <output className={classNames(styles.sum)}>
        {[
          t('deletion.many.done', { count: done }),
          ...(refused.length > 0 ? [t('deletion.many.refused', { count: refused.length })] : []),
          ...(left > 0 ? [t('deletion.many.left', { count: left })] : []),
          ...(kept > 0 ? [t('deletion.keep.inTrash', { count: kept })] : []),
          ...(notKept > 0 ? [t('deletion.keep.notInTrash', { count: notKept })] : []),
        ].join(' ')}
      </output>
      {stoppedBy !== null && stoppedBy.reason !== 'cancelled' && <FailureNote failure={stoppedBy} />}
      {refused.length > 0 && <RefusedList doomed={doomed} refused={refused} />}
    </Dialog>
  );
}
