import { useQuery } from '@tanstack/react-query';
import { ChevronRight, Download } from 'lucide-react';
import type { ReactNode } from 'react';
import { Disclosure, DisclosurePanel, Heading, Button as PlainButton } from 'react-aria-components';
import type { Account } from '../../shared/account.ts';
import type { PackageFile, PackageVersion } from '../../shared/package.ts';
import { listedEntries } from '../../shared/split-volumes.ts';
import { isPreRelease } from '../../shared/version-order.ts';
import { visibleText } from '../../shared/visible-text.ts';
import { Button } from '../common/Button.tsx';
import { classNames } from '../common/class-names.ts';
import { formatBytes } from '../common/format-bytes.ts';
import { formatExactly, formatWhen } from '../common/format-time.ts';
import { MenuButton } from '../common/MenuButton.tsx';
import { Name } from '../common/Name.tsx';
import { Tag } from '../common/Tag.tsx';
import { TickBox } from '../common/TickBox.tsx';
import { useNow } from '../common/use-now.ts';
import { contextMenu } from '../stores/context-menu.ts';
import { dropPlaceAttributes, useIsHeldOver } from '../stores/drop-place.ts';
import { filesQuery } from '../stores/packages.ts';
import { t } from '../text/text.ts';
import styles from './DetailPane.module.css';
import { FilesOfVersion } from './FilesOfVersion.tsx';
import { download } from './package-actions.ts';
import { versionEntries } from './version-entries.ts';

type Props = {
  readonly account: Account;
  readonly version: PackageVersion;
  readonly isLatest: boolean;
  /** Bytes, where the versions stand by these. */
  readonly size: number | null;
  readonly isOpen: boolean;
  /** Null while nothing is being selected. */
  readonly isTicked: boolean | null;
  /** `reachesFromLast` is asked for by the shift key. */
  readonly onTick: (reachesFromLast: boolean) => void;
  readonly onOpenChange: (isOpen: boolean) => void;
};

/** One version: a line that opens to its files. */
export function VersionSection(props: Props): ReactNode {
  const { account, version, isLatest, isOpen, isTicked, onOpenChange } = props;
  const files = useQuery({ ...filesQuery(account.id, version), enabled: isOpen });
  const listedFiles = files.data?.files ?? [];
  const name = visibleText(version.version);
  const entries = () => versionEntries(account, version, listedFiles);
  const menuLabel = t('detail.actions', { name });
  const dropPlace =
    version.type === 'generic' ? { packageName: version.packageName, version: version.version } : null;
  const isHeldOver = useIsHeldOver(dropPlace);
  return (
    <Disclosure
      isExpanded={isOpen}
      onExpandedChange={onOpenChange}
      className={classNames(styles.version, isHeldOver && styles.heldOver)}
      onContextMenu={contextMenu(menuLabel, entries)}
      {...(dropPlace !== null && dropPlaceAttributes(dropPlace))}
    >
      <div className={classNames(styles.versionBar)}>
        {isTicked !== null && (
          <span className={classNames(styles.tick)}>
            <TickBox
              label={t('detail.selecting.version', { version: name })}
              isTicked={isTicked}
              onTick={props.onTick}
            />
          </span>
        )}
        <Heading level={3} className={classNames(styles.versionHeading)}>
          <PlainButton slot="trigger" className={classNames(styles.toggle)}>
            <ChevronRight size={14} aria-hidden />
            <span className={classNames(styles.versionName)}>
              <Name>{version.version}</Name>
            </span>
            {isLatest && <Tag tone="accent">{t('packages.latest')}</Tag>}
            {isPreRelease(version.version) && <Tag tone="warning">{t('packages.preRelease')}</Tag>}
            <VersionNote version={version} files={listedFiles} size={props.size} />
          </PlainButton>
        </Heading>
        <div className={classNames(styles.versionActions)}>
          {isOpen && (
            <Button
              isDisabled={listedFiles.length === 0}
              onPress={() => void download(account.id, version, listedFiles, 'download-folder')}
            >
              <Download size={14} aria-hidden />
              {t('detail.downloadAll')}
            </Button>
          )}
          <MenuButton label={menuLabel} entries={entries()} />
        </div>
      </div>
      <DisclosurePanel>
        {isOpen && (
          <FilesOfVersion
            account={account}
            version={version}
            files={files.data}
            error={files.error}
            onTryAgain={() => void files.refetch()}
          />
        )}
      </DisclosurePanel>
    </Disclosure>
  );
}

type NoteProps = {
  readonly version: PackageVersion;
  readonly files: readonly PackageFile[];
  /** Bytes, where its files did not come yet. */
  readonly size: number | null;
};

/** Who published it, when, and how much it is as soon as its files are known. */
function VersionNote({ version, files, size }: NoteProps): ReactNode {
  const { creator, createdAt } = version;
  const now = useNow();
  return (
    <span
      className={classNames(styles.versionNote)}
      title={createdAt === null ? t('time.unknown') : formatExactly(createdAt)}
    >
      {creator !== null && <Name>{creator}</Name>}
      {creator !== null && ', '}
      {formatWhen(createdAt, now)}
      {files.length === 0 && size !== null && ` · ${formatBytes(size)}`}
      {files.length > 0 &&
        ` · ${t('packages.files', { count: listedEntries(files).length })}, ${formatBytes(files.reduce((sum, { size }) => sum + size, 0))}`}
    </span>
  );
}
