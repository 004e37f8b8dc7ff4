import { PackagePlus } from 'lucide-react';
import { type ReactNode, useCallback } from 'react';
import { visibleText } from '../../shared/visible-text.ts';
import { classNames } from '../common/class-names.ts';
import { useAccounts } from '../stores/accounts.ts';
import { useDialogs } from '../stores/dialogs.ts';
import { say } from '../stores/notices.ts';
import { publishDropped, publishTarget } from '../stores/publish.ts';
import { t } from '../text/text.ts';
import styles from './DropTarget.module.css';
import { useFileDrop } from './use-file-drop.ts';

/** While files are held over the window, says where they would go; then hands them over. */
export function DropTarget(): ReactNode {
  const accounts = useAccounts();
  const dialog = useDialogs((state) => state.dialog);
  const isBlocked = dialog !== null && dialog.kind !== 'publish';
  const onDrop = useCallback(async (files: readonly File[]) => {
    const open = useDialogs.getState().dialog;
    if (open !== null && open.kind !== 'publish') return say(t('drop.busy'));
    if (publishTarget() === null) return say(t('drop.noAccount'));
    await publishDropped(files);
  }, []);
  const isOver = useFileDrop(useCallback((files) => void onDrop(files), [onDrop]));
  if (!isOver) return null;

  const target = publishTarget();
  const account = accounts.find((each) => each.id === target?.accountId);
  return (
    <div className={classNames(styles.target)}>
      <output className={classNames(styles.words)}>
        <PackagePlus size={36} strokeWidth={1.4} aria-hidden />
        <p className={classNames(styles.title)}>
          {titleOf(isBlocked, dialog?.kind === 'publish', target, account?.label)}
        </p>
        {!isBlocked && account !== undefined && <p className={classNames(styles.hint)}>{t('drop.hint')}</p>}
      </output>
    </div>
  );
}

function titleOf(
  isBlocked: boolean,
  isAdding: boolean,
  target: ReturnType<typeof publishTarget>,
  account: string | undefined,
): string {
  if (target === null) return t('drop.noAccount');
  if (isBlocked) return t('drop.busy');
  if (isAdding) return t('drop.more');
  if (target.owner === null) return t('drop.toAccount', { account: visibleText(account ?? '') });
  const owner = visibleText(target.owner);
  if (target.packageName === null) return t('drop.toOwner', { owner });
  return t('drop.toPackage', { owner, name: visibleText(target.packageName) });
}
