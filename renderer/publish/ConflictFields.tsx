import type { ReactNode } from 'react';
import { conflictActions } from '../../shared/conflict-policy.ts';
import type { PublishPlan } from '../../shared/publish-plan.ts';
import { visibleText } from '../../shared/visible-text.ts';
import { Button } from '../common/Button.tsx';
import { classNames } from '../common/class-names.ts';
import { formatWhen } from '../common/format-time.ts';
import { Segments } from '../common/Segments.tsx';
import { useNow } from '../common/use-now.ts';
import { usePublishSheet } from '../stores/publish-sheet.ts';
import { t } from '../text/text.ts';
import styles from './Conflicts.module.css';
import type { Destination } from './use-destination.ts';

type Props = { readonly plan: PublishPlan; readonly destination: Destination };

/** What becomes of the files whose names are taken by other bytes, for all of them; nothing where there are none. */
export function ConflictFields({ plan, destination }: Props): ReactNode {
  const batch = usePublishSheet((state) => state.content?.conflicts.batch ?? 'leave');
  const change = usePublishSheet((state) => state.change);
  const now = useNow();
  const conflicts = plan.rows.filter((row) => row.conflict !== null);
  if (conflicts.length === 0) return null;
  const there = destination.existing?.versions.find(({ version }) => version === destination.version);
  const [next] = destination.next;
  const isReplacing = plan.filesToReplace > 0;
  return (
    <section className={classNames(styles.conflicts)} aria-label={t('publish.conflicts.label')}>
      <div className={classNames(styles.choice)}>
        <Segments
          label={t('publish.conflicts.count', { count: conflicts.length })}
          layout="above"
          value={batch}
          options={conflictActions.map((value) => ({ value, label: t(`publish.conflicts.action.${value}`) }))}
          onChange={(action) => change({ conflicts: { batch: action, rows: new Map() } })}
        />
        {next !== undefined && (
          <Button onPress={() => destination.setVersion(next.version)}>
            {t('publish.conflicts.newVersion', { version: visibleText(next.version) })}
          </Button>
        )}
      </div>
      <p className={classNames(isReplacing ? styles.warning : styles.dim)}>
        {isReplacing ? t('replacing.moment') : t(`publish.conflicts.says.${batch}`)}
        {isReplacing && there !== undefined && there.createdAt !== null && (
          <> {t('publish.conflicts.versionOf', { date: formatWhen(there.createdAt, now) })}</>
        )}
      </p>
    </section>
  );
}
