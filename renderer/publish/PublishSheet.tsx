import { type ReactNode, useCallback, useMemo } from 'react';
import type { Account } from '../../shared/account.ts';
import { withChecksumsRow } from '../../shared/checksums-plan.ts';
import type { Ticket } from '../../shared/local-file.ts';
import type { NamingRule } from '../../shared/naming-rule.ts';
import type { Owner } from '../../shared/owner.ts';
import type { PublishCondition } from '../../shared/publish-conditions.ts';
import { visibleText } from '../../shared/visible-text.ts';
import { bridge, failureOf } from '../bridge.ts';
import { classNames } from '../common/class-names.ts';
import { Dialog } from '../common/Dialog.tsx';
import { FailureNote } from '../common/FailureNote.tsx';
import { usePatience } from '../common/use-patience.ts';
import { useAccount } from '../stores/accounts.ts';
import { discardDrafts, keepDraftNow } from '../stores/drafts.ts';
import { say } from '../stores/notices.ts';
import { takeInExcluded } from '../stores/publish.ts';
import { type SheetContent, ticketsOf, usePublishSheet } from '../stores/publish-sheet.ts';
import { isWorkedOn } from '../stores/sheet-draft.ts';
import { t } from '../text/text.ts';
import { ChecksumsField } from './ChecksumsField.tsx';
import { Conditions } from './Conditions.tsx';
import { ConflictFields } from './ConflictFields.tsx';
import { ExcludeField } from './ExcludeField.tsx';
import { LeftOut } from './LeftOut.tsx';
import { NamingRuleFields } from './NamingRuleFields.tsx';
import { PublishFields } from './PublishFields.tsx';
import { PublishFooter, publishFormId } from './PublishFooter.tsx';
import { PublishRows } from './PublishRows.tsx';
import styles from './PublishSheet.module.css';
import { planReporter } from './plan-reporter.ts';
import { reasonNotToPublish } from './reason-not-to-publish.ts';
import { SplitField } from './SplitField.tsx';
import { useChecksums } from './use-checksums.ts';
import { useConditions } from './use-conditions.ts';
import { useDestination } from './use-destination.ts';
import { useDraftSaving } from './use-draft-saving.ts';
import { useExcluded } from './use-excluded.ts';
import { reasonNotPacked, usePacked } from './use-packed.ts';
import { usePublish } from './use-publish.ts';
import { usePublishPlan } from './use-publish-plan.ts';
import { useSplitChoice } from './use-split-choice.ts';

/** The publish sheet while it has content. */
export function OpenPublishSheet({ onClose }: { readonly onClose: () => void }): ReactNode {
  const content = usePublishSheet((state) => state.content);
  return content === null ? null : <PublishSheet content={content} onClose={onClose} />;
}

type Props = { readonly content: SheetContent; readonly onClose: () => void };

