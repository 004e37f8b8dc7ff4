import { useQuery } from '@tanstack/react-query';
import { type ReactNode, useEffect, useState } from 'react';
import type { AccountId } from '../../shared/account.ts';
import type { VersionCoordinates } from '../../shared/coordinates.ts';
import type { FolderEntry, VerificationProgress, VerifiedFolder } from '../../shared/verification.ts';
import { isWhole } from '../../shared/verification.ts';
import { visibleText } from '../../shared/visible-text.ts';
import { ask, bridge, failureOf } from '../bridge.ts';
import { Button } from '../common/Button.tsx';
import { classNames } from '../common/class-names.ts';
import { Dialog } from '../common/Dialog.tsx';
import { FailureNote } from '../common/FailureNote.tsx';
import { formatBytes } from '../common/format-bytes.ts';
import { ProgressBar } from '../common/ProgressBar.tsx';
import { copyText } from '../packages/package-actions.ts';
import { t } from '../text/text.ts';
import { EntryList } from './EntryList.tsx';
import styles from './Verification.module.css';

type Props = {
  readonly accountId: AccountId;
  readonly coordinates: VersionCoordinates;
  readonly onClose: () => void;
};

/** Asks for a folder and tells whether it is the version, whole and with nothing else, without a download. */
export function VerifyDialog({ accountId, coordinates, onClose }: Props): ReactNode {
  const { owner, packageName, version } = coordinates;
  const [round, setRound] = useState(0);
  const verified = useQuery({
    queryKey: ['verification', accountId, owner, packageName, version, round] as const,
    queryFn: () => ask('verification:start', { accountId, version: { owner, packageName, version } }),
    // Each look is at the disk as it is then.
    gcTime: 0,
    refetchOnWindowFocus: false,
    refetchOnReconnect: false,
  });
  const progress = useProgress(round);
  useEffect(() => () => void bridge.request('verification:stop', undefined), []);
  const found = verified.data ?? null;
  const wasLeft = verified.data === null;
  useEffect(() => {
    if (wasLeft) onClose();
  }, [wasLeft, onClose]);
  return (
    <Dialog
      title={t('verification.title', { name: visibleText(packageName), version: visibleText(version) })}
      subtitle={found === null ? t('verification.subtitle') : visibleText(found.folderName)}
      width="wide"
      onClose={onClose}
      footer={
        <>
          <span className={classNames(styles.aside)}>
            <Button
              look="plain"
              isDisabled={found === null}
              onPress={() => copyText(found === null ? '' : reportText(found))}
            >
              {t('verification.copy')}
            </Button>
          </span>
          <Button onPress={() => setRound(round + 1)}>{t('verification.another')}</Button>
          <Button look="primary" onPress={onClose}>
            {t('common.close')}
          </Button>
        </>
      }
    >
      {verified.error !== null && <FailureNote failure={failureOf(verified.error)} />}
      {verified.isFetching && (
        <>
          <p>{progress === null ? t('verification.choosing') : progressText(progress)}</p>
          <ProgressBar
            label={t('verification.running')}
            fraction={progress === null || progress.ofBytes === 0 ? null : progress.bytes / progress.ofBytes}
          />
        </>
      )}
      {found !== null && (
        <>
          <output className={classNames(styles.sum, isWhole(found) ? styles.good : styles.bad)}>
            {summary(found)}
          </output>
          {found.damagedRows > 0 && <p>{t('detail.damaged', { count: found.damagedRows })}</p>}
          <EntryList entries={found.entries} />
        </>
      )}
    </Dialog>
  );
}

/** How far the comparison of this round is; null before it began. */
function useProgress(round: number): VerificationProgress | null {
  const [told, setTold] = useState<{ round: number; progress: VerificationProgress } | null>(null);
  useEffect(
    () => bridge.onPush('verification:progress', (progress) => setTold({ round, progress })),
    [round],
  );
  return told?.round === round ? told.progress : null;
}

function progressText({ files, ofFiles, bytes, ofBytes }: VerificationProgress): string {
  const amounts = { bytes: formatBytes(bytes), ofBytes: formatBytes(ofBytes) };
  return t('verification.progress', { files, ofFiles, ...amounts });
}

const stated = ['differs', 'missing', 'extra', 'unreadable'] as const satisfies FolderEntry['state'][];

function summary(found: VerifiedFolder): string {
  const count = (...states: FolderEntry['state'][]) =>
    found.entries.filter(({ state }) => states.includes(state)).length;
  const same = t('verification.counts.same', { count: count('same', 'lists-others') });
  if (isWhole(found)) return `${t('verification.whole')} ${same}`;
  const others = stated
    .filter((state) => count(state) > 0)
    .map((state) => t(`verification.counts.${state}`, { count: count(state) }));
  return [...others, same].join(' ');
}

function reportText({ entries }: VerifiedFolder): string {
  return entries
    .map(({ state, localName }) => `${t(`verification.words.${state}`)}\t${visibleText(localName)}\n`)
    .join('');
}
