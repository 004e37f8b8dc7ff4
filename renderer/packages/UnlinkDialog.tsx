import { useMutation } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import type { AccountId } from '../../shared/account.ts';
import type { PackageCoordinates } from '../../shared/coordinates.ts';
import { visibleText } from '../../shared/visible-text.ts';
import { ask, failureOf } from '../bridge.ts';
import { Button } from '../common/Button.tsx';
import { Dialog } from '../common/Dialog.tsx';
import { FailureNote } from '../common/FailureNote.tsx';
import { say } from '../stores/notices.ts';
import { t } from '../text/text.ts';

type Props = {
  readonly accountId: AccountId;
  readonly coordinates: PackageCoordinates;
  /** `owner/name`. */
  readonly repository: string;
  readonly onClose: () => void;
};

/** Asks before a package's link to a repository goes. Nothing else changes. */
export function UnlinkDialog({ accountId, coordinates, repository, onClose }: Props): ReactNode {
  const name = visibleText(coordinates.packageName);
  const unlink = useMutation({
    mutationFn: () => ask('packages:unlink', { accountId, package: coordinates }),
    onSuccess: () => {
      onClose();
      say(t('links.unlinked', { name }));
    },
  });
  return (
    <Dialog
      role="alertdialog"
      width="narrow"
      title={t('links.unlinkTitle', { name, repository: visibleText(repository) })}
      isBusy={unlink.isPending}
      onClose={onClose}
      footer={
        <>
          <Button autoFocus onPress={onClose} isDisabled={unlink.isPending}>
            {t('common.cancel')}
          </Button>
          <Button look="primary" isBusy={unlink.isPending} onPress={() => unlink.mutate()}>
            {t('links.unlinkConfirm')}
          </Button>
        </>
      }
    >
      <p>{t('links.unlinkText')}</p>
      {unlink.error !== null && <FailureNote failure={failureOf(unlink.error)} />}
    </Dialog>
  );
}
