import { assertNever } from '../../shared/assert-never.ts';
import type { Command } from '../../shared/commands.ts';
import { currentPackage, currentVersion } from '../stores/current.ts';
import { openDialog } from '../stores/dialogs.ts';
import { say } from '../stores/notices.ts';
import { useSelection } from '../stores/selection.ts';
import { t } from '../text/text.ts';
import { downloadVersion, packageCoordinates, versionCoordinates } from './package-actions.ts';

/** Runs a command that is about the generic version opened last; says so where there is none. */
export function runVersionCommand(
  command: Extract<
    Command,
    'download-version' | 'compare-versions' | 'verify-folder' | 'copy-version' | 'delete-version'
  >,
): void {
  const current = currentVersion();
  if (current === null) return say(t('commands.needsVersion'));
  if (current.version.type !== 'generic') return say(t('commands.genericOnly'));
  const { accountId, version } = current;
  const coordinates = versionCoordinates(version);
  switch (command) {
    case 'download-version':
      return void downloadVersion(accountId, coordinates);
    case 'compare-versions':
      return openDialog({
        kind: 'compare',
        accountId,
        coordinates: packageCoordinates(version),
        version: version.version,
      });
    case 'copy-version':
      return openDialog({ kind: 'copy', from: { kind: 'version', accountId, version: coordinates } });
    case 'verify-folder':
    case 'delete-version':
      return openDialog({ kind: command, accountId, coordinates });
    default:
      return assertNever(command);
  }
}

/**
 * Runs a command that is about the generic package in the detail pane; says so where there is none. Without one, all
 * packages of the owner can be cleaned up.
 */
export function runPackageCommand(
  command: Extract<Command, 'copy-package' | 'clean-up' | 'delete-package'>,
): void {
  const current = currentPackage();
  if (current === null && command === 'clean-up') return cleanUpOwner();
  if (current === null) return say(t('commands.needsPackage'));
  if (current.listed.type !== 'generic') return say(t('commands.genericOnly'));
  const { accountId, listed } = current;
  const coordinates = packageCoordinates(listed);
  switch (command) {
    case 'copy-package':
      return openDialog({ kind: 'copy', from: { kind: 'package', accountId, package: coordinates } });
    case 'clean-up':
      return openDialog({ kind: 'clean-up', accountId, ...coordinates });
    case 'delete-package':
      return openDialog({ kind: 'delete-package', accountId, coordinates });
    default:
      return assertNever(command);
  }
}

function cleanUpOwner(): void {
  const { accountId, owner } = useSelection.getState();
  if (accountId === null || owner === null) return say(t('commands.needsPackage'));
  openDialog({ kind: 'clean-up', accountId, owner, packageName: null });
}
