import type { ReactNode } from 'react';
import type { PublishPlan } from '../../shared/publish-plan.ts';
import { Button } from '../common/Button.tsx';
import { classNames } from '../common/class-names.ts';
import { formatBytes } from '../common/format-bytes.ts';
import { t } from '../text/text.ts';
import styles from './PublishSheet.module.css';

/** The form that the button sends, so that Enter in its fields does the same. */
export const publishFormId = 'publish-form';

type Props = {
  readonly plan: PublishPlan;
  /** Why nothing can be sent yet; null when it can. */
  readonly reason: string | null;
  readonly isBusy: boolean;
  readonly onClose: () => void;
};

/** What would be sent, or why not, and the one button. */
export function PublishFooter({ plan, reason, isBusy, onClose }: Props): ReactNode {
  return (
    <>
      <output id="publish-summary" className={classNames(styles.summary)}>
        {reason ?? t('publish.toSend', { count: plan.filesToSend, size: formatBytes(plan.bytesToSend) })}
        {reason === null && plan.filesToReplace > 0 && t('publish.toReplace', { count: plan.filesToReplace })}
      </output>
      <Button onPress={onClose} isDisabled={isBusy}>
        {t('common.cancel')}
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
