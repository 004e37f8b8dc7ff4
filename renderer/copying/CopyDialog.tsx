import { useMutation } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import type { CopyPlan, CopySource } from '../../shared/copying.ts';
import { stopsCopy } from '../../shared/copying.ts';
import { severityOf } from '../../shared/publish-conditions.ts';
import { visibleText } from '../../shared/visible-text.ts';
import { ask, failureOf } from '../bridge.ts';
import { Button } from '../common/Button.tsx';
import { Dialog } from '../common/Dialog.tsx';
import { FailureNote } from '../common/FailureNote.tsx';
import { useSettledValue } from '../common/use-settled-value.ts';
import { Conditions } from '../publish/Conditions.tsx';
import { useConditions } from '../publish/use-conditions.ts';
import { useAccount } from '../stores/accounts.ts';
import { say } from '../stores/notices.ts';
import { t } from '../text/text.ts';
import { CopyFields } from './CopyFields.tsx';
import { CopyPreview } from './CopyPreview.tsx';
import { firstForm, isWhereItIs, placeOf, targetOf } from './copy-form.ts';
import { useCopyPlan } from './use-copy-plan.ts';

type Props = { readonly from: CopySource; readonly onClose: () => void };

/** Milliseconds without typing before the owner is asked for. */
const typingPause = 400;

/** Copies or moves a version or a package to another place, after showing what that comes to. */
export function CopyDialog({ from, onClose }: Props): ReactNode {
  const [form, setForm] = useState(() => firstForm(from));
  const account = useAccount(from.accountId);
  const accountLabel = visibleText(account?.label ?? '');
  const to = targetOf(from, form);
  const planning = useCopyPlan(from, to);
  const owner = useSettledValue(to?.owner ?? '', typingPause);
  const conditions = useConditions(form.accountId, to === null ? '' : owner);
  // Who may publish to an owner may delete there too.
  const placeNow = placeOf(from);
  const isMove = form.afterwards === 'delete';
  const leaving = useConditions(from.accountId, isMove && to !== null ? placeNow.owner : '');
  const start = useMutation({
    mutationFn: (plan: CopyPlan) => ask('copies:start', { plan: plan.id, afterwards: form.afterwards }),
    onSuccess: (ids, plan) => {
      onClose();
      if (ids.length > 0) say(t(`copying.started.${form.afterwards}`, { count: plan.versions }));
    },
  });
  const plan = planning.planned?.kind === 'planned' ? planning.planned.plan : null;
  const cannotLeave = leaving.filter((condition) => severityOf(condition) === 'error');
  const isRefused =
    cannotLeave.length > 0 || conditions.some((condition) => severityOf(condition) === 'error');
  const isReady =
    plan !== null && plan.versions > 0 && !plan.problems.some(stopsCopy) && !isRefused && !start.isPending;
  const version = from.kind === 'version' ? ` ${visibleText(from.version.version)}` : '';
  return (
    <Dialog
      title={t('copying.title', { name: `${visibleText(placeNow.packageName)}${version}` })}
      subtitle={t('copying.subtitle', { owner: visibleText(placeNow.owner), account: accountLabel })}
      isBusy={start.isPending}
      onClose={onClose}
      footer={
        <>
          <Button onPress={onClose} isDisabled={start.isPending}>
            {t('common.cancel')}
          </Button>
          <Button
            look="primary"
            type="submit"
            form="copy-form"
            isDisabled={!isReady && !start.isPending}
            isBusy={start.isPending}
          >
            {t(form.afterwards === 'keep' ? 'copying.confirmCopy' : 'copying.confirmMove')}
          </Button>
        </>
      }
    >
      <form
        id="copy-form"
        onSubmit={(event) => {
          event.preventDefault();
          if (isReady) start.mutate(plan);
        }}
      >
        <CopyFields
          from={from}
          form={form}
          isDisabled={start.isPending}
          onChange={(change) => setForm({ ...form, ...change })}
        />
      </form>
      <Conditions
        // That the server could not be asked is told once.
        conditions={conditions.filter(
          ({ kind }) => kind !== 'unchecked' || planning.planned?.kind !== 'refused',
        )}
        owner={visibleText(owner)}
      />
      {cannotLeave.length > 0 && (
        <>
          <p>{t('copying.cannotLeave', { owner: visibleText(placeNow.owner), account: accountLabel })}</p>
          <Conditions conditions={cannotLeave} owner={visibleText(placeNow.owner)} />
        </>
      )}
      <CopyPreview
        planning={planning}
        isWhereItIs={isWhereItIs(from, form)}
        isMove={isMove}
        from={accountLabel}
      />
      {start.error !== null && <FailureNote failure={failureOf(start.error)} />}
    </Dialog>
  );
}
