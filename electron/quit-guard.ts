export interface QuitGuardParts {
  readonly unsettledTransfers: () => number;
  /** Asks the user; true when the transfers may be stopped. */
  readonly confirm: (unsettled: number) => Promise<boolean>;
  /** Stops all work and leaves everything clean. */
  readonly stop: () => Promise<void>;
  /** Quits again, this time to be let through. */
  readonly quit: () => void;
}

/** Longer than stopping takes; what hangs must not keep the app open, and the journal knows where everything was. */
const patience = 2000;

/**
 * Stands between "quit" and the end: asks when transfers run, then stops them cleanly. The first attempt to quit
 * is always held back, because stopping takes time and Electron waits for nobody.
 */
export class QuitGuard {
  readonly #parts: QuitGuardParts;
  #state: 'open' | 'deciding' | 'leaving' = 'open';

  constructor(parts: QuitGuardParts) {
    this.#parts = parts;
  }

  /** Whether everything is stopped and the end may come. */
  get isLeaving(): boolean {
    return this.#state === 'leaving';
  }

  /** For each attempt to quit, such as Electron's `before-quit`. */
  async beforeQuit(event: { preventDefault(): void }): Promise<void> {
    if (this.#state === 'leaving') return;
    event.preventDefault();
    if (this.#state === 'deciding') return;
    this.#state = 'deciding';
    let mayStop = false;
    try {
      const unsettled = this.#parts.unsettledTransfers();
      mayStop = unsettled === 0 || (await this.#parts.confirm(unsettled));
    } finally {
      if (!mayStop) this.#state = 'open';
    }
    if (!mayStop) return;
    try {
      await this.#stopWithPatience();
    } finally {
      this.#state = 'leaving';
      this.#parts.quit();
    }
  }

  async #stopWithPatience(): Promise<void> {
    const tired = Promise.withResolvers<void>();
    const timer = setTimeout(tired.resolve, patience);
    try {
      await Promise.race([this.#parts.stop(), tired.promise]);
    } finally {
      clearTimeout(timer);
    }
  }
}
