import { type ReactNode, useState } from 'react';
import { VisuallyHidden } from 'react-aria-components';
import type { Failure } from '../../shared/failure.ts';
import type { LocalFile, Ticket } from '../../shared/local-file.ts';
import type { PublishPlan } from '../../shared/publish-plan.ts';
import { Button } from '../common/Button.tsx';
import { classNames } from '../common/class-names.ts';
import { formatNumber } from '../common/format-number.ts';
import { t } from '../text/text.ts';
import { PublishRow } from './PublishRow.tsx';
import styles from './PublishSheet.module.css';
import { isBlocking, proposalFor } from './sheet-files.ts';

/** Rows drawn at first and with each "more"; rows that need the user are always drawn. */
const step = 200;

type Props = {
  readonly plan: PublishPlan;
  /** In the order of the plan's rows. */
  readonly files: readonly LocalFile[];
  readonly unreadable: ReadonlyMap<Ticket, Failure>;
  readonly onRename: (names: ReadonlyMap<Ticket, string>) => void;
  readonly onLeaveOut: (ticket: Ticket) => void;
};

/** One row a file, with what would happen to it. */
export function PublishRows({ plan, files, unreadable, onRename, onLeaveOut }: Props): ReactNode {
  const [limit, setLimit] = useState(step);
  const rows = plan.rows.flatMap((row, position) => {
    const file = files[position];
    return file === undefined ? [] : [{ row, file, proposal: proposalFor(row, file) }];
  });
  const shown = rows.filter(({ row }, position) => position < limit || isBlocking(row));
  const hidden = rows.length - shown.length;
  const proposals = new Map(
    rows.flatMap(({ file, proposal }) => (proposal === null ? [] : [[file.ticket, proposal] as const])),
  );
  if (rows.length === 0) return null;
  return (
    <div>
      <table aria-label={t('publish.rows')} className={classNames(styles.rows)}>
        <thead>
          <tr className={classNames(styles.headings)}>
            <th scope="col">{t('publish.columns.file')}</th>
            <th scope="col" className={classNames(styles.size)}>
              {t('publish.columns.size')}
            </th>
            <th scope="col" className={classNames(styles.verdictColumn)}>
              {t('publish.columns.verdict')}
            </th>
            <th scope="col" className={classNames(styles.removeColumn)}>
              <VisuallyHidden>{t('publish.columns.actions')}</VisuallyHidden>
            </th>
          </tr>
        </thead>
        <tbody>
          {shown.map(({ row, file, proposal }) => (
            <PublishRow
              key={file.ticket}
              row={row}
              localName={file.name}
              folder={file.folder}
              proposal={proposal}
              unreadable={unreadable.get(file.ticket) ?? null}
              onRename={onRename}
              onLeaveOut={onLeaveOut}
            />
          ))}
        </tbody>
      </table>
      <div className={classNames(styles.belowRows)}>
        {proposals.size > 1 && (
          <Button onPress={() => onRename(proposals)}>
            {t('publish.acceptAll', { count: proposals.size })}
          </Button>
        )}
        {hidden > 0 && (
          <Button look="plain" onPress={() => setLimit(limit + step * 5)}>
            {t('common.showMore', { amount: formatNumber(Math.min(hidden, step * 5)) })}
          </Button>
        )}
      </div>
    </div>
  );
}
