import { ChevronRight } from 'lucide-react';
import type { ReactNode } from 'react';
import type { Account } from '../../shared/account.ts';
import type { PackageVersion } from '../../shared/package.ts';
import { bytesOfSet, filesOfSet, type SplitSet } from '../../shared/split-volumes.ts';
import { visibleText } from '../../shared/visible-text.ts';
import { Button, IconButton } from '../common/Button.tsx';
import { classNames } from '../common/class-names.ts';
import { MenuButton } from '../common/MenuButton.tsx';
import { Name } from '../common/Name.tsx';
import { Tag } from '../common/Tag.tsx';
import table from '../common/table/Table.module.css';
import { t } from '../text/text.ts';
import { FileSize } from './FileCells.tsx';
import styles from './FileTable.module.css';
import { HashCell } from './HashCell.tsx';
import { download } from './package-actions.ts';
import { splitEntries } from './split-entries.ts';
import { canDownload, type SplitState, useSplitFile, wholeOf } from './use-split-file.ts';

type Props = {
  readonly account: Account;
  readonly version: PackageVersion;
  readonly set: SplitSet;
};

type NameProps = Props & { readonly isOpen: boolean; readonly onToggle: () => void };

/** The name of a file that is there in parts; opens to its parts. */
export function SplitName({ account, version, set, isOpen, onToggle }: NameProps): ReactNode {
  const name = visibleText(set.name);
  return (
    <>
      <span className={classNames(styles.toggle, isOpen && styles.isOpen)}>
        <IconButton
          label={t(isOpen ? 'detail.split.hideParts' : 'detail.split.showParts', { file: name })}
          onPress={onToggle}
        >
          <ChevronRight size={14} aria-hidden />
        </IconButton>
      </span>
      <span className={classNames(table.name)} title={name}>
        <Name>{set.name}</Name>
      </span>
      <SplitTag set={set} state={useSplitFile(account.id, version, set)} />
    </>
  );
}

/** What it is as a whole, as soon as that is known. */
export function SplitSize({ account, version, set }: Props): ReactNode {
  const whole = wholeOf(useSplitFile(account.id, version, set));
  return <FileSize size={whole?.size ?? bytesOfSet(set)} />;
}

/** The checksum of the whole, where it is known. */
export function SplitHash({ account, version, set }: Props): ReactNode {
  const whole = wholeOf(useSplitFile(account.id, version, set));
  return whole !== null && <HashCell fileName={set.name} sha256={whole.sha256} />;
}

/** What can be done with a file that is there in parts. */
export function SplitActions({ account, version, set }: Props): ReactNode {
  const name = visibleText(set.name);
  const state = useSplitFile(account.id, version, set);
  return (
    <>
      <Button
        look="plain"
        aria-label={t('detail.downloadFile', { file: name })}
        isDisabled={!canDownload(state)}
        onPress={() => void download(account.id, version, filesOfSet(set), 'download-folder')}
      >
        {t('detail.download')}
      </Button>
      <MenuButton
        label={t('detail.fileMenu', { file: name })}
        entries={splitEntries(account, version, set, state)}
      />
    </>
  );
}

/** How many parts there are, and what is wrong with them. */
function SplitTag({ set, state }: { readonly set: SplitSet; readonly state: SplitState }): ReactNode {
  if (state.kind === 'damaged') {
    return (
      <span title={t('detail.split.damagedText')}>
        <Tag tone="danger">{t('detail.split.damaged')}</Tag>
      </span>
    );
  }
  if (state.kind === 'unfinished' || state.kind === 'incomplete') {
    const numbers = { there: set.parts.length, count: set.count };
    return <Tag tone="warning">{t('detail.split.partsThere', numbers)}</Tag>;
  }
  return <Tag>{t('detail.split.parts', { count: set.count })}</Tag>;
}
