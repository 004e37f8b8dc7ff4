import { create } from 'zustand';
import { isSettled, type Transfer, type TransferId, type TransferState } from '../../shared/transfer.ts';

interface TransfersState {
  readonly byId: ReadonlyMap<TransferId, Transfer>;
  /** What moves first, then what waits, what failed, what is done. */
  readonly order: readonly TransferId[];
  readonly isDrawerOpen: boolean;
  readonly setDrawerOpen: (isDrawerOpen: boolean) => void;
}

/** The window's mirror of main's transfers, and whether their drawer is open. */
export const useTransfers = create<TransfersState>()((set) => ({
  byId: new Map(),
  order: [],
  isDrawerOpen: true,
  setDrawerOpen: (isDrawerOpen) => set({ isDrawerOpen }),
}));

const moving: ReadonlySet<TransferState> = new Set([
  'checking',
  'sending',
  'receiving',
  'storing',
  'verifying',
]);

function group(state: TransferState): number {
  if (moving.has(state)) return 0;
  if (state === 'needs-decision' || state === 'failed') return 2;
  return isSettled(state) ? 3 : 1;
}

function inOrder(byId: ReadonlyMap<TransferId, Transfer>): readonly TransferId[] {
  return [...byId.values()]
    .sort(
      (left, right) =>
        group(left.state) - group(right.state) ||
        (right.settledAt ?? 0) - (left.settledAt ?? 0) ||
        left.addedAt - right.addedAt ||
        (left.id < right.id ? -1 : 1),
    )
    .map((transfer) => transfer.id);
}

/** Takes in whole snapshots. The order is made anew only when a transfer came or entered another state. */
export function replaceTransfers(snapshots: readonly Transfer[]): void {
  useTransfers.setState((state) => {
    const byId = new Map(state.byId);
    for (const snapshot of snapshots) byId.set(snapshot.id, snapshot);
    const keepsOrder = snapshots.every((snapshot) => state.byId.get(snapshot.id)?.state === snapshot.state);
    return { byId, order: keepsOrder ? state.order : inOrder(byId) };
  });
}

/** Forgets transfers that main took off its list. */
export function removeTransfers(ids: readonly TransferId[]): void {
  useTransfers.setState((state) => {
    const removed = new Set(ids);
    const byId = new Map([...state.byId].filter(([id]) => !removed.has(id)));
    return { byId, order: state.order.filter((id) => !removed.has(id)) };
  });
}
