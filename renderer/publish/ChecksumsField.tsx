import type { ReactNode } from 'react';
import { usualChecksumsName } from '../../shared/checksum-lines.ts';
import { Checkbox } from '../common/Checkbox.tsx';
import { classNames } from '../common/class-names.ts';
import { FailureNote } from '../common/FailureNote.tsx';
import { t } from '../text/text.ts';
import styles from './ChecksumsField.module.css';
import { ChecksumsRow } from './ChecksumsRow.tsx';
import sheetStyles from './PublishSheet.module.css';
import type { SheetChecksums } from './use-checksums.ts';

/** Whether a list of checksums follows the files, and what would become of it. */
export function ChecksumsField({ checksums }: { readonly checksums: SheetChecksums }): ReactNode {
  const { isWanted, want, failure, own } = checksums;
  return (
    <div className={classNames(styles.field)}>
      {own !== null && (
        <div className={classNames(styles.row)}>
          <table aria-label={t('publish.checksums.row')} className={classNames(sheetStyles.rows)}>
            <tbody>
              <ChecksumsRow plan={own} onLeaveOut={() => want(false)} />
            </tbody>
          </table>
        </div>
      )}
      <Checkbox
        label={t('publish.checksums.wanted', { name: usualChecksumsName })}
        isSelected={isWanted}
        onChange={want}
      />
      {failure !== null && <FailureNote failure={failure} />}
    </div>
  );
}
