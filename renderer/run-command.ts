import { assertNever } from '../shared/assert-never.ts';
import type { Command } from '../shared/commands.ts';
import { changeLink } from './packages/link-actions.ts';
import { openPackageOnWeb } from './packages/package-actions.ts';
import { runPackageCommand, runVersionCommand } from './packages/package-commands.ts';
import { currentPackage, currentVersion } from './stores/current.ts';
import { openDialog, useDialogs } from './stores/dialogs.ts';
import { focusFilter } from './stores/focus.ts';
import { say } from './stores/notices.ts';
import { chooseAndPublish } from './stores/publish.ts';
import { refreshAll } from './stores/refresh.ts';
import { useSelection } from './stores/selection.ts';
import { listedTransfers, useTransfers } from './stores/transfers.ts';
import { t } from './text/text.ts';
import { canPause, canResume } from './transfers/transfer-abilities.ts';
import { pauseTransfers, resumeTransfers } from './transfers/transfer-actions.ts';

/** Commands that make sense while a dialog is open. */
const besideDialogs: ReadonlySet<Command> = new Set([
  'toggle-transfers',
  'pause-transfers',
  'resume-transfers',
  'refresh',
]);
/** Commands that add to an open publish sheet. */
const besideSheet: ReadonlySet<Command> = new Set(['publish-files', 'publish-folder']);

/** Runs what was chosen in the menu, by its shortcut or in the palette. What cannot be done says why. */
export function runCommand(command: Command): void {
  const { dialog } = useDialogs.getState();
  const isSheet = dialog?.kind === 'publish';
  if (dialog !== null && !besideDialogs.has(command) && !(isSheet && besideSheet.has(command))) return;
  switch (command) {
    case 'publish-files':
      return void chooseAndPublish('files');
    case 'publish-folder':
      return void chooseAndPublish('folder');
    case 'show-drafts':
      return openDialog({ kind: 'drafts' });
    case 'add-account':
      return openDialog({ kind: 'add-account' });
    case 'open-settings':
      return openDialog({ kind: 'settings' });
    case 'go-to':
      return openDialog({ kind: 'go-to', text: '' });
    case 'filter':
      return focusFilter();
    case 'find-files':
    case 'storage': {
      const { accountId, owner } = useSelection.getState();
      if (accountId === null || owner === null) return say(t('commands.needsOwner'));
      return openDialog({ kind: command, accountId, owner });
    }
    case 'refresh':
      return refreshAll();
    case 'toggle-transfers': {
      const { isDrawerOpen, setDrawerOpen } = useTransfers.getState();
      return setDrawerOpen(!isDrawerOpen);
    }
    case 'show-history':
      return openDialog({ kind: 'history' });
    case 'show-trash':
      return openDialog({ kind: 'trash' });
    case 'pause-transfers': {
      const running = listedTransfers().filter(canPause);
      return running.length === 0 ? say(t('commands.nothingToPause')) : pauseTransfers(running);
    }
    case 'resume-transfers': {
      const paused = listedTransfers().filter(canResume);
      return paused.length === 0 ? say(t('commands.nothingPaused')) : resumeTransfers(paused);
    }
    case 'show-shortcuts':
      return openDialog({ kind: 'shortcuts' });
    case 'open-on-web': {
      const current = currentPackage();
      if (current === null) return say(t('commands.needsPackage'));
      return openPackageOnWeb(current.accountId, currentVersion()?.version ?? current.listed.newest);
    }
    case 'link-repository': {
      const current = currentPackage();
      if (current === null) return say(t('commands.needsPackage'));
      if (current.listed.type !== 'generic') return say(t('commands.genericOnly'));
      return changeLink(current.accountId, current.listed);
    }
    case 'download-version':
    case 'compare-versions':
    case 'verify-folder':
    case 'copy-version':
    case 'delete-version':
      return runVersionCommand(command);
    case 'copy-package':
    case 'clean-up':
    case 'delete-package':
      return runPackageCommand(command);
    default:
      return assertNever(command);
  }
}
