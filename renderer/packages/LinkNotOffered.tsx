import type { ReactNode } from 'react';
import type { AccountId } from '../../shared/account.ts';
import type { PackageVersion } from '../../shared/package.ts';
import { Button } from '../common/Button.tsx';
import { Dialog } from '../common/Dialog.tsx';
import { t } from '../text/text.ts';
import { openPackageOnWeb } from './package-actions.ts';

type Props = {
  readonly accountId: AccountId;
  readonly newest: PackageVersion;
  readonly isBuiltIn: boolean;
  readonly onClose: () => void;
};

/** Says why packages cannot be linked from here, and where they can. */
export function LinkNotOffered({ accountId, newest, isBuiltIn, onClose }: Props): ReactNode {
  return (
    <Dialog
      title={t('links.notOffered.title')}
      width="narrow"
      onClose={onClose}
      footer={
        <>
          <Button autoFocus={isBuiltIn} onPress={onClose}>
            {t('common.close')}
          </Button>
          {!isBuiltIn && (
            <Button
              look="primary"
              autoFocus
              onPress={() => {
                onClose();
                openPackageOnWeb(accountId, newest);
              }}
            >
              {t('detail.openOnWeb')}
            </Button>
          )}
        </>
      }
    >
      <p>{isBuiltIn ? t('links.notOffered.builtIn') : t('links.notOffered.server')}</p>
    </Dialog>
  );
}
