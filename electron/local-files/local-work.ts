import type { LocalWork, LocalWorkKind } from '../../shared/local-file.ts';
import type { Clock } from '../clock.ts';

/** At most ten snapshots a second. Work that takes less time than this is not told of at all. */
const interval = 100;

/** A piece of work that is under way. */
export interface WorkUnderWay {
  readonly signal: AbortSignal;
  /** How far it has come. */
  tell(work: LocalWork): void;
  end(): void;
}

/** Says how far the work on local files has come, and stops it. Of several pieces the one begun last is told of. */
export class LocalWorkshop {
  readonly #clock: Clock;
  readonly #push: (work: LocalWork | null) => void;
  readonly #underWay = new Map<AbortController, { readonly kind: LocalWorkKind; work: LocalWork | null }>();
  #callOff: (() => void) | null = null;
  #hasTold = false;

  constructor(clock: Clock, push: (work: LocalWork | null) => void) {
    this.#clock = clock;
    this.#push = push;
  }

  begin(kind: LocalWorkKind): WorkUnderWay {
    const stopping = new AbortController();
    const piece: { kind: LocalWorkKind; work: LocalWork | null } = { kind, work: null };
    this.#underWay.set(stopping, piece);
    return {
      signal: stopping.signal,
      tell: (work) => {
        if (!this.#underWay.has(stopping)) return;
        piece.work = work;
        this.#callOff ??= this.#clock.after(interval, () => this.#tell());
      },
      end: () => {
        this.#underWay.delete(stopping);
        this.#tell();
      },
    };
  }

  /** Stops all of a kind that is under way. */
  stop(kind: LocalWorkKind): void {
    for (const [stopping, piece] of this.#underWay) if (piece.kind === kind) stopping.abort();
  }

  #tell(): void {
    this.#callOff?.();
    this.#callOff = null;
    const work = [...this.#underWay.values()].findLast((each) => each.work !== null)?.work ?? null;
    if (work === null && !this.#hasTold) return;
    this.#hasTold = work !== null;
    this.#push(work);
  }
}
