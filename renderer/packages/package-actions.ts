import type { AccountId } from '../../shared/account.ts';
import type { FileCoordinates, PackageCoordinates, VersionCoordinates } from '../../shared/coordinates.ts';
import type { FileSnippet, PackageFile, PackageVersion } from '../../shared/package.ts';
import type { FilesCopy } from '../../shared/receipt.ts';
import { filesOfSet, isComplete, listedEntries, type SplitSet } from '../../shared/split-volumes.ts';
import { bridge, failureOf } from '../bridge.ts';
import { attempt, tell } from '../stores/notices.ts';
import { filesQuery } from '../stores/packages.ts';
import { queryClient } from '../stores/query-client.ts';
import { useTransfers } from '../stores/transfers.ts';
import { t } from '../text/text.ts';

/** Only what names a version, from something that holds more. */
export function versionCoordinates({ owner, packageName, version }: VersionCoordinates): VersionCoordinates {
  return { owner, packageName, version };
}

/** Only what names a package, from something that holds more. */
export function packageCoordinates({ owner, packageName }: PackageCoordinates): PackageCoordinates {
  return { owner, packageName };
}

/** Puts text on the clipboard and says so. */
export function copyText(text: string): void {
  void attempt(bridge.request('app:copy-text', { text }), t('common.copied'));
}

/** Puts the address of a file, or a command that fetches it, on the clipboard. */
export function copySnippet(accountId: AccountId, file: FileCoordinates, snippet: FileSnippet): void {
  void attempt(bridge.request('packages:copy-snippet', { accountId, file, snippet }), t('common.copied'));
}

/** Puts text about all files of a version on the clipboard. */
export function copyFiles(accountId: AccountId, version: VersionCoordinates, copy: FilesCopy): void {
  void attempt(bridge.request('packages:copy-files', { accountId, version, copy }), t('common.copied'));
}

/** Opens a version's page on the server in the browser. */
export function openPackageOnWeb(
  accountId: AccountId,
  version: VersionCoordinates & Pick<PackageVersion, 'type'>,
): void {
  void attempt(
    bridge.request('packages:open-on-web', {
      accountId,
      target: { kind: 'package', type: version.type, coordinates: versionCoordinates(version) },
    }),
  );
}

/** Queues downloads and shows the transfers. Where all of a split file is among the files, it comes joined. */
export async function download(
  accountId: AccountId,
  version: VersionCoordinates,
  files: readonly PackageFile[],
  to: 'download-folder' | 'ask',
): Promise<void> {
  if (files.length === 0) return;
  const entries = listedEntries(files);
  const outcome = await bridge.request('transfers:download', {
    accountId,
    version: versionCoordinates(version),
    fileNames: entries.flatMap((entry) =>
      entry.kind === 'file' ? [entry.file.fileName] : looseFiles(entry.set).map(({ fileName }) => fileName),
    ),
    joined: entries.flatMap((entry) =>
      entry.kind === 'split' && entry.set.manifest !== null && isComplete(entry.set)
        ? [entry.set.manifest.fileName]
        : [],
    ),
    to,
  });
  if (!outcome.ok) tell(outcome.failure);
  else if (outcome.value.length > 0) useTransfers.getState().setDrawerOpen(true);
}

/** The members of a set that nothing can join. */
function looseFiles(set: SplitSet): readonly PackageFile[] {
  return isComplete(set) ? [] : filesOfSet(set);
}

/** Queues downloads of all files of a version, which may have to be listed first. */
export async function downloadVersion(accountId: AccountId, version: VersionCoordinates): Promise<void> {
  try {
    const { files } = await queryClient.fetchQuery(filesQuery(accountId, version));
    await download(accountId, version, files, 'download-folder');
  } catch (error) {
    tell(failureOf(error));
  }
}
