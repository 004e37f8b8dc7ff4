import type { AccountId } from '../../shared/account.ts';
import { csvText } from '../../shared/csv.ts';
import { ask, bridge, failureOf } from '../bridge.ts';
import { say, tell } from '../stores/notices.ts';
import { t } from '../text/text.ts';

/** Writes what every version of an owner takes up to a file that a dialog asks for. */
export async function exportStorage(accountId: AccountId, owner: string): Promise<void> {
  try {
    const versions = await ask('storage:versions', { accountId, owner, packageName: null });
    const text = csvText([
      ['package', 'version', 'files', 'bytes'],
      ...versions.map(({ packageName, version, files, bytes }) => [packageName, version, files, bytes]),
    ]);
    const suggestedName = `${owner}-storage.csv`.slice(-300);
    const saved = await bridge.request('app:save-text', { suggestedName, text });
    if (!saved.ok) tell(saved.failure);
    else if (saved.value.isSaved) say(t('common.saved'));
  } catch (error) {
    tell(failureOf(error));
  }
}

/** Writes every known file of an owner, with its sha256, to a file that a dialog asks for. */
export async function exportFiles(accountId: AccountId, owner: string): Promise<void> {
  const saved = await bridge.request('storage:save-files', { accountId, owner });
  if (!saved.ok) tell(saved.failure);
  else if (saved.value.isSaved) say(t('common.saved'));
}
