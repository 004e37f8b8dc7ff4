import type { ReactNode } from 'react';
import type { ComparedFile } from '../../shared/compare-files.ts';
import { visibleText } from '../../shared/visible-text.ts';
import { classNames } from '../common/class-names.ts';
import { formatBytes } from '../common/format-bytes.ts';
import { LongList } from '../common/LongList.tsx';
import { Name } from '../common/Name.tsx';
import { Tag } from '../common/Tag.tsx';
import { shortHash } from '../packages/short-hash.ts';
import { t } from '../text/text.ts';
import styles from './Compare.module.css';

const rowsInSight = 11;

const tones = {
  added: 'accent',
  removed: 'danger',
  changed: 'warning',
  renamed: 'neutral',
  same: 'neutral',
} as const;

type Props = { readonly rows: readonly ComparedFile[] };

/** The files of two versions, one row each. Only those in sight exist. */
export function ComparedList({ rows }: Props): ReactNode {
  return (
    <LongList
      label={t('compare.list')}
      count={rows.length}
      rowsInSight={rowsInSight}
      keyOf={(position) => `${rows[position]?.from?.id} ${rows[position]?.to?.id}`}
      rowStyle={styles.row}
    >
      {(position) => {
        const compared = rows[position];
        return compared === undefined ? null : <ComparedRow compared={compared} />;
      }}
    </LongList>
  );
}

function ComparedRow({ compared }: { readonly compared: ComparedFile }): ReactNode {
  return (
    <>
      <span className={classNames(styles.kind)}>
        <Tag tone={tones[compared.kind]}>{t(`compare.words.${compared.kind}`)}</Tag>
      </span>
      <span className={classNames(styles.name)}>
        <Name>{compared.name}</Name>
        {compared.kind === 'renamed' && (
          <span className={classNames(styles.dim)}>
            {' '}
            {t('compare.was', { name: visibleText(compared.from.fileName) })}
          </span>
        )}
      </span>
      <span className={classNames(styles.size)}>{sizes(compared)}</span>
      <code className={classNames(styles.hash)} title={(compared.to ?? compared.from).sha256}>
        {hashes(compared)}
      </code>
    </>
  );
}

/** `1.2 MB`, or `1.2 MB → 1.3 MB` where that changed. */
function sizes({ from, to }: ComparedFile): string {
  if (from !== null && to !== null && from.size !== to.size)
    return `${formatBytes(from.size)} → ${formatBytes(to.size)}`;
  return formatBytes((to ?? from)?.size ?? 0);
}

function hashes({ kind, from, to }: ComparedFile): string {
  if (kind === 'changed' && from !== null && to !== null)
    return `${from.sha256.slice(0, 8)} → ${to.sha256.slice(0, 8)}`;
  return shortHash((to ?? from)?.sha256 ?? '');
}
