import { useQuery } from '@tanstack/react-query';
import { Copy } from 'lucide-react';
import type { ReactNode } from 'react';
import type { AccountId } from '../../shared/account.ts';
import type { VersionCoordinates } from '../../shared/coordinates.ts';
import type { ReceiptFile } from '../../shared/receipt.ts';
import { visibleText } from '../../shared/visible-text.ts';
import { IconButton } from '../common/Button.tsx';
import { classNames } from '../common/class-names.ts';
import { copyText } from '../packages/package-actions.ts';
import { shortHash } from '../packages/short-hash.ts';
import { splitQuery } from '../stores/split-files.ts';
import { t } from '../text/text.ts';
import styles from './Receipt.module.css';

type Props = {
  readonly file: ReceiptFile;
  readonly accountId: AccountId;
  readonly version: VersionCoordinates;
};

/** The hash of a file on the server; of a file in parts that of the whole, which its manifest tells. */
export function Sha256({ file, accountId, version }: Props): ReactNode {
  const manifest = file.split?.manifest ?? null;
  const whole = useQuery({
    ...splitQuery(accountId, version, manifest ?? noManifest),
    enabled: manifest !== null,
  });
  const sha256 = manifest === null ? file.sha256 : (whole.data?.sha256 ?? null);
  if (sha256 === null) return null;
  return (
    <>
      <code className={classNames(styles.hash)} title={sha256}>
        {shortHash(sha256)}
      </code>
      <span className={classNames(styles.onPoint)}>
        <IconButton
          label={t('detail.copyHash', { file: visibleText(file.fileName) })}
          onPress={() => copyText(sha256)}
        >
          <Copy size={13} aria-hidden />
        </IconButton>
      </span>
    </>
  );
}

/** Stands where there is nothing to ask for. */
const noManifest = { fileName: '-', size: 0, sha256: '' };
