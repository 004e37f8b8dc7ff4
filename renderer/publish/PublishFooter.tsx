import type { ReactNode } from 'react';
import type { PublishPlan } from '../../shared/publish-plan.ts';
import { Button } from '../common/Button.tsx';
import { classNames } from '../common/class-names.ts';
import { formatBytes } from '../common/format-bytes.ts';
import { t } from '../text/text.ts';
import styles from './PublishSheet.module.css';

type Props = {
  readonly plan: PublishPlan;
  /** Why nothing can be sent yet; null when it can. */
  readonly reason: string | null;
  readonly isBusy: boolean;
  readonly onPublish: () => void;
  readonly onClose: () => void;
};

/** What would be sent, or why not, and the one button. */
export function PublishFooter({ plan, reason, isBusy, onPublish, onClose }: Props): ReactNode {
  return (
    <>
      <output id="publish-summary" className={classNames(styles.summary)}>
        {reason ?? t('publish.toSend', { count: plan.filesToSend, size: formatBytes(plan.bytesToSend) })}
      </output>
      <Button onPress={onClose} isDisabled={isBusy}>
        {t('common.cancel')}
      </Button>
      <Button
        look="primary"
        aria-describedby="publish-summary"
        isDisabled={reason !== null}
        isBusy={isBusy}
        onPress={onPublish}
      >
        {isBusy ? t('publish.submitting') : t('publish.submit')}
      </Button>
    </>
  );
}
