import type { Key } from 'react-aria-components';
import { create } from 'zustand';
import { isSettled, type Transfer, type TransferId, type TransferState } from '../../shared/transfer.ts';

/** A transfer's place in the list: the same object for as long as the transfer is there, so that rows are kept. */
export interface TransferEntry {
  readonly id: TransferId;
}

interface TransfersState {
  readonly byId: ReadonlyMap<TransferId, Transfer>;
  /** What moves first, then what failed or needs a decision, what waits in the order of the queue, what is done. */
  readonly order: readonly TransferEntry[];
  /** The ids of what is selected in the drawer; as the list gave it, because it knows where a range began. */
  readonly selected: ReadonlySet<Key>;
  readonly isDrawerOpen: boolean;
  readonly select: (ids: ReadonlySet<Key>) => void;
  readonly setDrawerOpen: (isDrawerOpen: boolean) => void;
}

/** The window's mirror of main's transfers, what is selected of them, and whether their drawer is open. */
export const useTransfers = create<TransfersState>()((set) => ({
  byId: new Map(),
  order: [],
  selected: new Set(),
  isDrawerOpen: true,
  select: (selected) => set({ selected }),
  setDrawerOpen: (isDrawerOpen) => set({ isDrawerOpen }),
}));

const moving: ReadonlySet<TransferState> = new Set([
  'checking',
  'sending',
  'receiving',
  'storing',
  'verifying',
]);

/** The part of the list that a transfer is in, from the top. */
export function listGroup(state: TransferState): number {
  if (moving.has(state)) return 0;
  if (state === 'needs-decision' || state === 'failed') return 1;
  return isSettled(state) ? 3 : 2;
}

function inOrder(
  byId: ReadonlyMap<TransferId, Transfer>,
  before: readonly TransferEntry[],
): readonly TransferEntry[] {
  const entries = new Map(before.map((entry) => [entry.id, entry]));
  return [...byId.values()]
    .sort(
      (left, right) =>
        listGroup(left.state) - listGroup(right.state) ||
        (right.settledAt ?? 0) - (left.settledAt ?? 0) ||
        left.position - right.position ||
        left.addedAt - right.addedAt ||
        (left.id < right.id ? -1 : 1),
    )
    .map(({ id }) => entries.get(id) ?? { id });
}

/** Takes in whole snapshots. The order is made anew only when a transfer came, was moved or entered another state. */
export function replaceTransfers(snapshots: readonly Transfer[]): void {
  useTransfers.setState((state) => {
    const byId = new Map(state.byId);
    for (const snapshot of snapshots) byId.set(snapshot.id, snapshot);
    const keepsOrder = snapshots.every((snapshot) => {
      const before = state.byId.get(snapshot.id);
      return before?.state === snapshot.state && before.position === snapshot.position;
    });
    return { byId, order: keepsOrder ? state.order : inOrder(byId, state.order) };
  });
}

/** Forgets transfers that main took off its list. */
export function removeTransfers(ids: readonly TransferId[]): void {
  useTransfers.setState((state) => {
    const removed = new Set(ids);
    const byId = new Map([...state.byId].filter(([id]) => !removed.has(id)));
    return {
      byId,
      order: state.order.filter(({ id }) => !removed.has(id)),
      selected: ids.some((id) => state.selected.has(id))
        ? new Set([...state.selected].filter((id) => byId.has(String(id))))
        : state.selected,
    };
  });
}

/** All transfers in the order of the list, for what is not drawn. */
export function listedTransfers(): readonly Transfer[] {
  const { byId, order } = useTransfers.getState();
  return order.flatMap(({ id }) => byId.get(id) ?? []);
}
