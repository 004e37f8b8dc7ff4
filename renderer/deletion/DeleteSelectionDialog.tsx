import { useMutation } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import type { AccountId } from '../../shared/account.ts';
import type { DeletionTarget } from '../../shared/deletion.ts';
import { ask, failureOf } from '../bridge.ts';
import { listedPackages } from '../stores/listings.ts';
import { filesQuery } from '../stores/packages.ts';
import { queryClient } from '../stores/query-client.ts';
import { ConfirmSelection } from './ConfirmSelection.tsx';
import { DeletionRunDialog } from './DeletionRunDialog.tsx';
import { doomedOf, type Looked } from './doomed.ts';

type Props = {
  readonly accountId: AccountId;
  readonly owner: string;
  readonly targets: readonly DeletionTarget[];
  readonly origin?: { readonly looked: Looked };
  /** Nothing was begun. */
  readonly onCancel: () => void;
  readonly onClose: () => void;
};

/** Deletes many things: shows what goes, asks, goes through with it, and tells what became of each. */
export function DeleteSelectionDialog({
  accountId,
  owner,
  targets,
  origin,
  onCancel,
  onClose,
}: Props): ReactNode {
  // As it was when it was asked for: what changes on the server meanwhile must not slip in.
  const [packages] = useState(() => listedPackages(accountId, owner));
  const [doomed, setDoomed] = useState(() =>
    doomedOf(
      owner,
      targets,
      packages,
      (version) => queryClient.getQueryData(filesQuery(accountId, version).queryKey)?.files ?? [],
    ),
  );
  const start = useMutation({
    mutationFn: async (exact: readonly DeletionTarget[]) => ({
      id: await ask('deletions:start', { accountId, owner, targets: [...exact] }),
      targets: exact,
    }),
  });
  if (start.data !== undefined) {
    return (
      <DeletionRunDialog
        key={start.data.id}
        id={start.data.id}
        doomed={doomed}
        onAgain={(rest) => {
          setDoomed(rest);
          start.reset();
        }}
        onClose={onClose}
      />
    );
  }
  return (
    <ConfirmSelection
      accountId={accountId}
      owner={owner}
      doomed={doomed}
      before={origin?.looked ?? null}
      packages={packages}
      isBusy={start.isPending}
      failure={start.error === null ? null : failureOf(start.error)}
      onDelete={(exact) => start.mutate(exact)}
      onClose={onCancel}
    />
  );
}
