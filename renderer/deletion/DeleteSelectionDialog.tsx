import { useMutation } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import type { AccountId } from '../../shared/account.ts';
import type { DeletionTarget } from '../../shared/deletion.ts';
import { ask, failureOf } from '../bridge.ts';
import { rememberDeletion } from '../stores/deletions.ts';
import { openDialog } from '../stores/dialogs.ts';
import { listedPackages } from '../stores/listings.ts';
import { filesQuery } from '../stores/packages.ts';
import { queryClient } from '../stores/query-client.ts';
import { ConfirmSelection } from './ConfirmSelection.tsx';
import { doomedOf, type Looked } from './doomed.ts';

type Props = {
  readonly accountId: AccountId;
  readonly owner: string;
  readonly targets: readonly DeletionTarget[];
  readonly origin?: { readonly looked: Looked };
  /** Nothing was begun. */
  readonly onCancel: () => void;
};

/** Deletes many things: shows what goes, asks, and begins. */
export function DeleteSelectionDialog({ accountId, owner, targets, origin, onCancel }: Props): ReactNode {
  // As it was when it was asked for: what changes on the server meanwhile must not slip in.
  const [packages] = useState(() => listedPackages(accountId, owner));
  const [doomed] = useState(() =>
    doomedOf(
      owner,
      targets,
      packages,
      (version) => queryClient.getQueryData(filesQuery(accountId, version).queryKey)?.files ?? [],
    ),
  );
  const start = useMutation({
    mutationFn: (exact: readonly DeletionTarget[]) =>
      ask('deletions:start', { accountId, owner, targets: [...exact] }),
    onSuccess: (id) => {
      rememberDeletion(id, doomed);
      openDialog({ kind: 'deletion-run', id });
    },
  });
  return (
    <ConfirmSelection
      accountId={accountId}
      owner={owner}
      doomed={doomed}
      before={origin?.looked ?? null}
      packages={packages}
      isBusy={start.isPending || start.isSuccess}
      failure={start.error === null ? null : failureOf(start.error)}
      onDelete={(exact) => start.mutate(exact)}
      onClose={onCancel}
    />
  );
}
