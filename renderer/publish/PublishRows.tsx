import { memo, type ReactNode, useMemo, useRef, useState } from 'react';
import type { LocalFile, Ticket } from '../../shared/local-file.ts';
import type { PublishPlan } from '../../shared/publish-plan.ts';
import { Button } from '../common/Button.tsx';
import { classNames } from '../common/class-names.ts';
import { t } from '../text/text.ts';
import styles from './PublishSheet.module.css';
import { allGroups, RowFilter, type RowFilterValue } from './RowFilter.tsx';
import { RowTable } from './RowTable.tsx';
import { proposalFor } from './sheet-files.ts';
import {
  countGroups,
  mostUrgentFirst,
  rowsFound,
  sheetRows,
  urgencies,
  urgencyOf,
} from './verdict-groups.ts';

type Props = {
  readonly plan: PublishPlan;
  /** In the order of the plan's rows. */
  readonly files: readonly LocalFile[];
  readonly onRename: (names: ReadonlyMap<Ticket, string>) => void;
  readonly onLeaveOut: (ticket: Ticket) => void;
};

/** One row a file, with what would happen to it: what needs the user first, and many narrowed to some. */
export const PublishRows = memo(function PublishRows(props: Props): ReactNode {
  const { plan, files, onRename, onLeaveOut } = props;
  const [filter, setFilter] = useState<RowFilterValue>(allGroups);
  const area = useRef<HTMLDivElement>(null);
  const [known, setKnown] = useState<ReadonlyMap<Ticket, number>>(new Map());
  const planned = useMemo(() => sheetRows(plan, files), [plan, files]);
  const urgency = useMemo(() => urgencies(planned, known), [planned, known]);
  if (urgency !== known) setKnown(urgency);
  const rows = useMemo(() => mostUrgentFirst(planned, urgency), [planned, urgency]);
  const counts = useMemo(() => countGroups(rows), [rows]);
  const group = filter.group === 'all' || counts.has(filter.group) ? filter.group : 'all';
  const shown = useMemo(() => rowsFound(rows, group, filter.text), [rows, group, filter.text]);
  const proposals = useMemo(
    () =>
      new Map(
        rows.flatMap(({ row, file, group: own }) => {
          const proposal = urgencyOf(own) === 0 ? proposalFor(row, file) : null;
          return proposal === null ? [] : [[file.ticket, proposal] as const];
        }),
      ),
    [rows],
  );
  if (rows.length === 0) return null;
  const acceptAll = () => {
    // The button goes with what it does.
    area.current?.querySelector<HTMLElement>('tr[tabindex="0"]')?.focus();
    onRename(proposals);
  };
  return (
    <div ref={area} className={classNames(styles.rowsArea)}>
      <RowFilter
        count={rows.length}
        counts={counts}
        value={{ group, text: filter.text }}
        onChange={setFilter}
      />
      {proposals.size > 1 && (
        <div>
          <Button onPress={acceptAll}>{t('publish.acceptAll', { count: proposals.size })}</Button>
        </div>
      )}
      <RowTable rows={shown} proposals={proposals} onRename={onRename} onLeaveOut={onLeaveOut} />
      {shown.length === 0 && (
        <p className={classNames(styles.dim)}>{t('publish.filter.none', { text: filter.text.trim() })}</p>
      )}
    </div>
  );
});
