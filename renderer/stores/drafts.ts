import { useQuery } from '@tanstack/react-query';
import {
  type DraftHeading,
  type DraftId,
  type DraftSummary,
  mostDrafts,
} from '../../shared/publish-draft.ts';
import { visibleText } from '../../shared/visible-text.ts';
import { ask, bridge } from '../bridge.ts';
import { t } from '../text/text.ts';
import { knownAccounts } from './accounts.ts';
import { openDialog } from './dialogs.ts';
import { attempt, say, tell } from './notices.ts';
import { publishTarget } from './publish.ts';
import { type SheetContent, usePublishSheet } from './publish-sheet.ts';
import { queryClient } from './query-client.ts';
import { contentOf, draftOf } from './sheet-draft.ts';

const draftsKey = ['drafts'] as const;
const noDrafts: readonly DraftSummary[] = [];

/** All drafts, latest first. Set by every `drafts:changed`. */
export function useDrafts(): readonly DraftSummary[] {
  const { data } = useQuery({
    queryKey: draftsKey,
    queryFn: () => ask('drafts:list', undefined),
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: Number.POSITIVE_INFINITY,
  });
  return data ?? noDrafts;
}

export function replaceDrafts(drafts: readonly DraftSummary[]): void {
  queryClient.setQueryData(draftsKey, drafts);
}

/** What a draft is called: package and version as far as they are known. */
export function draftName({ packageName, version }: Pick<DraftSummary, 'packageName' | 'version'>): string {
  const name = [packageName, version].filter((part) => part !== '').join(' ');
  return name === '' ? t('drafts.unnamed') : visibleText(name);
}

/** Milliseconds between two savings: what a crash may cost at most. */
const pause = 500;

interface Saving {
  readonly content: SheetContent;
  readonly heading: DraftHeading;
}

let waiting: Saving | null = null;
let timer: ReturnType<typeof setTimeout> | undefined;
/** The files that main has of the open sheet. Thousands are handed over again only when they changed. */
let kept: Pick<SheetContent, 'draftId' | 'selection'> | null = null;

/** The draft that could not be kept: said once, not with every key. */
let toldOf: DraftId | null = null;

/** Keeps the open sheet as it is now, soon. */
export function keepDraftSoon(saving: Saving): void {
  waiting = saving;
  timer ??= setTimeout(keepDraftNow, pause);
}

/** Keeps what is waiting to be kept at once: the sheet or the window is about to go. */
export function keepDraftNow(): void {
  clearTimeout(timer);
  timer = undefined;
  if (waiting === null) return;
  const saving = waiting;
  waiting = null;
  void keep(saving);
}

async function keep({ content, heading }: Saving): Promise<void> {
  const { draftId, selection } = content;
  const areFilesKept = kept?.draftId === draftId && kept.selection === selection;
  kept = { draftId, selection };
  const outcome = await bridge.request('drafts:save', {
    id: draftId,
    heading,
    content: draftOf(content),
    files: areFilesKept ? null : selection.files.map(({ ticket }) => ticket),
  });
  if (!outcome.ok) {
    kept = null;
    if (toldOf !== draftId) say(t('drafts.notKept'));
    toldOf = draftId;
    return;
  }
  toldOf = null;
  for (const dropped of outcome.value) {
    say(t('drafts.dropped', { name: draftName(dropped), most: mostDrafts }));
  }
}

/** Forgets drafts for good; also one that is waiting to be kept. */
export function discardDrafts(ids: readonly DraftId[]): void {
  if (waiting !== null && ids.includes(waiting.content.draftId)) waiting = null;
  if (kept !== null && ids.includes(kept.draftId)) kept = null;
  void attempt(bridge.request('drafts:discard', { ids: [...ids] }));
}

/** Opens the publish sheet as it was when it was left. */
export async function openDraft(id: DraftId): Promise<void> {
  const outcome = await bridge.request('drafts:open', { id });
  if (!outcome.ok) return tell(outcome.failure);
  const draft = outcome.value;
  const fallback = publishTarget();
  if (draft === null) return say(t('drafts.gone'));
  if (fallback === null) return say(t('commands.needsAccount'));
  const content = contentOf(id, draft);
  const isAccountThere = knownAccounts().some((account) => account.id === content.place.accountId);
  usePublishSheet
    .getState()
    .resume(
      isAccountThere
        ? content
        : { ...content, target: fallback, place: { accountId: fallback.accountId, owner: fallback.owner } },
    );
  openDialog({ kind: 'publish' });
}
