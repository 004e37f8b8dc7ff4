import type { ReactNode } from 'react';
import { type Conflict, conflictActions } from '../../shared/conflict-policy.ts';
import type { PlannedFile, PublishVerdict } from '../../shared/publish-plan.ts';
import { visibleText } from '../../shared/visible-text.ts';
import { classNames } from '../common/class-names.ts';
import { formatBytes } from '../common/format-bytes.ts';
import { formatExactly, formatWhen } from '../common/format-time.ts';
import { Segments } from '../common/Segments.tsx';
import { Tag } from '../common/Tag.tsx';
import { useNow } from '../common/use-now.ts';
import { usePublishSheet } from '../stores/publish-sheet.ts';
import { t } from '../text/text.ts';
import styles from './Conflicts.module.css';
import { VerdictTag } from './VerdictTag.tsx';

type Props = { readonly file: PlannedFile; readonly conflict: Conflict; readonly verdict: PublishVerdict };

/** A name that is taken by other bytes: both files, and what becomes of this one. */
export function RowConflict({ file, conflict, verdict }: Props): ReactNode {
  const change = usePublishSheet((state) => state.change);
  const modifiedAt = usePublishSheet(
    (state) => state.content?.selection.files.find(({ ticket }) => ticket === file.ticket)?.modifiedAt,
  );
  const now = useNow();
  const { action, fileName, listed } = conflict;
  return (
    <div className={classNames(styles.row)}>
      <span>
        {action === 'rename' ? (
          <VerdictTag verdict={verdict} />
        ) : (
          <Tag tone="warning">{t(`publish.conflicts.verdict.${action}`)}</Tag>
        )}
      </span>
      <span className={classNames(styles.facts)}>
        <Facts what="mine" size={file.size} sha256={file.sha256} />
        {modifiedAt !== undefined && (
          <span title={formatExactly(modifiedAt)}>
            {t('publish.conflicts.changed', { date: formatWhen(modifiedAt, now) })}
          </span>
        )}
      </span>
      <span className={classNames(styles.facts)}>
        <Facts what="theirs" size={listed.size} sha256={listed.sha256} />
      </span>
      <Segments
        label={t('publish.conflicts.choice', { file: visibleText(fileName) })}
        layout="alone"
        value={action}
        options={conflictActions.map((value) => ({ value, label: t(`publish.conflicts.action.${value}`) }))}
        onChange={(chosen) =>
          change(({ conflicts }) => ({
            conflicts: { ...conflicts, rows: new Map(conflicts.rows).set(file.ticket, chosen) },
          }))
        }
      />
    </div>
  );
}

type FactsProps = {
  readonly what: 'mine' | 'theirs';
  readonly size: number;
  /** Null while not computed. */
  readonly sha256: string | null;
};

/** `yours: 5.0 MB, 3f2a91c0…` */
function Facts({ what, size, sha256 }: FactsProps): ReactNode {
  return (
    <span title={sha256 === null ? undefined : `sha256 ${sha256}`}>
      {t(`publish.conflicts.${what}`, { size: formatBytes(size) })}
      {sha256 !== null && (
        <>
          {' '}
          <code>{sha256.slice(0, 12)}…</code>
        </>
      )}
    </span>
  );
}
