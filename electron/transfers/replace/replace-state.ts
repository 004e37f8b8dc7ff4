import type { FileCoordinates } from '../../../shared/coordinates.ts';
import type { OldFile, SeenFile } from '../../../shared/transfer.ts';
import type { LocalFileReference } from '../../local-files/local-file-reference.ts';
import type { ReplaceWork, Sent } from '../journal/transfer-record.ts';
import { Upload, type UploadParts } from '../upload.ts';

/** The work of a replacement that has not begun. `holder` is a name that nobody else has: letters and digits. */
export function newReplaceWork(file: LocalFileReference, seen: SeenFile, holder: string): ReplaceWork {
  const sent = { sentBytes: 0, mayHaveArrived: false };
  return {
    kind: 'replace',
    file,
    seen,
    holder,
    step: 'preparing',
    oldName: null,
    newSha256: null,
    sent,
    sentBack: sent,
    cause: null,
    hasPlaceholder: false,
  };
}

const oldFileAt: Readonly<Record<ReplaceWork['step'], OldFile>> = {
  preparing: 'there',
  deleting: 'away',
  sending: 'away',
  'putting-back': 'returning',
  back: 'back',
  replaced: 'replaced',
};

function sentBy(upload: Upload): Sent {
  const { sentBytes, mayHaveArrived } = upload.work();
  return { sentBytes, mayHaveArrived };
}

/** How far a replacement has come: what the journal keeps of it, and its two uploads. */
export class ReplaceState {
  readonly #uploads: UploadParts;
  readonly #accountId: string;
  readonly #coordinates: FileCoordinates;
  #upload: Upload;
  #back: Upload | null = null;
  #work: ReplaceWork;

  constructor(uploads: UploadParts, accountId: string, coordinates: FileCoordinates, work: ReplaceWork) {
    this.#uploads = uploads;
    this.#accountId = accountId;
    this.#coordinates = coordinates;
    this.#work = work;
    this.#upload = new Upload(uploads, { accountId, coordinates, file: work.file, sent: work.sent });
  }

  /** Sends the new file. */
  get upload(): Upload {
    return this.#upload;
  }

  get work(): ReplaceWork {
    return {
      ...this.#work,
      sent: sentBy(this.#upload),
      sentBack: this.#back === null ? this.#work.sentBack : sentBy(this.#back),
    };
  }

  get oldFile(): OldFile {
    return oldFileAt[this.#work.step];
  }

  /** As the server spells it. */
  get oldName(): string {
    return this.#work.oldName ?? this.#coordinates.fileName;
  }

  set(change: Partial<ReplaceWork>): void {
    this.#work = { ...this.#work, ...change };
  }

  /** Sends the old file back. */
  backFrom(file: LocalFileReference): Upload {
    this.#back ??= new Upload(this.#uploads, {
      accountId: this.#accountId,
      coordinates: { ...this.#coordinates, fileName: this.oldName },
      file,
      sent: this.#work.sentBack,
    });
    return this.#back;
  }

  mayRunAgain(): boolean {
    return this.#work.step !== 'putting-back' || this.#back === null || this.#back.mayRunAgain();
  }

  startOver(): void {
    this.#upload.startOver();
    this.#back?.startOver();
    if (this.#work.step !== 'back') return;
    // The old file has the name again, so nothing of what was sent can have arrived.
    const { file, seen, holder } = this.#work;
    this.#work = newReplaceWork(file, seen, holder);
    this.#upload = new Upload(this.#uploads, {
      accountId: this.#accountId,
      coordinates: this.#coordinates,
      file,
    });
    this.#back = null;
  }

  /** Turns towards putting back what was taken away; false where nothing was. */
  undo(): boolean {
    const { step, hasPlaceholder, cause } = this.#work;
    if (step === 'preparing' && !hasPlaceholder) return false;
    this.set({ cause: cause ?? { reason: 'cancelled' } });
    if (step === 'preparing') this.set({ step: 'back' });
    // A deletion that may be under way is brought to its end first.
    if (step === 'sending') this.set({ step: 'putting-back' });
    return true;
  }
}
