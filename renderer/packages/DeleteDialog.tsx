import { type ReactNode, useState } from 'react';
import type { Failure } from '../../shared/failure.ts';
import { visibleText } from '../../shared/visible-text.ts';
import { Button } from '../common/Button.tsx';
import { classNames } from '../common/class-names.ts';
import { Dialog } from '../common/Dialog.tsx';
import { FailureNote } from '../common/FailureNote.tsx';
import { Name } from '../common/Name.tsx';
import { TextField } from '../common/TextField.tsx';
import { KeepingNote, KeepNote } from '../deletion/KeepNote.tsx';
import { cancelKeeping, useChestState } from '../stores/chest.ts';
import { t } from '../text/text.ts';
import styles from './DeleteDialog.module.css';
import { isConfirmed } from './is-confirmed.ts';

type Props = {
  readonly title: string;
  readonly width?: 'narrow' | 'normal';
  /** All that goes, where that is much. */
  readonly children?: ReactNode;
  /** What exactly would be deleted: label and value, in the order in which they are read. */
  readonly facts: readonly (readonly [label: string, value: string])[];
  /** What goes with it. */
  readonly consequences: readonly string[];
  /** Bytes that would go, null where nobody knows; many things may be kept in part. */
  readonly keeps: { readonly bytes: number | null; readonly isMany: boolean };
  /** What must be typed first; null where a press is enough. */
  readonly confirmation: { readonly label: string; readonly text: string } | null;
  /** Why it cannot be done yet; null when it can. */
  readonly notYet: string | null;
  readonly action: string;
  readonly isBusy: boolean;
  readonly failure: Failure | null;
  readonly onDelete: () => void;
  readonly onClose: () => void;
};

/** Asks before something is deleted on the server. The focus is on Cancel; what failed is told inside. */
export function DeleteDialog(props: Props): ReactNode {
  const { confirmation, isBusy, failure, notYet } = props;
  const isKeeping = (useChestState()?.keeping ?? null) !== null;
  const [typed, setTyped] = useState('');
  const canDelete = isConfirmed(typed, confirmation?.text ?? null) && notYet === null && !isBusy;
  return (
    <Dialog
      role="alertdialog"
      width={props.width ?? 'narrow'}
      title={props.title}
      isBusy={isBusy}
      onClose={props.onClose}
      footer={
        <>
          <Button
            autoFocus
            onPress={isBusy ? cancelKeeping : props.onClose}
            isDisabled={isBusy && !isKeeping}
          >
            {t('common.cancel')}
          </Button>
          <Button look="danger" isDisabled={!canDelete && !isBusy} isBusy={isBusy} onPress={props.onDelete}>
            {isBusy ? t('deletion.deleting') : props.action}
          </Button>
        </>
      }
    >
      <dl className={classNames(styles.facts)}>
        {props.facts.map(([label, value]) => (
          <div key={label} className={classNames(styles.fact)}>
            <dt>{label}</dt>
            <dd>
              <Name>{value}</Name>
            </dd>
          </div>
        ))}
      </dl>
      {props.children}
      {props.consequences.map((consequence) => (
        <p key={consequence} className={classNames(styles.consequence)}>
          {consequence}
        </p>
      ))}
      <KeepNote {...props.keeps} />
      {confirmation !== null && (
        <form
          onSubmit={(event) => {
            event.preventDefault();
            if (canDelete) props.onDelete();
          }}
        >
          <TextField
            label={confirmation.label}
            description={t('deletion.toType', { text: visibleText(confirmation.text) })}
            value={typed}
            onChange={setTyped}
            isDisabled={isBusy}
          />
        </form>
      )}
      {isBusy && <KeepingNote />}
      {notYet !== null && failure === null && <output>{notYet}</output>}
      {failure !== null && failure.reason !== 'cancelled' && <FailureNote failure={failure} />}
    </Dialog>
  );
}
