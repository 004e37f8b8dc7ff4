import { Pencil, X } from 'lucide-react';
import { type KeyboardEvent, memo, type ReactNode, useRef, useState } from 'react';
import type { Ticket } from '../../shared/local-file.ts';
import type { PublishPlanRow } from '../../shared/publish-plan.ts';
import { visibleText } from '../../shared/visible-text.ts';
import { Button, IconButton } from '../common/Button.tsx';
import { classNames } from '../common/class-names.ts';
import { formatBytes } from '../common/format-bytes.ts';
import { Name } from '../common/Name.tsx';
import { Sentence } from '../common/Sentence.tsx';
import { t } from '../text/text.ts';
import { describeWarning } from './describe-warning.ts';
import { isSameRow } from './is-same-row.ts';
import styles from './PublishSheet.module.css';
import { RenameField } from './RenameField.tsx';
import { RowConflict } from './RowConflict.tsx';
import { SplitOffer } from './SplitOffer.tsx';
import { VerdictTag } from './VerdictTag.tsx';

type Props = {
  readonly row: PublishPlanRow;
  readonly localName: string;
  readonly folder: string;
  /** A name that would mend the row; null where none is needed or known. */
  readonly proposal: string | null;
  readonly onRename: (names: ReadonlyMap<Ticket, string>) => void;
  readonly onLeaveOut: (ticket: Ticket) => void;
  /** Its place in the table, from 0. */
  readonly position: number;
  /** The row that the Tab key stops at. */
  readonly isCurrent: boolean;
};

/** One file: its name on the server, its size, and what would happen; mended in place. */
export const PublishRow = memo(function PublishRow({
  row,
  localName,
  folder,
  proposal,
  onRename,
  onLeaveOut,
  position,
  isCurrent,
}: Props): ReactNode {
  const [isEditing, setEditing] = useState(false);
  const [isPointedAt, setPointedAt] = useState(false);
  const { ticket, fileName } = row.file;
  const shownName = visibleText(fileName);
  const element = useRef<HTMLTableRowElement>(null);
  const stopEditing = () => {
    element.current?.focus();
    setEditing(false);
  };
  const rename = (name: string) => {
    stopEditing();
    onRename(new Map([[ticket, name]]));
  };
  const startEditing = () => setEditing(true);
  const asksForName =
    row.verdict.kind !== 'new' && row.verdict.kind !== 'unknown' && row.verdict.kind !== 'identical';
  // A name that only got something in front says for itself what it was.
  const diskName = fileName.endsWith(localName) ? null : visibleText(localName);
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.target !== event.currentTarget) return;
    if (event.key === 'F2') startEditing();
    else if (event.key === 'Delete') onLeaveOut(ticket);
  };
  return (
    <tr
      ref={element}
      data-ticket={ticket}
      aria-rowindex={position + 2}
      tabIndex={isCurrent ? 0 : -1}
      onKeyDown={onKeyDown}
      onPointerEnter={() => setPointedAt(true)}
      onPointerLeave={() => setPointedAt(false)}
    >
      <th scope="row" className={classNames(styles.name)}>
        {isEditing ? (
          <RenameField localName={localName} fileName={fileName} onRename={rename} onCancel={stopEditing} />
        ) : (
          <span
            className={classNames(styles.names)}
            title={visibleText(folder === '' ? localName : `${folder}/${localName}`)}
          >
            <span className={classNames(styles.onServer)}>
              <Name>{fileName}</Name>
            </span>
            {diskName !== null && (
              <span className={classNames(styles.onDisk)}>
                {t('publish.renamedFrom', { name: diskName })}
              </span>
            )}
            {(asksForName || isCurrent || isPointedAt) && (
              <span className={classNames(styles.changeName, !asksForName && styles.quiet)}>
                <IconButton label={t('publish.changeNameOf', { file: shownName })} onPress={startEditing}>
                  <Pencil size={13} aria-hidden />
                </IconButton>
              </span>
            )}
          </span>
        )}
      </th>
      <td className={classNames(styles.size)}>{formatBytes(row.file.size)}</td>
      <td>
        <div className={classNames(styles.verdict)}>
          {row.conflict === null ? (
            <VerdictTag verdict={row.verdict} />
          ) : (
            <RowConflict file={row.file} conflict={row.conflict} verdict={row.verdict} />
          )}
          {row.parts !== null && (
            <span className={classNames(styles.dim)}>{t('publish.split.asParts', { count: row.parts })}</span>
          )}
          {row.warning !== null && (
            <span className={classNames(styles.warning)}>{describeWarning(row.warning)}</span>
          )}
          {row.warning?.kind === 'too-large' && <SplitOffer file={row.file} warning={row.warning} />}
          {proposal !== null && !isEditing && (
            <Button
              aria-label={t('publish.acceptNameOf', { name: visibleText(proposal), file: shownName })}
              onPress={() => rename(proposal)}
            >
              <span className={classNames(styles.proposedName)}>
                <Sentence
                  template={t('publish.acceptName', { name: '', skipInterpolation: true })}
                  parts={{
                    name: (
                      <strong>
                        <Name>{proposal}</Name>
                      </strong>
                    ),
                  }}
                />
              </span>
            </Button>
          )}
        </div>
      </td>
      <td>
        <IconButton label={t('publish.leaveOut', { file: shownName })} onPress={() => onLeaveOut(ticket)}>
          <X size={15} aria-hidden />
        </IconButton>
      </td>
    </tr>
  );
}, hasSameWords);

/** Everything but the row itself is compared as it is. */
function hasSameWords({ row, ...rest }: Props, { row: otherRow, ...otherRest }: Props): boolean {
  const others = new Map<string, unknown>(Object.entries(otherRest));
  return (
    Object.entries(rest).every(([name, value]) => others.get(name) === value) && isSameRow(row, otherRow)
  );
}
