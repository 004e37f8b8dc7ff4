import {
  type InfiniteData,
  infiniteQueryOptions,
  keepPreviousData,
  queryOptions,
  useQuery,
} from '@tanstack/react-query';
import { create } from 'zustand';
import type { ChestEntry, ChestEntryId, ChestPage, ChestState } from '../../shared/chest.ts';
import type { Failure } from '../../shared/failure.ts';
import { visibleText } from '../../shared/visible-text.ts';
import { ask, bridge } from '../bridge.ts';
import { t } from '../text/text.ts';
import { useDialogs } from './dialogs.ts';
import { attempt, say, tell } from './notices.ts';
import { queryClient } from './query-client.ts';

const stateKey = ['chest', 'state'] as const;
const listKey = ['chest', 'list'] as const;

/** Rows of one page: a few screens full. */
const pageLength = 100;

/** What was deleted and is kept, page by page, latest first. */
export const chestQuery = infiniteQueryOptions<
  ChestPage,
  Error,
  InfiniteData<ChestPage>,
  typeof listKey,
  Pick<ChestEntry, 'keptAt' | 'id'> | null
>({
  queryKey: listKey,
  queryFn: ({ pageParam }) => ask('chest:list', { before: pageParam, limit: pageLength }),
  initialPageParam: null,
  getNextPageParam: ({ entries, hasMore }) => {
    const last = entries.at(-1);
    return hasMore && last !== undefined ? { keptAt: last.keptAt, id: last.id } : null;
  },
  staleTime: 0,
  gcTime: 0,
});

/** How the chest stands; undefined until it is known. */
export function useChestState(): ChestState | undefined {
  const { data } = useQuery({
    queryKey: stateKey,
    queryFn: () => ask('chest:state', undefined),
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: Number.POSITIVE_INFINITY,
  });
  return data;
}

/** Whether files of so many bytes would be kept if they were deleted now. */
export function forecastQuery(bytes: number | null) {
  return queryOptions({
    queryKey: ['chest', 'forecast', bytes],
    queryFn: () => ask('chest:will-keep', { bytes }),
    staleTime: 0,
    gcTime: 0,
    placeholderData: keepPreviousData,
  });
}

interface PutBackState {
  /** Why entries could not be put back when that was tried last. */
  readonly failures: ReadonlyMap<ChestEntryId, Failure>;
}

export const usePutBack = create<PutBackState>()(() => ({ failures: new Map() }));

/** Takes in how the chest stands; the list is asked for again when something came or went. */
export function takeChestState(state: ChestState): void {
  const before = queryClient.getQueryData<ChestState>(stateKey);
  queryClient.setQueryData(stateKey, state);
  if (before?.revision !== state.revision) void queryClient.invalidateQueries({ queryKey: listKey });
}

/** Puts entries back and says so; what failed stands beside its entry, and is told where the trash was closed. */
export async function putBack(entries: readonly ChestEntry[]): Promise<void> {
  const asked = new Set(entries.map(({ id }) => id));
  usePutBack.setState(({ failures }) => ({
    failures: new Map([...failures].filter(([id]) => !asked.has(id))),
  }));
  const outcome = await bridge.request('chest:put-back', { ids: [...asked] });
  if (!outcome.ok) return tell(outcome.failure);
  const refused = outcome.value.flatMap(({ id, failure }) =>
    failure === null ? [] : [[id, failure] as const],
  );
  usePutBack.setState(({ failures }) => ({ failures: new Map([...failures, ...refused]) }));
  const back = entries.filter(({ id }) =>
    outcome.value.some((each) => each.id === id && each.failure === null),
  );
  const [first] = back;
  if (back.length === 1 && first !== undefined) say(t('trash.isBack', { name: entryName(first) }));
  if (back.length > 1) say(t('trash.areBack', { count: back.length }));
  const why = refused[0]?.[1];
  if (useDialogs.getState().dialog?.kind !== 'trash' && why !== undefined && why.reason !== 'cancelled')
    tell(why);
}

export function stopPutBack(): void {
  void attempt(bridge.request('chest:cancel-put-back', undefined));
}

/** Calls off the keeping that a deletion waits for: nothing of it goes then. */
export function cancelKeeping(): void {
  void attempt(bridge.request('chest:cancel-keeping', undefined));
}

/** Says that something was deleted, and whether it can be put back; `isKept` is null where there was nothing to keep. */
export function sayDeleted(done: string, isKept: boolean | null): void {
  if (isKept === null) say(done);
  else say(t(isKept ? 'deletion.doneKept' : 'deletion.doneNotKept', { done }));
}

/** `kettle 1.4.2`. */
export function entryName({ packageName, version }: ChestEntry): string {
  return visibleText(`${packageName} ${version}`);
}
