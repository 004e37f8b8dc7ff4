import type { ReactElement, ReactNode } from 'react';
import { Focusable, Tooltip, TooltipTrigger } from 'react-aria-components';
import styles from './Button.module.css';
import { classNames } from './class-names.ts';

type Props = {
  /** What is told on hover. */
  readonly text: ReactNode;
  /** One element that can take the handlers. */
  readonly children: ReactElement<Record<string, unknown>, string>;
};

/** More about a piece of text on hover, such as a full date. What matters must also be reachable elsewhere. */
export function Tip({ text, children }: Props): ReactNode {
  return (
    <TooltipTrigger delay={400} closeDelay={0}>
      <Focusable excludeFromTabOrder>{children}</Focusable>
      <Tooltip className={classNames(styles.tooltip)} offset={4}>
        {text}
      </Tooltip>
    </TooltipTrigger>
  );
}
