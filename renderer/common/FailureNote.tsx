import { TriangleAlert } from 'lucide-react';
import { type ReactNode, useEffect, useRef } from 'react';
import type { Failure } from '../../shared/failure.ts';
import { describeFailure } from '../text/failures.ts';
import { classNames } from './class-names.ts';
import styles from './FailureNote.module.css';

type Props = {
  readonly failure: Failure;
  /** What can be done about it right here. */
  readonly children?: ReactNode;
};

/** What went wrong, who can mend it and how, in the place where it matters. Announced when it appears. */
export function FailureNote({ failure, children }: Props): ReactNode {
  const words = describeFailure(failure);
  const place = useRef<HTMLDivElement>(null);
  useEffect(() => {
    place.current?.scrollIntoView({ block: 'nearest' });
  }, []);
  return (
    <div ref={place} role="alert" className={classNames(styles.note)}>
      <TriangleAlert size={16} aria-hidden />
      <div className={classNames(styles.words)}>
        <p className={classNames(styles.title)}>{words.title}</p>
        <p>{words.nextStep}</p>
        {words.details !== null && <p className={classNames(styles.server)}>{words.details}</p>}
        {children !== undefined && <div className={classNames(styles.actions)}>{children}</div>}
      </div>
    </div>
  );
}
