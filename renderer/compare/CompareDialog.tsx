import { useQuery } from '@tanstack/react-query';
import { ArrowLeftRight } from 'lucide-react';
import { type ReactNode, useMemo, useState } from 'react';
import type { AccountId } from '../../shared/account.ts';
import { type ComparedFile, comparedKinds, compareFiles } from '../../shared/compare-files.ts';
import type { PackageCoordinates } from '../../shared/coordinates.ts';
import { visibleText } from '../../shared/visible-text.ts';
import { failureOf } from '../bridge.ts';
import { Button, IconButton } from '../common/Button.tsx';
import { classNames } from '../common/class-names.ts';
import { Dialog } from '../common/Dialog.tsx';
import { FailureNote } from '../common/FailureNote.tsx';
import { Segments } from '../common/Segments.tsx';
import { copyText } from '../packages/package-actions.ts';
import { useListedVersions } from '../packages/use-listed-versions.ts';
import { filesQuery } from '../stores/packages.ts';
import { t } from '../text/text.ts';
import styles from './Compare.module.css';
import { ComparedList } from './ComparedList.tsx';
import { comparedText } from './compared-text.ts';
import { useWholeFiles } from './use-whole-files.ts';
import { VersionField } from './VersionField.tsx';

type Props = {
  readonly accountId: AccountId;
  readonly coordinates: PackageCoordinates;
  /** The version that is the newer of the two at first. */
  readonly version: string;
  readonly onClose: () => void;
};

type Shown = 'all' | ComparedFile['kind'];

/** Two versions of a package beside each other, by the checksums that the server lists. */
export function CompareDialog({ accountId, coordinates, version, onClose }: Props): ReactNode {
  const { versions } = useListedVersions(accountId, coordinates);
  const names = versions.map((each) => each.version);
  const before = names[names.indexOf(version) + 1] ?? names.find((each) => each !== version) ?? version;
  const [from, setFrom] = useState(before);
  const [to, setTo] = useState(version);
  const [shown, setShown] = useState<Shown>('all');
  const fromFiles = useQuery(filesQuery(accountId, { ...coordinates, version: from }));
  const toFiles = useQuery(filesQuery(accountId, { ...coordinates, version: to }));
  const fromWhole = useWholeFiles(accountId, { ...coordinates, version: from }, fromFiles.data?.files);
  const toWhole = useWholeFiles(accountId, { ...coordinates, version: to }, toFiles.data?.files);
  const compared = useMemo(
    () => (fromWhole === null || toWhole === null ? null : compareFiles(fromWhole, toWhole)),
    [fromWhole, toWhole],
  );
  const error = fromFiles.error ?? toFiles.error;
  const damagedRows = (fromFiles.data?.damagedRows ?? 0) + (toFiles.data?.damagedRows ?? 0);
  const count = (kind: Shown) => compared?.filter((each) => kind === 'all' || each.kind === kind).length ?? 0;
  const rows = compared?.filter((each) => shown === 'all' || each.kind === shown) ?? [];
  return (
    <Dialog
      title={t('compare.title', { name: visibleText(coordinates.packageName) })}
      subtitle={t('compare.subtitle')}
      width="wide"
      onClose={onClose}
      footer={
        <>
          <span className={classNames(styles.aside)}>
            <Button
              look="plain"
              isDisabled={compared === null}
              onPress={() => copyText(comparedText(from, to, compared ?? []))}
            >
              {t('compare.copy')}
            </Button>
          </span>
          <Button look="primary" onPress={onClose}>
            {t('common.close')}
          </Button>
        </>
      }
    >
      <div className={classNames(styles.versions)}>
        <VersionField label={t('compare.from')} versions={names} value={from} onChange={setFrom} />
        <IconButton
          label={t('compare.swap')}
          onPress={() => {
            setFrom(to);
            setTo(from);
          }}
        >
          <ArrowLeftRight size={15} aria-hidden />
        </IconButton>
        <VersionField label={t('compare.to')} versions={names} value={to} onChange={setTo} />
      </div>
      {error !== null && <FailureNote failure={failureOf(error)} />}
      {compared === null && error === null && <p>{t('common.loading')}</p>}
      {damagedRows > 0 && <p>{t('detail.damaged', { count: damagedRows })}</p>}
      {compared !== null && (
        <>
          <output className={classNames(styles.sum)}>
            {count('same') === compared.length
              ? t('compare.equal', { count: compared.length })
              : comparedKinds
                  .filter((kind) => count(kind) > 0)
                  .map((kind) => t(`compare.counts.${kind}`, { count: count(kind) }))
                  .join(', ')}
          </output>
          <Segments
            label={t('compare.show')}
            layout="alone"
            value={shown}
            options={(['all', ...comparedKinds] as const).map((kind) => ({
              value: kind,
              label: t(`compare.kinds.${kind}`, { count: count(kind) }),
            }))}
            onChange={setShown}
          />
          {rows.length === 0 ? <p>{t('compare.none')}</p> : <ComparedList rows={rows} />}
        </>
      )}
    </Dialog>
  );
}
