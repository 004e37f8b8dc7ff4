import { useMutation } from '@tanstack/react-query';
import { type ChecksumsPlan, isListSent } from '../../shared/checksums-plan.ts';
import { isToBeSent, type PublishPlan, replacedBy } from '../../shared/publish-plan.ts';
import { ask } from '../bridge.ts';
import { refreshOwners } from '../stores/owners.ts';
import { useSelection } from '../stores/selection.ts';
import { useTransfers } from '../stores/transfers.ts';
import type { Destination } from './use-destination.ts';

/**
 * Sends what the plan calls new, and what takes the place of a file on the server. An owner that is not in the sidebar
 * is looked up and pinned first, so that nothing is sent to a mistyped name and the version can be shown afterwards.
 */
export function usePublish(
  destination: Destination,
  plan: PublishPlan,
  checksums: ChecksumsPlan | null,
  partSize: number | null,
  onQueued: () => void,
) {
  const { accountId, coordinates, ownerHere } = destination;
  return useMutation({
    mutationFn: async () => {
      if (coordinates === null) return [];
      if (ownerHere === null) {
        await ask('owners:pin', { accountId, name: coordinates.owner });
        void refreshOwners(accountId);
      }
      return ask('transfers:publish', {
        accountId,
        version: coordinates,
        files: plan.rows.filter(isToBeSent).map((row) => ({
          ticket: row.file.ticket,
          fileName: row.file.fileName,
          replaces: replacedBy(row),
          ...(row.parts !== null && partSize !== null && { partSize }),
        })),
        ...(checksums !== null && isListSent(checksums) && { checksumsName: checksums.fileName }),
        ...(checksums !== null && checksums.replaces !== null && { checksumsReplaces: checksums.replaces }),
      });
    },
    onSuccess: () => {
      if (coordinates !== null) useSelection.getState().reveal(accountId, coordinates);
      useTransfers.getState().setDrawerOpen(true);
      onQueued();
    },
  });
}
