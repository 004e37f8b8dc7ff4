import { readdirSync, readlinkSync } from 'node:fs';
import { setTimeout as wait } from 'node:timers/promises';

/** What a process must not gather. */
export interface Held {
  readonly sockets: number;
  /** Null where the system does not tell. */
  readonly descriptors: number | null;
}

function descriptors(): number | null {
  try {
    return readdirSync('/proc/self/fd').filter((name) => isOurs(name)).length;
  } catch {
    return null;
  }
}

/** The runtime keeps one open on /dev/null for bad times, once anybody listened. */
function isOurs(name: string): boolean {
  try {
    return readlinkSync(`/proc/self/fd/${name}`) !== '/dev/null';
  } catch {
    return false;
  }
}

function heldNow(): Held {
  const sockets = process
    .getActiveResourcesInfo()
    .filter((resource) => /^(?:TCP|TLS|Pipe)/.test(resource)).length;
  return { sockets, descriptors: descriptors() };
}

/** What is kept between two looks; connections may take this long to close. Milliseconds. */
const patience = 6000;

/** Watches over a run: sockets and file descriptors that are not given back, and errors that nobody caught. */
export class LeakWatch {
  readonly #before = heldNow();
  readonly #uncaught: unknown[] = [];
  readonly #note = (error: unknown) => void this.#uncaught.push(error);

  constructor() {
    process.on('unhandledRejection', this.#note);
    process.on('uncaughtException', this.#note);
  }

  get uncaught(): readonly unknown[] {
    return this.#uncaught;
  }

  /** What is held more than in the beginning, once it had time to go; ends the watch. */
  async end(): Promise<Held> {
    const until = performance.now() + patience;
    for (;;) {
      const now = heldNow();
      const more = {
        sockets: Math.max(0, now.sockets - this.#before.sockets),
        descriptors:
          now.descriptors === null ? null : Math.max(0, now.descriptors - (this.#before.descriptors ?? 0)),
      };
      if ((more.sockets === 0 && (more.descriptors ?? 0) === 0) || performance.now() > until) {
        process.off('unhandledRejection', this.#note);
        process.off('uncaughtException', this.#note);
        return more;
      }
      await wait(20);
    }
  }
}
