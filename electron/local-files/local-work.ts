import type { LocalWork } from '../../shared/local-file.ts';
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
  readonly #underWay = new Map<AbortController, LocalWork | null>();
  #callOff: (() => void) | null = null;
  #hasTold = false;

  constructor(clock: Clock, push: (work: LocalWork | null) => void) {
    this.#clock = clock;
    this.#push = push;
  }

  begin(): WorkUnderWay {
    const stopping = new AbortController();
    this.#underWay.set(stopping, null);
    return {
      signal: stopping.signal,
      tell: (work) => {
        if (!this.#underWay.has(stopping)) return;
        this.#underWay.set(stopping, work);
        this.#callOff ??= this.#clock.after(interval, () => this.#tell());
      },
      end: () => {
        this.#underWay.delete(stopping);
        if (this.#underWay.size === 0) this.#tell();
      },
    };
  }

  /** Stops all that is under way. */
  stop(): void {
    for (const stopping of this.#underWay.keys()) stopping.abort();
  }

  #tell(): void {
    this.#callOff?.();
    this.#callOff = null;
    const work = [...this.#underWay.values()].findLast((each) => each !== null) ?? null;
    if (work === null && !this.#hasTold) return;
    this.#hasTold = work !== null;
    this.#push(work);
  }
}
