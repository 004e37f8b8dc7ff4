import { X } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { usualChecksumsName } from '../../shared/checksum-lines.ts';
import type { ChecksumsPlan } from '../../shared/checksums-plan.ts';
import { type ConflictAction, checksumsTicket } from '../../shared/conflict-policy.ts';
import { visibleText } from '../../shared/visible-text.ts';
import { Button, IconButton } from '../common/Button.tsx';
import { classNames } from '../common/class-names.ts';
import { formatBytes } from '../common/format-bytes.ts';
import { Name } from '../common/Name.tsx';
import { Tag } from '../common/Tag.tsx';
import { usePublishSheet } from '../stores/publish-sheet.ts';
import { t } from '../text/text.ts';
import styles from './PublishSheet.module.css';
import { RenameField } from './RenameField.tsx';
import { VerdictTag } from './VerdictTag.tsx';

type Props = {
  readonly plan: ChecksumsPlan;
  readonly onLeaveOut: () => void;
};

/** The list of checksums as the last row of the plan. */
export function ChecksumsRow({ plan, onLeaveOut }: Props): ReactNode {
  const [isEditing, setEditing] = useState(false);
  const change = usePublishSheet((state) => state.change);
  const { fileName, size, verdict, replaces } = plan;
  const choose = (action: ConflictAction) =>
    change(({ conflicts }) => ({
      conflicts: { ...conflicts, rows: new Map(conflicts.rows).set(checksumsTicket, action) },
    }));
  const file = visibleText(fileName);
  return (
    <tr>
      <th scope="row" className={classNames(styles.name)}>
        {isEditing ? (
          <RenameField
            localName={usualChecksumsName}
            fileName={fileName}
            onRename={(name) => {
              setEditing(false);
              change({ checksumsName: name });
            }}
            onCancel={() => setEditing(false)}
          />
        ) : (
          <span>
            <Name>{fileName}</Name>
          </span>
        )}
      </th>
      <td className={classNames(styles.size)}>{verdict.kind === 'unknown' ? '' : formatBytes(size)}</td>
      <td className={classNames(styles.verdictColumn)}>
        <div className={classNames(styles.verdict)}>
          <ChecksumsVerdict plan={plan} />
          {verdict.kind === 'differs' && !isEditing && (
            <Button onPress={() => choose(replaces === null ? 'replace' : 'leave')}>
              {replaces === null ? t('publish.checksums.replace') : t('publish.checksums.keep')}
            </Button>
          )}
          {verdict.kind !== 'identical' && verdict.kind !== 'comparing' && !isEditing && (
            <Button
              look="plain"
              aria-label={t('publish.changeNameOf', { file })}
              onPress={() => setEditing(true)}
            >
              {t('publish.changeName')}
            </Button>
          )}
        </div>
      </td>
      <td className={classNames(styles.removeColumn)}>
        <IconButton label={t('publish.leaveOut', { file })} onPress={onLeaveOut}>
          <X size={15} aria-hidden />
        </IconButton>
      </td>
    </tr>
  );
}

function ChecksumsVerdict({
  plan: { verdict, files, replaces },
}: {
  readonly plan: ChecksumsPlan;
}): ReactNode {
  switch (verdict.kind) {
    case 'new':
      return (
        <>
          <Tag tone="accent">{t('publish.checksums.last')}</Tag>
          <span className={classNames(styles.dim)}>{t('publish.checksums.lists', { count: files })}</span>
        </>
      );
    case 'differs':
      if (replaces !== null) {
        return (
          <>
            <Tag tone="warning">{t('publish.conflicts.verdict.replace')}</Tag>
            <span className={classNames(styles.warning)}>{t('replacing.moment')}</span>
          </>
        );
      }
      return (
        <>
          <Tag tone="danger">{t('publish.checksums.differs')}</Tag>
          <span className={classNames(styles.dim)}>{t('publish.checksums.differsNext')}</span>
        </>
      );
    default:
      return <VerdictTag verdict={verdict} />;
  }
}
