import { X } from 'lucide-react';
import { type ReactNode, useEffect } from 'react';
import { useDialogs } from '../stores/dialogs.ts';
import { type Notice, useNotices } from '../stores/notices.ts';
import { t } from '../text/text.ts';
import { IconButton } from './Button.tsx';
import { classNames } from './class-names.ts';
import { FailureNote } from './FailureNote.tsx';
import styles from './NoticeHost.module.css';

/** Milliseconds that a notice stays: long enough to read it twice. */
function staysFor(text: string): number {
  return Math.max(4000, text.length * 120);
}

/** Shows the passing word of the moment below the header, until a dialog opens; a failure stays until dismissed. */
export function NoticeHost(): ReactNode {
  const notice = useNotices((state) => state.notice);
  const dismiss = useNotices((state) => state.dismiss);
  const isDialogOpen = useDialogs((state) => state.dialog !== null);
  useEffect(() => {
    const { notice: shown } = useNotices.getState();
    if (isDialogOpen && shown?.kind === 'said') dismiss(shown.id);
  }, [isDialogOpen, dismiss]);
  useEffect(() => {
    if (notice === null || notice.kind === 'failed') return undefined;
    const timer = setTimeout(() => dismiss(notice.id), staysFor(notice.text));
    return () => clearTimeout(timer);
  }, [notice, dismiss]);
  return (
    <div className={classNames(styles.place)} data-react-aria-top-layer="true">
      <output className={classNames(notice?.kind === 'said' && styles.said)}>
        {notice?.kind === 'said' && notice.text}
      </output>
      {notice?.kind === 'failed' && <FailedNotice notice={notice} onDismiss={() => dismiss(notice.id)} />}
    </div>
  );
}

type FailedProps = {
  readonly notice: Extract<Notice, { kind: 'failed' }>;
  readonly onDismiss: () => void;
};

function FailedNotice({ notice, onDismiss }: FailedProps): ReactNode {
  return (
    <div className={classNames(styles.failed)}>
      <FailureNote failure={notice.failure} />
      <IconButton label={t('common.dismiss')} onPress={onDismiss}>
        <X size={16} aria-hidden />
      </IconButton>
    </div>
  );
}
