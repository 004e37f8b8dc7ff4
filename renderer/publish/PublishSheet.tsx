import { type ReactNode, useMemo, useState } from 'react';
import type { Account } from '../../shared/account.ts';
import type { LocalSelection, Ticket } from '../../shared/local-file.ts';
import type { NamingRule } from '../../shared/naming-rule.ts';
import type { Owner } from '../../shared/owner.ts';
import { visibleText } from '../../shared/visible-text.ts';
import { bridge, failureOf } from '../bridge.ts';
import { Dialog } from '../common/Dialog.tsx';
import { FailureNote } from '../common/FailureNote.tsx';
import { useAccount } from '../stores/accounts.ts';
import type { PublishTarget } from '../stores/dialogs.ts';
import { t } from '../text/text.ts';
import { ExcludeField } from './ExcludeField.tsx';
import { LeftOut } from './LeftOut.tsx';
import { NamingRuleFields } from './NamingRuleFields.tsx';
import { PublishFields } from './PublishFields.tsx';
import { PublishFooter, publishFormId } from './PublishFooter.tsx';
import { PublishRows } from './PublishRows.tsx';
import { reasonNotToPublish } from './reason-not-to-publish.ts';
import { useDestination } from './use-destination.ts';
import { useExcluded } from './use-excluded.ts';
import { usePublish } from './use-publish.ts';
import { usePublishPlan } from './use-publish-plan.ts';

type Props = {
  readonly target: PublishTarget;
  readonly selection: LocalSelection;
  readonly onClose: () => void;
};

/** Shows what publishing would do, lets it be mended, and only then sends. */
export function PublishSheet({ target, selection, onClose }: Props): ReactNode {
  const [removed, setRemoved] = useState<ReadonlySet<Ticket>>(new Set());
  const [names, setNames] = useState<ReadonlyMap<Ticket, string>>(new Map());
  const [rule, setRule] = useState<NamingRule>({ kind: 'base' });
  const { files: meant, excluded, takeIn } = useExcluded(selection.files);
  const files = useMemo(() => meant.filter((file) => !removed.has(file.ticket)), [meant, removed]);
  const destination = useDestination(target, meant);
  const account = useAccount(destination.accountId);
  const sheetPlan = usePublishPlan(destination.accountId, destination.coordinates, files, rule, names);

  const close = () => {
    onClose();
    void bridge.request('local-files:release', { tickets: selection.files.map((file) => file.ticket) });
  };
  const publish = usePublish(destination, sheetPlan.plan, close);
  const rename = (renamed: ReadonlyMap<Ticket, string>) =>
    setNames((before) => new Map([...before, ...renamed]));
  const leaveOut = (ticket: Ticket) => {
    setRemoved((before) => new Set(before).add(ticket));
    void bridge.request('local-files:release', { tickets: [ticket] });
  };

  const reason = reasonNotToPublish(destination, sheetPlan);
  const count = files.length;
  const owner = visibleText(destination.owner.trim());
  return (
    <Dialog
      width="wide"
      title={owner === '' ? t('publish.title', { count }) : t('publish.titleTo', { count, owner })}
      subtitle={[
        account === null ? null : visibleText(account.label),
        owner === '' ? null : visibilityText(account, destination.ownerHere, owner),
      ]
        .filter((part) => part !== null)
        .join(' · ')}
      isBusy={publish.isPending}
      onClose={close}
      footer={
        <PublishFooter plan={sheetPlan.plan} reason={reason} isBusy={publish.isPending} onClose={close} />
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
      <NamingRuleFields files={files} rule={rule} onChange={setRule} />
      <PublishRows
        plan={sheetPlan.plan}
        files={files}
        unreadable={sheetPlan.unreadable}
        onRename={rename}
        onLeaveOut={leaveOut}
      />
      <LeftOut items={selection.leftOut} excluded={excluded} onTakeIn={takeIn} />
      <ExcludeField />
      {publish.error !== null && <FailureNote failure={failureOf(publish.error)} />}
    </Dialog>
  );
}

/** Who will be able to download: a package is seen by whoever can see its owner. */
function visibilityText(account: Account | null, owner: Owner | null, name: string): string {
  if (account?.kind === 'built-in') return t('publish.visibility.builtIn');
  if (owner?.visibility === 'private' && owner.relation === 'self') return t('publish.visibility.self');
  return t(`publish.visibility.${owner?.visibility ?? 'unknown'}`, { owner: name });
}
