import { CircleHelp, Link, Package, Search, Tag, User } from 'lucide-react';
import type { ReactNode } from 'react';
import { assertNever } from '../../shared/assert-never.ts';
import { visibleText } from '../../shared/visible-text.ts';
import { classNames } from '../common/class-names.ts';
import { Name } from '../common/Name.tsx';
import { landOn } from '../landing/land-on.ts';
import type { RegistryPlace } from '../landing/registry-address.ts';
import { useAccount } from '../stores/accounts.ts';
import { openDialog } from '../stores/dialogs.ts';
import { useSelection } from '../stores/selection.ts';
import { t } from '../text/text.ts';
import styles from './CommandPalette.module.css';
import type { Place } from './find-places.ts';

/** Tells places apart. */
export function placeKey(place: Place): string {
  switch (place.kind) {
    case 'owner':
      return `owner ${place.accountId} ${place.owner}`;
    case 'package':
      return `package ${place.accountId} ${place.listed.owner} ${place.listed.key}`;
    case 'version':
      return `version ${place.accountId} ${place.listed.owner} ${place.listed.key} ${place.version}`;
    case 'address':
      return `address ${place.accountId}`;
    case 'unknown-server':
      return 'unknown server';
    case 'unknown-owner':
      return `unknown owner ${place.accountId}`;
    default:
      return assertNever(place);
  }
}

/** A place as one line of plain text. */
export function placeText(place: Place): string {
  switch (place.kind) {
    case 'owner':
      return visibleText(place.owner);
    case 'package':
      return visibleText(place.listed.packageName);
    case 'version':
      return visibleText(`${place.listed.packageName} ${place.version}`);
    case 'address':
      return visibleText(addressText(place.place));
    case 'unknown-server':
      return t('palette.noAccount', { host: visibleText(place.host) });
    case 'unknown-owner':
      return t('palette.lookFor', { owner: visibleText(place.owner) });
    default:
      return assertNever(place);
  }
}

/** `crew / kettle / 1.4.2 / kettle.bin` */
function addressText({ owner, packageName, version, file }: RegistryPlace): string {
  const fileName = file !== null && 'name' in file ? file.name : null;
  return [owner, packageName, version, fileName].filter((part) => part !== null).join(' / ');
}

/** Shows the place in the panes. */
export function goTo(place: Place): void {
  const selection = useSelection.getState();
  switch (place.kind) {
    case 'owner':
      return selection.selectOwner(place.accountId, place.owner);
    case 'package':
      selection.selectOwner(place.accountId, place.listed.owner);
      return selection.selectPackage(place.listed.type, place.listed.packageName);
    case 'version':
      return selection.reveal(place.accountId, {
        owner: place.listed.owner,
        packageName: place.listed.packageName,
        version: place.version,
      });
    case 'address':
      return void landOn(place.accountId, place.place);
    case 'unknown-server':
      return openDialog({ kind: 'add-account' });
    case 'unknown-owner':
      return void landOn(place.accountId, {
        owner: place.owner,
        type: null,
        packageName: null,
        version: null,
        file: null,
      });
    default:
      return assertNever(place);
  }
}

type Props = { readonly place: Place };

const icons = {
  owner: User,
  package: Package,
  version: Tag,
  address: Link,
  'unknown-server': CircleHelp,
  'unknown-owner': Search,
} as const;

/** A place in the list of results: what it is, its name, and where. */
export function PlaceWords({ place }: Props): ReactNode {
  const account = useAccount(place.kind === 'unknown-server' ? null : place.accountId);
  const Icon = icons[place.kind];
  const label = account?.label ?? '';
  return (
    <>
      <Icon size={15} aria-hidden />
      <span className={classNames(styles.place)}>
        {place.kind === 'version' ? (
          <>
            <Name>{place.listed.packageName}</Name> <Name>{place.version}</Name>
          </>
        ) : (
          placeText(place)
        )}
      </span>
      <span className={classNames(styles.where)}>
        <Name>
          {place.kind === 'package' || place.kind === 'version' ? `${label} / ${place.listed.owner}` : label}
        </Name>
      </span>
    </>
  );
}
