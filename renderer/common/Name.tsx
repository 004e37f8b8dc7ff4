import type { ReactNode } from 'react';
import { visibleText } from '../../shared/visible-text.ts';

type Props = {
  /** A name from a server, a disk or a user. */
  readonly children: string;
};

/** A foreign name inside text of the app: its writing direction stays inside, its invisible characters are shown. */
export function Name({ children }: Props): ReactNode {
  return <bdi>{visibleText(children)}</bdi>;
}
