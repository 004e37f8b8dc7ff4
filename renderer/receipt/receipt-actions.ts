import { nameKey } from '../../shared/names.ts';
import { baseRule } from '../../shared/naming-rule.ts';
import type { FilesCopy, Receipt, RepeatedPublish } from '../../shared/receipt.ts';
import type { BatchId, Transfer } from '../../shared/transfer.ts';
import { highestVersion, nextVersions } from '../../shared/version-order.ts';
import { bridge } from '../bridge.ts';
import { knownAccounts } from '../stores/accounts.ts';
import { openDialog } from '../stores/dialogs.ts';
import { packagesInStep } from '../stores/listings.ts';
import { attempt, say, tell } from '../stores/notices.ts';
import { publishSelection } from '../stores/publish.ts';
import { usePublishSheet } from '../stores/publish-sheet.ts';
import { useTransfers } from '../stores/transfers.ts';
import { t } from '../text/text.ts';

/** The batch that a transfer's receipt is about; null for what has none. */
export function receiptOf({ direction, batch }: Pick<Transfer, 'direction' | 'batch'>): BatchId | null {
  return direction === 'publish' ? batch : null;
}

export function openReceipt(batch: BatchId): void {
  openDialog({ kind: 'receipt', batch });
}

export function copyReceipt(batch: BatchId, copy: FilesCopy): void {
  void attempt(bridge.request('receipts:copy', { batch, copy }), t('common.copied'));
}

/** What failed goes on in the list of transfers; what was taken off it is queued anew. */
export async function retryFailed({ files }: Receipt): Promise<void> {
  const ids = files.flatMap(({ failedIds }) => failedIds);
  const { byId } = useTransfers.getState();
  const listed = ids.filter((id) => byId.has(id));
  const others = ids.filter((id) => !byId.has(id));
  if (listed.length > 0) await attempt(bridge.request('transfers:retry', { ids: listed }));
  if (others.length > 0) await attempt(bridge.request('history:run-again', { ids: others }));
}

/** Opens the publish sheet with the same local files for the same package, in the version that comes next. */
export async function publishAgain(batch: BatchId): Promise<void> {
  const outcome = await bridge.request('receipts:again', { batch });
  if (!outcome.ok) return tell(outcome.failure);
  const again = outcome.value;
  const { accountId, selection, names, checksumsName } = again;
  if (!knownAccounts().some(({ id }) => id === accountId)) return say(t('receipt.accountGone'));
  if (selection.files.length + selection.leftOut.length === 0) return say(t('receipt.noFiles'));
  const version = await versionAfter(again);
  const { owner, packageName } = again.version;
  publishSelection(selection, { accountId, owner, packageName, version });
  usePublishSheet.getState().change({
    rule: baseRule,
    names: new Map(names),
    ...(version === null && { typedVersion: '' }),
    ...(checksumsName !== null && { checksumsName }),
  });
}

/** The version after the highest one, as far as they are known here; null where nothing can be said. */
async function versionAfter({ accountId, version }: RepeatedPublish): Promise<string | null> {
  const packages = await packagesInStep(accountId, version.owner);
  const listed = packages.find(
    ({ type, packageName }) => type === 'generic' && nameKey(packageName) === nameKey(version.packageName),
  );
  const known = listed?.versions.map((each) => each.version) ?? [];
  const highest = highestVersion([...known, version.version]);
  return highest === null ? null : (nextVersions(highest)[0]?.version ?? null);
}
