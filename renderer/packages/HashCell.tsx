import { Copy } from 'lucide-react';
import type { ReactNode } from 'react';
import { visibleText } from '../../shared/visible-text.ts';
import { IconButton } from '../common/Button.tsx';
import { classNames } from '../common/class-names.ts';
import table from '../common/table/Table.module.css';
import { t } from '../text/text.ts';
import { copyText } from './package-actions.ts';
import { shortHash } from './short-hash.ts';

type Props = { readonly fileName: string; readonly sha256: string };

/** The beginning of a checksum; copies all of it. */
export function HashCell({ fileName, sha256 }: Props): ReactNode {
  return (
    <>
      <code className={classNames(table.hash)} title={sha256}>
        {shortHash(sha256)}
      </code>
      <span className={classNames(table.onPoint)}>
        <IconButton
          label={t('detail.copyHash', { file: visibleText(fileName) })}
          onPress={() => copyText(sha256)}
        >
          <Copy size={13} aria-hidden />
        </IconButton>
      </span>
    </>
  );
}
