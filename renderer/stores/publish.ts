import { usualExcludes } from '../../shared/exclude-list.ts';
import type { Failure } from '../../shared/failure.ts';
import type { LocalSelection, Ticket } from '../../shared/local-file.ts';
import type { Outcome } from '../../shared/outcome.ts';
import { bridge } from '../bridge.ts';
import { t } from '../text/text.ts';
import { knownAccounts } from './accounts.ts';
import { openDialog } from './dialogs.ts';
import type { DropPlace } from './drop-place.ts';
import { say, tell } from './notices.ts';
import { type PublishTarget, usePublishSheet } from './publish-sheet.ts';
import { useSelection } from './selection.ts';

/** Where files would go now: to the place, else what is chosen, else the first account. Null without any account. */
export function publishTarget(place: DropPlace | null = null): PublishTarget | null {
  const accounts = knownAccounts();
  const { accountId, owner, packageKey, packageName } = useSelection.getState();
  const account = accounts.find((each) => each.id === accountId) ?? accounts[0];
  if (account === undefined) return null;
  const isChosen = account.id === accountId;
  const isGeneric = packageKey?.startsWith('generic/') === true;
  return {
    accountId: account.id,
    owner: isChosen ? owner : null,
    packageName: isChosen && isGeneric ? packageName : null,
    version: null,
    ...place,
  };
}

/** Opens the publish sheet with files that came from outside the window, or adds them to the open one. */
export function publishSelection(
  selection: LocalSelection,
  target: PublishTarget | null = publishTarget(),
): void {
  if (isEmpty(selection)) return;
  if (target === null) {
    say(t('commands.needsAccount'));
    return;
  }
  usePublishSheet.getState().takeFiles(target, selection);
  openDialog({ kind: 'publish' });
}

/** Shows the system's dialog for files or a folder, then the publish sheet, for the place where one is given. */
export async function chooseAndPublish(
  what: 'files' | 'folder',
  place: DropPlace | null = null,
): Promise<void> {
  const target = publishTarget(place);
  if (target === null) {
    say(t('commands.needsAccount'));
    return;
  }
  takeIn(await bridge.request('local-files:choose', { what }), target);
}

/**
 * Hands dropped or pasted files and folders to main, then opens the publish sheet with what it found. Where they
 * go is settled before they are read: that may take long.
 */
export async function publishGiven(files: readonly File[], place: DropPlace | null): Promise<void> {
  const target = publishTarget(place);
  const outcome = await bridge.acceptFiles(files);
  if (outcome.ok && isEmpty(outcome.value)) say(t('drop.notOnDisk'));
  else takeIn(outcome, target);
}

/** Takes in what the exclude list left out. */
export async function takeInExcluded(tickets: readonly Ticket[]): Promise<void> {
  const { content, change } = usePublishSheet.getState();
  const leftOutByMain = new Set(content?.selection.excluded.map(({ ticket }) => ticket));
  change(({ takenIn }) => ({
    takenIn: new Set([...takenIn, ...tickets.filter((ticket) => !leftOutByMain.has(ticket))]),
  }));
  await takeFromMain(
    tickets.filter((ticket) => leftOutByMain.has(ticket)),
    true,
  );
}

/** The exclude list has changed: what was left out by patterns that are gone is taken in. */
export async function reconsiderExcluded(patterns: readonly string[]): Promise<void> {
  const { content } = usePublishSheet.getState();
  const standing = new Set([...usualExcludes, ...patterns]);
  const freed = content?.selection.excluded.filter(({ pattern }) => !standing.has(pattern)) ?? [];
  await takeFromMain(
    freed.map(({ ticket }) => ticket),
    false,
  );
}

async function takeFromMain(tickets: readonly Ticket[], areMeant: boolean): Promise<void> {
  if (tickets.length === 0) return;
  const outcome = await bridge.request('local-files:take-in', { tickets: [...tickets] });
  if (outcome.ok) usePublishSheet.getState().takeExcluded(new Set(tickets), outcome.value, areMeant);
  else tellUnlessStopped(outcome.failure);
}

function takeIn(outcome: Outcome<LocalSelection>, target: PublishTarget | null): void {
  if (outcome.ok) publishSelection(outcome.value, target);
  else tellUnlessStopped(outcome.failure);
}

/** Who pressed Cancel need not be told. */
function tellUnlessStopped(failure: Failure): void {
  if (failure.reason !== 'cancelled') tell(failure);
}

function isEmpty({ files, excluded, leftOut }: LocalSelection): boolean {
  return files.length + excluded.length + leftOut.length === 0;
}
