import type { ReactNode } from 'react';
import { visibleText } from '../../shared/visible-text.ts';
import { Button } from '../common/Button.tsx';
import { classNames } from '../common/class-names.ts';
import { FailureNote } from '../common/FailureNote.tsx';
import { formatNumber } from '../common/format-number.ts';
import { useAccount } from '../stores/accounts.ts';
import { useCopyPlanning } from '../stores/copy-planning.ts';
import { t } from '../text/text.ts';
import styles from './CopyDialog.module.css';
import { PlanHint, PlanNote } from './PlanNote.tsx';
import type { CopyPlanning } from './use-copy-plan.ts';

type Props = {
  readonly planning: CopyPlanning;
  /** Whether the fields name the place where it is now. */
  readonly isWhereItIs: boolean;
  readonly isMove: boolean;
  /** What the account is called that it is copied from. */
  readonly from: string;
};

/** What copying to the chosen place would come to, or why that is not known. */
export function CopyPreview({ planning, isWhereItIs, isMove, from }: Props): ReactNode {
  const { planned, isLooking, failure, tryAgain } = planning;
  const plan = planned?.kind === 'planned' ? planned.plan : null;
  const refusing = useAccount(planned?.kind === 'refused' ? planned.accountId : null);
  return (
    <div className={classNames(styles.preview)} aria-live="polite">
      {isWhereItIs && <PlanHint>{t('copying.whereItIs')}</PlanHint>}
      {isLooking && <Looking />}
      {plan !== null && (
        <>
          <PlanNote plan={plan} />
          <p className={classNames(styles.dim)}>
            {isMove ? t('copying.moveNote', { account: from, count: plan.versions }) : t('copying.copyNote')}
          </p>
        </>
      )}
      {planned?.kind === 'refused' && (
        <>
          <p>{t('copying.refused', { account: visibleText(refusing?.label ?? '') })}</p>
          <FailureNote failure={planned.failure}>
            <Button onPress={tryAgain}>{t('common.tryAgain')}</Button>
          </FailureNote>
        </>
      )}
      {failure !== null && (
        <FailureNote failure={failure}>
          <Button onPress={tryAgain}>{t('common.tryAgain')}</Button>
        </FailureNote>
      )}
    </div>
  );
}

/** Drawn by itself, since it follows every version that was looked at. */
function Looking(): ReactNode {
  const progress = useCopyPlanning((state) => state.progress);
  return (
    <p className={classNames(styles.dim)}>
      {progress === null || progress.total === 1
        ? t('copying.looking')
        : t('copying.lookingAt', { done: formatNumber(progress.done), total: formatNumber(progress.total) })}
    </p>
  );
}