/** Shows what publishing would do, lets it be mended, and only then sends. */
function PublishSheet({ content, onClose }: Props): ReactNode {
  const { selection, removed, names, rule, conflicts } = content;
  const change = usePublishSheet((state) => state.change);
  const end = usePublishSheet((state) => state.end);
  const { files: meant, excluded } = useExcluded(content);
  const chosen = useMemo(() => meant.filter((file) => !removed.has(file.ticket)), [meant, removed]);
  const packed = usePacked(chosen, rule);
  const files = useMemo(
    () => packed.files.filter((file) => !removed.has(file.ticket)),
    [packed.files, removed],
  );
  const destination = useDestination(content, meant);
  const account = useAccount(destination.accountId);
  const split = useSplitChoice();
  const sheetPlan = usePublishPlan(
    destination.accountId,
    destination.coordinates,
    files,
    rule,
    names,
    conflicts,
    split.partSize,
  );
  const checksums = useChecksums(content, sheetPlan);
  const conditions = useConditions(destination.accountId, destination.owner.trim());

  useDraftSaving(content, chosen, destination);

  const leave = () => {
    onClose();
    end();
    void bridge.request('local-files:release', { tickets: ticketsOf(selection) });
  };
  /** Published or discarded: nothing of it is kept. */
  const finish = () => {
    discardDrafts([content.draftId]);
    leave();
  };
  const close = () => {
    keepDraftNow();
    leave();
    if (selection.files.length > 0) say(t('drafts.kept'));
  };
  const publish = usePublish(destination, sheetPlan.plan, checksums.own, split.partSize, finish);
  const rename = useCallback(
    (renamed: ReadonlyMap<Ticket, string>) =>
      change((before) => ({ names: new Map([...before.names, ...renamed]) })),
    [change],
  );
  const leaveOut = useCallback(
    (ticket: Ticket) => {
      change((before) => ({ removed: new Set(before.removed).add(ticket) }));
      void bridge.request('local-files:release', { tickets: [ticket] });
    },
    [change],
  );

  const chooseRule = (changed: NamingRule) => {
    change({ rule: changed });
    // Packing takes time and room: it begins when it is asked for, not with the next drop.
    if (changed.kind !== 'archive') void bridge.request('settings:change', { namingRule: changed });
  };

  // The fields are filled before they are seen; what a slow disk tells later still comes.
  const isFilled = usePatience(!destination.isGuessing, 300);
  if (!isFilled) return null;

  const reason =
    reasonNotPacked(packed) ??
    reasonNotToPublish(destination, { ...sheetPlan, plan: checksums.whole }, conditions);
  const count = packed.isPacking ? chosen.length : files.length;
  const owner = visibleText(destination.owner.trim());
  return (
    <Dialog
      width="wide"
      title={owner === '' ? t('publish.title', { count }) : t('publish.titleTo', { count, owner })}
      subtitle={[
        account === null ? null : visibleText(account.label),
        owner === '' ? null : visibilityText(account, destination.ownerHere, conditions, owner),
      ]
        .filter((part) => part !== null)
        .join(' · ')}
      isBusy={publish.isPending}
      onClose={close}
      footer={
        <PublishFooter
          plan={checksums.whole}
          reason={reason}
          isBusy={publish.isPending}
          report={planReporter(
            account,
            destination,
            checksums.own === null ? sheetPlan.plan : withChecksumsRow(sheetPlan.plan, checksums.own),
            conditions,
          )}
          isWorkedOn={isWorkedOn(content)}
          onDiscard={finish}
          onClose={close}
        />
      }
    >
      <form
        id={publishFormId}
        onSubmit={(event) => {
          event.preventDefault();
          if (reason === null && !publish.isPending) publish.mutate();
        }}
      >
        <PublishFields destination={destination} listed={sheetPlan.listed} isLooking={sheetPlan.isLooking} />
      </form>
      {sheetPlan.failure !== null && <FailureNote failure={sheetPlan.failure} />}
      <Conditions conditions={conditions} owner={owner} />
      <NamingRuleFields files={chosen} rule={rule} onChange={chooseRule} />
      {packed.failure !== null && <FailureNote failure={packed.failure} />}
      <ConflictFields plan={sheetPlan.plan} destination={destination} />
      <PublishRows plan={sheetPlan.plan} files={files} onRename={rename} onLeaveOut={leaveOut} />
      <ChecksumsField checksums={checksums} />
      <SplitField files={files} split={split} />
      {content.changedFiles > 0 && (
        <output className={classNames(styles.changed)}>
          {t('drafts.changed', { count: content.changedFiles })}
        </output>
      )}
      <LeftOut
        items={selection.leftOut}
        excluded={excluded}
        unlisted={selection.unlisted}
        onTakeIn={(tickets) => void takeInExcluded(tickets)}
      />
      <ExcludeField />
      {publish.error !== null && <FailureNote failure={failureOf(publish.error)} />}
    </Dialog>
  );
}

/** Who will be able to download: a package is seen by whoever can see its owner. */
function visibilityText(
  account: Account | null,
  owner: Owner | null,
  conditions: readonly PublishCondition[],
  name: string,
): string {
  if (account?.kind === 'built-in') return t('publish.visibility.builtIn');
  if (owner?.visibility === 'private' && owner.relation === 'self') return t('publish.visibility.self');
  const visible = conditions.find((condition) => condition.kind === 'visible')?.visibility;
  return t(`publish.visibility.${owner?.visibility ?? visible ?? 'unknown'}`, { owner: name });
}
