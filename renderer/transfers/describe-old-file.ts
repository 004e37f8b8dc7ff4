import { assertNever } from '../../shared/assert-never.ts';
import { isOldFileKept, isSettled, type Transfer } from '../../shared/transfer.ts';
import { t } from '../text/text.ts';

type Replacing = Pick<Transfer, 'state' | 'oldFile'>;

/** Whether the server has no file under the name, and nothing happens about it without the user. */
export function isOldFileStranded({ state, oldFile }: Replacing): boolean {
  return isOldFileKept({ oldFile }) && (isSettled(state) || state === 'paused' || state === 'needs-decision');
}

/** What became of the file that was to be replaced; null where that goes without saying. */
export function describeOldFile(transfer: Replacing): string | null {
  const { state, oldFile } = transfer;
  switch (oldFile) {
    case null:
    case 'there':
    case 'replaced':
      return null;
    case 'back':
      return isSettled(state) && state !== 'done' ? t('replacing.back') : null;
    case 'away':
    case 'returning':
      if (isOldFileStranded(transfer)) return t('replacing.kept');
      return state === 'waiting' ? t('replacing.keptMeanwhile') : null;
    default:
      return assertNever(oldFile);
  }
}
