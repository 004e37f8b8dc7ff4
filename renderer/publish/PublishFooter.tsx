import type { ReactNode } from 'react';
import type { PlanReport } from '../../shared/plan-report.ts';
import type { PublishPlan } from '../../shared/publish-plan.ts';
import { Button } from '../common/Button.tsx';
import { classNames } from '../common/class-names.ts';
import { formatBytes } from '../common/format-bytes.ts';
import { DiscardDraft } from '../drafts/DiscardDraft.tsx';
import { t } from '../text/text.ts';
import { PlanMenu } from './PlanMenu.tsx';
import styles from './PublishSheet.module.css';

/** The form that the button sends, so that Enter in its fields does the same. */
export const publishFormId = 'publish-form';

type Props = {
  readonly plan: PublishPlan;
  /** Why nothing can be sent yet; null when it can. */
  readonly reason: string | null;
  readonly isBusy: boolean;
  /** The plan as it is given away; null while it is not known where to publish. */
  readonly report: (() => PlanReport) | null;
  /** Whether discarding loses what the user did. */
  readonly isWorkedOn: boolean;
  readonly onDiscard: () => void;
  readonly onClose: () => void;
};

/** What would be sent, or why not, and the one button. */
export function PublishFooter(props: Props): ReactNode {
  const { plan, reason, isBusy, report, isWorkedOn, onDiscard, onClose } = props;
  return (
    <>
      <output id="publish-summary" className={classNames(styles.summary)}>
        {reason ?? t('publish.toSend', { count: plan.filesToSend, size: formatBytes(plan.bytesToSend) })}
        {reason === null && plan.filesToReplace > 0 && t('publish.toReplace', { count: plan.filesToReplace })}
      </output>
      {report !== null && <PlanMenu report={report} />}
      <DiscardDraft isWorkedOn={isWorkedOn} isDisabled={isBusy} onDiscard={onDiscard} />
      <Button onPress={onClose} isDisabled={isBusy}>
        {t('common.close')}
      </Button>
      <Button
        look="primary"
        type="submit"
        form={publishFormId}
        aria-describedby="publish-summary"
        isDisabled={reason !== null}
        isBusy={isBusy}
      >
        {isBusy ? t('publish.submitting') : t('publish.submit')}
      </Button>
    </>
  );
}
