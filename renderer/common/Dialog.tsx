import type { ReactNode } from 'react';
import { Dialog as AriaDialog, Heading, Modal, ModalOverlay } from 'react-aria-components';
import { classNames } from './class-names.ts';
import styles from './Dialog.module.css';

type Props = {
  readonly title: ReactNode;
  /** Under the title: where this happens. */
  readonly subtitle?: ReactNode;
  readonly children: ReactNode;
  /** Its buttons, and what is said beside them. */
  readonly footer?: ReactNode;
  /** `alertdialog` for what destroys. */
  readonly role?: 'dialog' | 'alertdialog';
  readonly width?: 'narrow' | 'normal' | 'wide';
  /** While true, Escape does not close it. */
  readonly isBusy?: boolean;
  readonly onClose: () => void;
};

/** A modal dialog: title, content that scrolls, footer that stays. Escape closes it; a click beside it does not. */
export function Dialog({
  title,
  subtitle,
  children,
  footer,
  role = 'dialog',
  width = 'normal',
  isBusy = false,
  onClose,
}: Props): ReactNode {
  return (
    <ModalOverlay
      isOpen
      isKeyboardDismissDisabled={isBusy}
      onOpenChange={(isOpen) => {
        if (!isOpen) onClose();
      }}
      className={classNames(styles.scrim)}
    >
      <Modal className={classNames(styles.modal, styles[width])}>
        <AriaDialog role={role} className={classNames(styles.dialog)}>
          <header className={classNames(styles.header)}>
            <Heading slot="title" className={classNames(styles.title)}>
              {title}
            </Heading>
            {subtitle !== undefined && <p className={classNames(styles.subtitle)}>{subtitle}</p>}
          </header>
          <div className={classNames(styles.content)}>{children}</div>
          {footer !== undefined && <footer className={classNames(styles.footer)}>{footer}</footer>}
        </AriaDialog>
      </Modal>
    </ModalOverlay>
  );
}
