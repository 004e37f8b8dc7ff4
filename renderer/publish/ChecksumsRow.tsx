import { X } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { usualChecksumsName } from '../../shared/checksum-lines.ts';
import type { ChecksumsPlan } from '../../shared/checksums-plan.ts';
import { visibleText } from '../../shared/visible-text.ts';
import { Button, IconButton } from '../common/Button.tsx';
import { classNames } from '../common/class-names.ts';
import { formatBytes } from '../common/format-bytes.ts';
import { Name } from '../common/Name.tsx';
import { Tag } from '../common/Tag.tsx';
import { t } from '../text/text.ts';
import styles from './PublishSheet.module.css';
import { RenameField } from './RenameField.tsx';
import { VerdictTag } from './VerdictTag.tsx';

type Props = {
  readonly plan: ChecksumsPlan;
  readonly onRename: (fileName: string) => void;
  readonly onLeaveOut: () => void;
};

/** The list of checksums as the last row of the plan. */
export function ChecksumsRow({ plan, onRename, onLeaveOut }: Props): ReactNode {
  const [isEditing, setEditing] = useState(false);
  const { fileName, size, verdict } = plan;
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
              onRename(name);
            }}
            onCancel={() => setEditing(false)}
          />
        ) : (
          <span>
            <Name>{fileName}</Name>
          </span>
        )}
      </th>
      <td className={classNames(styles.size)}>{formatBytes(size)}</td>
      <td className={classNames(styles.verdictColumn)}>
        <div className={classNames(styles.verdict)}>
          <ChecksumsVerdict plan={plan} />
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

function ChecksumsVerdict({ plan: { verdict, files } }: { readonly plan: ChecksumsPlan }): ReactNode {
  switch (verdict.kind) {
    case 'new':
      return (
        <>
          <Tag tone="accent">{t('publish.checksums.last')}</Tag>
          <span className={classNames(styles.dim)}>{t('publish.checksums.lists', { count: files })}</span>
        </>
      );
    case 'differs':
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
