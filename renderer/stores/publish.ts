import type { LocalSelection } from '../../shared/local-file.ts';
import type { Outcome } from '../../shared/outcome.ts';
import { bridge } from '../bridge.ts';
import { t } from '../text/text.ts';
import { knownAccounts } from './accounts.ts';
import { openDialog } from './dialogs.ts';
import { say, tell } from './notices.ts';
import { type PublishTarget, usePublishSheet } from './publish-sheet.ts';
import { useSelection } from './selection.ts';

/** Where files would go now: what is chosen, else the first account. Null without any account. */
export function publishTarget(): PublishTarget | null {
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
  };
}

/** Opens the publish sheet with files that came from outside the window, or adds them to the open one. */
export function publishSelection(selection: LocalSelection, version: string | null = null): void {
  if (selection.files.length === 0 && selection.leftOut.length === 0) return;
  const target = publishTarget();
  if (target === null) {
    say(t('commands.needsAccount'));
    return;
  }
  usePublishSheet.getState().takeFiles({ ...target, version }, selection);
  openDialog({ kind: 'publish' });
}

/** Shows the system's dialog for files or a folder, then the publish sheet. */
export async function chooseAndPublish(
  what: 'files' | 'folder',
  version: string | null = null,
): Promise<void> {
  if (publishTarget() === null) {
    say(t('commands.needsAccount'));
    return;
  }
  takeIn(await bridge.request('local-files:choose', { what }), version);
}

/** Hands dropped files and folders to main, then opens the publish sheet with what it found. */
export async function publishDropped(files: readonly File[]): Promise<void> {
  takeIn(await bridge.acceptFiles(files), null);
}

function takeIn(outcome: Outcome<LocalSelection>, version: string | null): void {
  if (outcome.ok) publishSelection(outcome.value, version);
  else tell(outcome.failure);
}
