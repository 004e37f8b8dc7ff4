import { PackagePlus } from 'lucide-react';
import { type ReactNode, useCallback } from 'react';
import { visibleText } from '../../shared/visible-text.ts';
import { classNames } from '../common/class-names.ts';
import { findAddress } from '../landing/registry-address.ts';
import { useAccounts } from '../stores/accounts.ts';
import { openDialog, useDialogs } from '../stores/dialogs.ts';
import { type DropPlace, useDropPlace } from '../stores/drop-place.ts';
import { say } from '../stores/notices.ts';
import { publishGiven, publishTarget } from '../stores/publish.ts';
import type { PublishTarget } from '../stores/publish-sheet.ts';
import { t } from '../text/text.ts';
import styles from './DropTarget.module.css';
import { useFileDrop } from './use-file-drop.ts';
import { useFilePaste } from './use-file-paste.ts';

/** Hands what is dropped or pasted over, if it can go anywhere now. */
async function takeGiven(files: readonly File[], place: DropPlace | null): Promise<void> {
  const { dialog } = useDialogs.getState();
  if (dialog !== null && dialog.kind !== 'publish') return say(t('drop.busy'));
  if (publishTarget() === null) return say(t('drop.noAccount'));
  await publishGiven(files, place);
}

/** While files are held over the window, says where they would go; then hands them over. So with what is pasted. */
export function DropTarget(): ReactNode {
  const accounts = useAccounts();
  const dialog = useDialogs((state) => state.dialog);
  const place = useDropPlace((state) => state.place);
  const heldIn = useFileDrop(useCallback((files, onto) => void takeGiven(files, onto), []));
  useFilePaste(
    useCallback((files, text) => {
      if (files.length > 0) void takeGiven(files, null);
      else if (findAddress(text) === null || useDialogs.getState().dialog !== null)
        say(t('drop.nothingCopied'));
      else openDialog({ kind: 'go-to', text });
    }, []),
  );
  if (heldIn === null) return null;

  const target = publishTarget(place);
  const account = accounts.find((each) => each.id === target?.accountId);
  const isBlocked = dialog !== null && dialog.kind !== 'publish';
  return (
    <div className={classNames(styles.target, styles[heldIn], place === null && styles.whole)}>
      <output className={classNames(styles.words)}>
        <PackagePlus size={36} strokeWidth={1.4} aria-hidden />
        <span className={classNames(styles.title)}>
          {titleOf(isBlocked, dialog?.kind === 'publish', target, account?.label)}
        </span>
        {!isBlocked && account !== undefined && (
          <span className={classNames(styles.hint)}>{t('drop.hint')}</span>
        )}
      </output>
    </div>
  );
}

function titleOf(
  isBlocked: boolean,
  isAdding: boolean,
  target: PublishTarget | null,
  account: string | undefined,
): string {
  if (target === null) return t('drop.noAccount');
  if (isBlocked) return t('drop.busy');
  if (isAdding) return t('drop.more');
  if (target.owner === null) return t('drop.toAccount', { account: visibleText(account ?? '') });
  const owner = visibleText(target.owner);
  if (target.packageName === null) return t('drop.toOwner', { owner });
  const name = visibleText(target.packageName);
  if (target.version === null) return t('drop.toPackage', { owner, name });
  return t('drop.toVersion', { owner, name, version: visibleText(target.version) });
}
