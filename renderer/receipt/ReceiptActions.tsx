import { ChevronDown } from 'lucide-react';
import type { ReactNode } from 'react';
import type { Receipt } from '../../shared/receipt.ts';
import { Button } from '../common/Button.tsx';
import { classNames } from '../common/class-names.ts';
import { MenuButton } from '../common/MenuButton.tsx';
import { openPackageOnWeb } from '../packages/package-actions.ts';
import { useAccount } from '../stores/accounts.ts';
import { useSelection } from '../stores/selection.ts';
import { t } from '../text/text.ts';
import { filesCopyEntries } from './copy-entries.ts';
import styles from './Receipt.module.css';
import { copyReceipt, publishAgain } from './receipt-actions.ts';

type Props = { readonly receipt: Receipt; readonly onClose: () => void };

/** Where to go from a receipt. Without its account only closing is left, and publishing is told why not. */
export function ReceiptActions({ receipt, onClose }: Props): ReactNode {
  const { batch, accountId, version, isCopy, totals } = receipt;
  const account = useAccount(accountId);
  const isShown = account !== null && totals.there > 0;
  return (
    <>
      <span className={classNames(styles.again)}>
        {!isCopy && <Button onPress={() => void publishAgain(batch)}>{t('receipt.again')}</Button>}
      </span>
      {isShown && (
        <Button
          onPress={() => {
            onClose();
            useSelection.getState().reveal(accountId, version);
          }}
        >
          {t('receipt.showPackage')}
        </Button>
      )}
      {isShown && account.kind === 'server' && (
        <Button onPress={() => openPackageOnWeb(accountId, { ...version, type: 'generic' })}>
          {t('detail.openOnWeb')}
        </Button>
      )}
      {isShown && (
        <MenuButton
          label={t('receipt.copy')}
          look="normal"
          entries={filesCopyEntries((copy) => copyReceipt(batch, copy))}
        >
          {t('receipt.copy')}
          <ChevronDown size={14} aria-hidden />
        </MenuButton>
      )}
      <Button look="primary" autoFocus onPress={onClose}>
        {t('common.close')}
      </Button>
    </>
  );
}
