import { useMutation } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { useShallow } from 'zustand/react/shallow';
import type { Transfer, TransferDecision, TransferId } from '../../shared/transfer.ts';
import { visibleText } from '../../shared/visible-text.ts';
import { ask, failureOf } from '../bridge.ts';
import { Button } from '../common/Button.tsx';
import { classNames } from '../common/class-names.ts';
import { Dialog } from '../common/Dialog.tsx';
import { FailureNote } from '../common/FailureNote.tsx';
import { formatNumber } from '../common/format-number.ts';
import { useTransfers } from '../stores/transfers.ts';
import { t } from '../text/text.ts';
import styles from './DecisionDialog.module.css';
import { DecisionFields } from './DecisionFields.tsx';
import { type Choice, decisionOf, planDecisions } from './plan-decisions.ts';
import { useTakenNames } from './use-taken-names.ts';

/** As many as can be looked at in one go; the others come when these are settled. */
const mostShown = 50;

type Decided = readonly (readonly [TransferId, TransferDecision])[];

type Props = { readonly ids: readonly TransferId[]; readonly onClose: () => void };

/** Asks what becomes of publishes whose names are taken by other bytes: leave the server's, or take other names. */
export function DecisionDialog({ ids, onClose }: Props): ReactNode {
  const [choices, setChoices] = useState<ReadonlyMap<TransferId, Choice>>(new Map());
  const conflicts = useTransfers(
    useShallow((state) =>
      ids.flatMap((id) => {
        const transfer = state.byId.get(id);
        return transfer?.state === 'needs-decision' ? [transfer] : [];
      }),
    ),
  );
  const shown = conflicts.slice(0, mostShown);
  const taken = useTakenNames(shown);
  const rows = planDecisions(shown, choices, taken.byVersion, taken.theirs);
  const decide = useMutation({
    mutationFn: async (decided: Decided) => {
      for (const [id, decision] of decided) await ask('transfers:decide', { id, decision });
    },
    onSuccess: (_nothing, decided) => {
      if (decided.length === conflicts.length) onClose();
    },
  });
  const isBusy = decide.isPending;
  const isReady = rows.length > 0 && rows.every(({ problem }) => problem === null);
  const keepAll = () => decide.mutate(conflicts.map(({ id }) => [id, { kind: 'keep-theirs' }]));
  const apply = () => decide.mutate(rows.map((row) => [row.transfer.id, decisionOf(row)]));
  return (
    <Dialog
      title={titleOf(conflicts)}
      isBusy={isBusy}
      onClose={onClose}
      footer={
        <>
          {conflicts.length > 1 && (
            <span className={classNames(styles.keepAll)}>
              <Button isDisabled={isBusy} onPress={keepAll}>
                {t('transfers.decision.keepAll')}
              </Button>
            </span>
          )}
          <Button isDisabled={isBusy} onPress={onClose}>
            {t('common.cancel')}
          </Button>
          <Button look="primary" isDisabled={!isReady && !isBusy} isBusy={isBusy} onPress={apply}>
            {t(isBusy ? 'transfers.decision.applying' : 'transfers.decision.apply')}
          </Button>
        </>
      }
    >
      <p>{textOf(conflicts)}</p>
      <form
        className={classNames(styles.rows)}
        onSubmit={(event) => {
          event.preventDefault();
          if (isReady && !isBusy) apply();
        }}
      >
        {rows.map((row, position) => (
          <DecisionFields
            key={row.transfer.id}
            row={row}
            isLooking={taken.isLooking}
            isFirst={position === 0}
            isDisabled={isBusy}
            onChoose={(choice) => setChoices(new Map(choices).set(row.transfer.id, choice))}
          />
        ))}
        <button type="submit" hidden disabled={!isReady || isBusy} aria-hidden tabIndex={-1} />
      </form>
      {conflicts.length > shown.length && (
        <p className={classNames(styles.dim)}>
          {t('transfers.decision.more', { amount: formatNumber(conflicts.length - shown.length) })}
        </p>
      )}
      {decide.error !== null && <FailureNote failure={failureOf(decide.error)} />}
    </Dialog>
  );
}

function titleOf(conflicts: readonly Transfer[]): string {
  const [first] = conflicts;
  if (first === undefined || conflicts.length > 1) {
    return t('transfers.decision.titleMany', { amount: formatNumber(conflicts.length) });
  }
  return t('transfers.decision.title', { file: visibleText(first.coordinates.fileName) });
}

function textOf({ length }: readonly Transfer[]): string {
  if (length === 0) return t('transfers.decision.settled');
  return t(length === 1 ? 'transfers.decision.text' : 'transfers.decision.textMany');
}
