import type { ReactNode } from 'react';
import { readPartName } from '../../shared/split-volumes.ts';
import { classNames } from './class-names.ts';
import styles from './FileName.module.css';
import { Name } from './Name.tsx';

type Props = { readonly children: string };

/** A file's name on one line. Where it is cut short, that of a part still tells which one it is. */
export function FileName({ children }: Props): ReactNode {
  const part = readPartName(children);
  if (part === null) return <Name>{children}</Name>;
  return (
    <span className={classNames(styles.whole)}>
      <span className={classNames(styles.beginning)}>
        <Name>{part.name}</Name>
      </span>
      <span className={classNames(styles.ending)}>{children.slice(part.name.length)}</span>
    </span>
  );
}
