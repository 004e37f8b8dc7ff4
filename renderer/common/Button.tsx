import type { ReactNode } from 'react';
import { Button as AriaButton, type ButtonProps, Tooltip, TooltipTrigger } from 'react-aria-components';
import styles from './Button.module.css';
import { classNames } from './class-names.ts';

type Props = Omit<ButtonProps, 'className' | 'style' | 'children' | 'isPending'> & {
  /** `primary` is the one thing to do, `danger` destroys, `plain` is drawn as text until pointed at. */
  readonly look?: 'normal' | 'primary' | 'danger' | 'plain';
  /** What it does is being done: it keeps place and focus, and cannot be pressed again. */
  readonly isBusy?: boolean;
  readonly children: ReactNode;
};

/** What takes the place of pressing while busy. A disabled button would lose the focus. */
const busyProps = { type: 'button', 'aria-disabled': 'true', onPress: () => undefined } as const;

/** A button with words. */
export function Button({ look = 'normal', isBusy = false, children, ...props }: Props): ReactNode {
  return (
    <AriaButton
      {...props}
      {...(isBusy ? busyProps : {})}
      className={classNames(styles.button, styles[look], isBusy && styles.busy)}
    >
      {children}
    </AriaButton>
  );
}

type IconButtonProps = Omit<ButtonProps, 'className' | 'style' | 'children' | 'aria-label'> & {
  /** Its name for screen readers and in the tooltip. */
  readonly label: string;
  /** A lucide icon. */
  readonly children: ReactNode;
};

/** A button with an icon only; its name shows on hover and focus. */
export function IconButton({ label, children, ...props }: IconButtonProps): ReactNode {
  return (
    <TooltipTrigger delay={600} closeDelay={0}>
      <AriaButton {...props} aria-label={label} className={classNames(styles.button, styles.icon)}>
        {children}
      </AriaButton>
      <Tooltip className={classNames(styles.tooltip)} offset={6}>
        {label}
      </Tooltip>
    </TooltipTrigger>
  );
}
