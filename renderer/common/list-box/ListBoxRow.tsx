import { type HTMLAttributes, type ReactNode, useRef } from 'react';
import { useOption } from 'react-aria';
import { classNames } from '../class-names.ts';
import styles from './LongListBox.module.css';
import type { ListBoxPlace } from './LongListBox.tsx';

type Props<Row> = {
  readonly place: ListBoxPlace<Row>;
  readonly className?: string | undefined;
  readonly attributes?: HTMLAttributes<HTMLElement>;
  readonly children: ReactNode;
};

/** A row of a `LongListBox`. */
export function ListBoxRow<Row>({ place, className, attributes, children }: Props<Row>): ReactNode {
  const { state, id, top, height } = place;
  const ref = useRef<HTMLDivElement>(null);
  const { optionProps } = useOption({ key: id }, state, ref);
  return (
    <div
      {...attributes}
      {...optionProps}
      ref={ref}
      className={classNames(styles.row, className)}
      style={{ height, transform: `translateY(${top}px)` }}
    >
      {children}
    </div>
  );
}
