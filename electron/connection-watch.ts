import { networkInterfaces } from 'node:os';
import type { Clock } from './clock.ts';

/** How often it is looked. Milliseconds. */
const interval = 2000;

/** A gap this much longer than the interval means that the machine slept, or the process was stopped. */
const sleepFrom = 30_000;

/** What is done about it. */
export interface ConnectionListener {
  /** Connections that were open are worth nothing any more. Waiting for each of them to time out would take minutes. */
  lost(): void;
  /** There is another way to servers than before. */
  found(): void;
}

/** Addresses that reach beyond this machine and its cable; containers make and take the others all day. */
function systemAddresses(): string[] {
  return Object.values(networkInterfaces())
    .flatMap((addresses) => addresses ?? [])
    .filter(({ internal, address }) => !internal && !/^(?:fe80:|169\.254\.)/i.test(address))
    .map(({ address }) => address);
}

/**
 * Notices that the machine slept, or that its addresses changed: another network, a cable, a VPN. A new address leaves
 * the connections of the others alone, since an upload that is broken has to be sent anew.
 */
export class ConnectionWatch {
  readonly #clock: Clock;
  readonly #listener: ConnectionListener;
  readonly #addresses: () => readonly string[];
  #callOff: (() => void) | null = null;

  constructor(
    clock: Clock,
    listener: ConnectionListener,
    addresses: () => readonly string[] = systemAddresses,
  ) {
    this.#clock = clock;
    this.#listener = listener;
    this.#addresses = addresses;
  }

  start(): void {
    this.#lookAfter(this.#now(), new Set(this.#addresses()));
  }

  stop(): void {
    this.#callOff?.();
    this.#callOff = null;
  }

  /** Some systems stop the monotonic clock in sleep and none stops the one on the wall. */
  #now(): { readonly wall: number; readonly monotonic: number } {
    return { wall: this.#clock.now(), monotonic: this.#clock.monotonic() };
  }

  #lookAfter(
    before: { readonly wall: number; readonly monotonic: number },
    known: ReadonlySet<string>,
  ): void {
    this.#callOff = this.#clock.after(interval, () => {
      const now = this.#now();
      const present = new Set(this.#addresses());
      const passed = Math.max(now.wall - before.wall, now.monotonic - before.monotonic);
      this.#lookAfter(now, present);
      if (passed > interval + sleepFrom || [...known].some((address) => !present.has(address))) {
        this.#listener.lost();
      } else if ([...present].some((address) => !known.has(address))) {
        this.#listener.found();
      }
    });
  }
}
