import { type ReactNode, useCallback, useMemo, useState } from 'react';
import { VisuallyHidden } from 'react-aria-components';
import type { Ticket } from '../../shared/local-file.ts';
import { classNames } from '../common/class-names.ts';
import { t } from '../text/text.ts';
import { PublishRow } from './PublishRow.tsx';
import styles from './PublishSheet.module.css';
import { useRowFocus } from './use-row-focus.ts';
import { useRowWindow } from './use-row-window.ts';
import type { SheetRow } from './verdict-groups.ts';

type Props = {
  readonly rows: readonly SheetRow[];
  /** Names that would mend rows. */
  readonly proposals: ReadonlyMap<Ticket, string>;
  readonly onRename: (names: ReadonlyMap<Ticket, string>) => void;
  readonly onLeaveOut: (ticket: Ticket) => void;
};

/** The table of the files, in an area that scrolls by itself; only rows in sight exist. */
export function RowTable({ rows, proposals, onRename, onLeaveOut }: Props): ReactNode {
  const tickets = useMemo(() => rows.map(({ file }) => file.ticket), [rows]);
  const [current, setCurrent] = useState<{ readonly ticket: Ticket; readonly position: number } | null>(null);
  const found = current === null ? 0 : tickets.indexOf(current.ticket);
  // A row that is gone leaves its place to the one that followed it.
  const position = found === -1 ? Math.min(current?.position ?? 0, tickets.length - 1) : found;
  const { scroller, body, pieces, reveal } = useRowWindow(tickets, position);
  const choose = useCallback(
    (ticket: Ticket) => setCurrent({ ticket, position: tickets.indexOf(ticket) }),
    [tickets],
  );
  const focus = useRowFocus(tickets, position, choose, { body, reveal });
  return (
    <div ref={scroller} className={classNames(styles.scroller)}>
      <table
        aria-label={t('publish.rows')}
        aria-rowcount={rows.length + 1}
        aria-colcount={4}
        className={classNames(styles.rows)}
        {...focus}
      >
        <thead>
          <tr className={classNames(styles.headings)} aria-rowindex={1}>
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
        <tbody ref={body}>
          {pieces.map((piece) => {
            if (piece.kind === 'gap') return <Gap key={`after ${piece.after}`} height={piece.height} />;
            const each = rows[piece.position];
            if (each === undefined) return null;
            const { ticket, name, folder } = each.file;
            return (
              <PublishRow
                key={ticket}
                row={each.row}
                localName={name}
                folder={folder}
                proposal={proposals.get(ticket) ?? null}
                onRename={onRename}
                onLeaveOut={onLeaveOut}
                position={piece.position}
                isCurrent={piece.position === position}
              />
            );
          })}
        </tbody>
      </table>
    </div>
  );
}

/** In the place of rows that are out of sight. */
function Gap({ height }: { readonly height: number }): ReactNode {
  return <tr aria-hidden style={{ height }} />;
}
