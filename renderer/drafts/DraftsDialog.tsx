import type { ReactNode } from 'react';
import type { DraftSummary } from '../../shared/publish-draft.ts';
import { visibleText } from '../../shared/visible-text.ts';
import { Button } from '../common/Button.tsx';
import { classNames } from '../common/class-names.ts';
import { Dialog } from '../common/Dialog.tsx';
import { EmptyState } from '../common/EmptyState.tsx';
import { formatBytes } from '../common/format-bytes.ts';
import { formatWhen } from '../common/format-time.ts';
import { useNow } from '../common/use-now.ts';
import { useAccount } from '../stores/accounts.ts';
import { discardDrafts, draftName, openDraft, useDrafts } from '../stores/drafts.ts';
import { t } from '../text/text.ts';
import { DiscardDraft } from './DiscardDraft.tsx';
import styles from './DraftsDialog.module.css';

/** Publish sheets that were begun: each can be gone on with, or thrown away. */
export function DraftsDialog({ onClose }: { readonly onClose: () => void }): ReactNode {
  const drafts = useDrafts();
  return (
    <Dialog
      title={t('drafts.title')}
      subtitle={t('drafts.subtitle')}
      onClose={onClose}
      footer={<Button onPress={onClose}>{t('common.close')}</Button>}
    >
      {drafts.length === 0 ? (
        <EmptyState title={t('drafts.none')} text={t('drafts.noneText')} />
      ) : (
        <ul aria-label={t('drafts.title')} className={classNames(styles.drafts)}>
          {drafts.map((draft, position) => (
            <DraftItem key={draft.id} draft={draft} isFirst={position === 0} />
          ))}
        </ul>
      )}
    </Dialog>
  );
}

type ItemProps = { readonly draft: DraftSummary; readonly isFirst: boolean };

function DraftItem({ draft, isFirst }: ItemProps): ReactNode {
  const account = useAccount(draft.accountId);
  const name = draftName(draft);
  const facts = [
    t('drafts.files', { count: draft.files, size: formatBytes(draft.bytes) }),
    draft.owner === '' ? null : visibleText(draft.owner),
    account === null ? null : visibleText(account.label),
    formatWhen(draft.savedAt, useNow()),
  ];
  return (
    <li>
      <span className={classNames(styles.words)}>
        <strong className={classNames(styles.name)}>{name}</strong>
        <span className={classNames(styles.facts)}>{facts.filter((fact) => fact !== null).join(' · ')}</span>
      </span>
      <DiscardDraft name={name} isWorkedOn={draft.isWorkedOn} onDiscard={() => discardDrafts([draft.id])} />
      <Button
        autoFocus={isFirst}
        aria-label={t('drafts.openOf', { name })}
        onPress={() => void openDraft(draft.id)}
      >
        {t('drafts.open')}
      </Button>
    </li>
  );
}
