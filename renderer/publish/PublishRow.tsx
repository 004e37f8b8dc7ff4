import { X } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import type { Failure } from '../../shared/failure.ts';
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
import styles from './PublishSheet.module.css';
import { RenameField } from './RenameField.tsx';
import { VerdictTag } from './VerdictTag.tsx';

type Props = {
  readonly row: PublishPlanRow;
  readonly localName: string;
  readonly folder: string;
  /** A name that would mend the row; null where none is needed or known. */
  readonly proposal: string | null;
  /** Why the file could not be compared. */
  readonly unreadable: Failure | null;
  readonly onRename: (names: ReadonlyMap<Ticket, string>) => void;
  readonly onLeaveOut: (ticket: Ticket) => void;
};

/** One file: its name on the server, its size, and what would happen; mended in place. */
export function PublishRow({
  row,
  localName,
  folder,
  proposal,
  unreadable,
  onRename,
  onLeaveOut,
}: Props): ReactNode {
  const [isEditing, setEditing] = useState(false);
  const [wasEditing, setWasEditing] = useState(false);
  const { ticket, fileName } = row.file;
  const shownName = visibleText(fileName);
  const rename = (name: string) => {
    setEditing(false);
    onRename(new Map([[ticket, name]]));
  };
  const canRename =
    row.verdict.kind !== 'new' && row.verdict.kind !== 'unknown' && row.verdict.kind !== 'identical';
  return (
    <tr>
      <th scope="row" className={classNames(styles.name)}>
        {isEditing ? (
          <RenameField
            localName={localName}
            fileName={fileName}
            onRename={rename}
            onCancel={() => setEditing(false)}
          />
        ) : (
          <span title={[folder, shownName].filter((part) => part !== '').join('/')}>
            <Name>{fileName}</Name>
          </span>
        )}
        {!isEditing && fileName !== localName && (
          <span className={classNames(styles.onDisk)}>
            {t('publish.renamedFrom', { name: visibleText(localName) })}
          </span>
        )}
      </th>
      <td className={classNames(styles.size)}>{formatBytes(row.file.size)}</td>
      <td>
        <div className={classNames(styles.verdict)}>
          <VerdictTag verdict={row.verdict} unreadable={unreadable} />
          {row.warning !== null && (
            <span className={classNames(styles.warning)}>{describeWarning(row.warning)}</span>
          )}
          {proposal !== null && !isEditing && (
            <>
              <span>
                <Sentence
                  template={t('publish.publishAs', { name: '', skipInterpolation: true })}
                  parts={{
                    name: (
                      <strong>
                        <Name>{proposal}</Name>
                      </strong>
                    ),
                  }}
                />
              </span>
              <Button
                aria-label={t('publish.acceptNameOf', { name: visibleText(proposal), file: shownName })}
                onPress={() => rename(proposal)}
              >
                {t('publish.accept')}
              </Button>
            </>
          )}
          {canRename && !isEditing && (
            <Button
              look="plain"
              aria-label={t('publish.changeNameOf', { file: shownName })}
              autoFocus={wasEditing}
              onPress={() => {
                setEditing(true);
                setWasEditing(true);
              }}
            >
              {t('publish.changeName')}
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
}
