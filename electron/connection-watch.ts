import { networkInterfaces } from 'node:os';
import type { Clock } from './clock.ts';

/** How often it is looked. Milliseconds. */
const interval = 2000;

/** A gap this much longer than the interval means that the machine slept, or the process was stopped. */
const sleepFrom = 30_000;

/** The machine's addresses beyond itself, in a form that can be compared. */
function systemAddresses(): string {
  return Object.values(networkInterfaces())
    .flatMap((addresses) => addresses ?? [])
    .filter(({ internal }) => !internal)
    .map(({ address }) => address)
    .sort()
    .join(' ');
}

/**
 * Notices that connections made before are worth nothing any more: the machine slept, or its addresses changed
 * (another network, a cable, a VPN). Waiting for each of them to time out would take minutes.
 */
export class ConnectionWatch {
  readonly #clock: Clock;
  readonly #onLost: () => void;
  readonly #addresses: () => string;
  #callOff: (() => void) | null = null;

  constructor(clock: Clock, onLost: () => void, addresses: () => string = systemAddresses) {
    this.#clock = clock;
    this.#onLost = onLost;
    this.#addresses = addresses;
  }

  start(): void {
    this.#look(this.#now(), this.#addresses());
  }

  stop(): void {
    this.#callOff?.();
    this.#callOff = null;
  }

  /** Some systems stop the monotonic clock in sleep and none stops the one on the wall. */
  #now(): { readonly wall: number; readonly monotonic: number } {
    return { wall: this.#clock.now(), monotonic: this.#clock.monotonic() };
  }

  #look(before: { readonly wall: number; readonly monotonic: number }, addresses: string): void {
    this.#callOff = this.#clock.after(interval, () => {
      const now = this.#now();
      const present = this.#addresses();
      const slept = Math.max(now.wall - before.wall, now.monotonic - before.monotonic) > interval + sleepFrom;
      // Without any address there is nothing to connect with; the next change brings it back.
      if (slept || (present !== addresses && present !== '')) this.#onLost();
      this.#look(now, present);
    });
  }
}
