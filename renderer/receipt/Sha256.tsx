import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import type { AccountId } from '../../shared/account.ts';
import type { VersionCoordinates } from '../../shared/coordinates.ts';
import type { ReceiptFile } from '../../shared/receipt.ts';
import { HashCell } from '../packages/HashCell.tsx';
import { splitQuery } from '../stores/split-files.ts';

type Props = {
  readonly file: ReceiptFile;
  readonly accountId: AccountId;
  readonly version: VersionCoordinates;
};

/** The hash of a file on the server; of a file in parts that of the whole, which its manifest tells. */
export function Sha256({ file, accountId, version }: Props): ReactNode {
  const manifest = file.split?.manifest ?? null;
  const whole = useQuery(splitQuery(accountId, version, manifest));
  const sha256 = manifest === null ? file.sha256 : (whole.data?.sha256 ?? null);
  return sha256 !== null && <HashCell fileName={file.fileName} sha256={sha256} />;
}
