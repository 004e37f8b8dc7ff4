import { ChevronLeft } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import type { AccountId } from '../../shared/account.ts';
import type { StorageState, UsedSpace } from '../../shared/storage.ts';
import { visibleText } from '../../shared/visible-text.ts';
import { Button } from '../common/Button.tsx';
import { useSelection } from '../stores/selection.ts';
import { useVersionSpaces } from '../stores/storage.ts';
import { t } from '../text/text.ts';
import { SpaceMap } from './SpaceMap.tsx';
import { SpaceTable } from './SpaceTable.tsx';

type Props = {
  readonly accountId: AccountId;
  readonly owner: string;
  readonly state: StorageState | null;
  readonly packages: readonly UsedSpace[];
  readonly onClose: () => void;
};

/** The packages as a picture and as a table; a package that is chosen shows its versions the same way. */
export function PackageSpace({ accountId, owner, state, packages, onClose }: Props): ReactNode {
  const [chosen, setChosen] = useState<string | null>(null);
  const versions = useVersionSpaces(accountId, owner, chosen, state);
  const spaces = chosen === null ? packages : (versions.data ?? []);
  const choose = ({ packageName, version }: UsedSpace) => {
    if (version === null) return setChosen(packageName);
    onClose();
    return useSelection.getState().reveal(accountId, { owner, packageName, version });
  };
  return (
    <>
      {chosen !== null && (
        <Button look="plain" autoFocus onPress={() => setChosen(null)}>
          <ChevronLeft size={14} aria-hidden />
          {t('storage.back', { name: visibleText(chosen) })}
        </Button>
      )}
      {spaces.length === 0 ? (
        <p>{t('storage.nothing')}</p>
      ) : (
        <>
          <SpaceMap spaces={spaces} onChoose={choose} />
          <SpaceTable key={chosen ?? ''} spaces={spaces} onChoose={choose} />
        </>
      )}
    </>
  );
}
