import type { InputOf } from '../../shared/api.ts';
import type { LocalFile, LocalSelection, Ticket } from '../../shared/local-file.ts';
import { type DraftId, type DraftSummary, mostDrafts, type OpenedDraft } from '../../shared/publish-draft.ts';
import type { Clock } from '../clock.ts';
import { isSameState, type LocalFileIdentity, referenceTo } from '../local-files/local-file-reference.ts';
import { type LocalFiles, localFileOf } from '../local-files/local-files.ts';
import type { DraftFile, DraftStore } from './draft-store.ts';

/** Files looked at on disk at once. */
const looksAtOnce = 32;

type LeftOut = LocalSelection['leftOut'][number];

interface Found {
  readonly file: LocalFile | null;
  readonly leftOut: LeftOut | null;
  readonly isChanged: boolean;
}

/**
 * Publish sheets that were begun and neither published nor discarded. The window knows their files by tickets; where
 * they lie stays here, so a draft brings back only files that the user once gave.
 */
export class Drafts {
  readonly #store: DraftStore;
  readonly #localFiles: LocalFiles;
  readonly #clock: Clock;
  readonly #onChanged: (drafts: DraftSummary[]) => void;

  constructor(
    store: DraftStore,
    localFiles: LocalFiles,
    clock: Clock,
    onChanged: (drafts: DraftSummary[]) => void,
  ) {
    this.#store = store;
    this.#localFiles = localFiles;
    this.#clock = clock;
    this.#onChanged = onChanged;
  }

  list(): DraftSummary[] {
    return this.#store.list();
  }

  /**
   * Keeps a draft, on the disk when this returns. Answers the drafts that went because there are too many: those
   * that were saved longest ago.
   */
  save({ id, heading, content, files }: InputOf<'drafts:save'>): DraftSummary[] {
    this.#store.save({
      id,
      savedAt: this.#clock.now(),
      heading,
      content,
      files: files === null ? null : this.#filesToKeep(id, files),
    });
    const dropped = this.#store.list().slice(mostDrafts);
    this.#store.remove(dropped.map((draft) => draft.id));
    this.#onChanged(this.#store.list());
    return dropped;
  }

  /** The draft with its files as they are on the disk now, under their old tickets; null when it is not there. */
  async open(id: DraftId): Promise<OpenedDraft | null> {
    const content = this.#store.content(id);
    if (content === null) return null;
    const removed = new Set(content.removed);
    const kept = this.#store.files(id).filter(({ ticket }) => !removed.has(ticket));
    const found: Found[] = [];
    for (let start = 0; start < kept.length; start += looksAtOnce) {
      found.push(
        ...(await Promise.all(kept.slice(start, start + looksAtOnce).map((file) => this.#look(file)))),
      );
    }
    return {
      content,
      selection: {
        files: found.flatMap(({ file }) => file ?? []),
        // What the exclude list kept out is not kept: it was never part of the sheet.
        excluded: [],
        leftOut: [...content.leftOut, ...found.flatMap(({ leftOut }) => leftOut ?? [])],
        unlisted: 0,
      },
      changedFiles: found.filter(({ isChanged }) => isChanged).length,
    };
  }

  discard(ids: readonly DraftId[]): void {
    this.#store.remove(ids);
    this.#onChanged(this.#store.list());
  }

  close(): void {
    this.#store.close();
  }

  /** A ticket that was released meanwhile stands for the file that was kept with it before. */
  #filesToKeep(id: DraftId, tickets: readonly Ticket[]): DraftFile[] {
    const before = new Map<Ticket, DraftFile>(this.#store.files(id).map((file) => [file.ticket, file]));
    return tickets.flatMap((ticket): DraftFile[] => {
      const held = this.#localFiles.walked(ticket);
      if (held !== null) {
        const { name, folder, reference } = held;
        return [{ ticket, name, folder, path: reference.path, ...reference.identity }];
      }
      const kept = before.get(ticket);
      return kept === undefined ? [] : [kept];
    });
  }

  async #look({ ticket, path, name, folder, ...kept }: DraftFile): Promise<Found> {
    const reference = await referenceTo(path);
    if (!reference.ok) {
      const shown = folder === '' ? name : `${folder}/${name}`;
      return {
        file: null,
        leftOut: { name: shown, why: whyGone(reference.failure.reason) },
        isChanged: false,
      };
    }
    const { identity } = reference.value;
    const file = { reference: reference.value, name, folder };
    this.#localFiles.hold(ticket, file);
    return {
      file: localFileOf(ticket, file),
      leftOut: null,
      isChanged: !isSameState(identity, kept satisfies LocalFileIdentity),
    };
  }
}

function whyGone(reason: string): LeftOut['why'] {
  if (reason === 'local-file-missing') return 'missing';
  return reason === 'not-a-plain-file' ? 'special-file' : 'unreadable';
}
