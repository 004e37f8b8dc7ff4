import { Package, Tag, User } from 'lucide-react';
import type { ReactNode } from 'react';
import { assertNever } from '../../shared/assert-never.ts';
import { visibleText } from '../../shared/visible-text.ts';
import { classNames } from '../common/class-names.ts';
import { Name } from '../common/Name.tsx';
import { useAccount } from '../stores/accounts.ts';
import { useSelection } from '../stores/selection.ts';
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
    default:
      return assertNever(place);
  }
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
    default:
      return assertNever(place);
  }
}

type Props = { readonly place: Place };

/** A place in the list of results: what it is, its name, and where. */
export function PlaceWords({ place }: Props): ReactNode {
  const account = useAccount(place.accountId);
  const icons = { owner: User, package: Package, version: Tag };
  const Icon = icons[place.kind];
  const where = place.kind === 'owner' ? account?.label : `${account?.label ?? ''} / ${place.listed.owner}`;
  return (
    <>
      <Icon size={15} aria-hidden />
      <span className={classNames(styles.place)}>
        <Name>{place.kind === 'owner' ? place.owner : place.listed.packageName}</Name>
        {place.kind === 'version' && (
          <>
            {' '}
            <Name>{place.version}</Name>
          </>
        )}
      </span>
      <span className={classNames(styles.where)}>
        <Name>{where ?? ''}</Name>
      </span>
    </>
  );
}
