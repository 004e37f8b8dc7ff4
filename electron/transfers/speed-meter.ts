/** How far back the meter looks, in milliseconds: steady enough to read, quick enough to show a stall. */
const span = 4000;
/** Readings closer together than this are one. */
const grain = 100;

interface Reading {
  readonly at: number;
  readonly bytes: number;
}

/** Bytes a second over the last seconds, from readings of how many bytes went so far. */
export class SpeedMeter {
  #readings: Reading[] = [];

  /** `at` is monotonic milliseconds, `bytes` the total so far. A total that shrinks (a fresh start) starts over. */
  add(at: number, bytes: number): void {
    const last = this.#readings.at(-1);
    if (last !== undefined && bytes < last.bytes) this.#readings = [];
    const lastButOne = this.#readings.at(-2);
    if (lastButOne !== undefined && last !== undefined && at - lastButOne.at < grain) this.#readings.pop();
    this.#readings.push({ at, bytes });
  }

  /** Null until there is something to tell, zero when nothing moved for the whole span. */
  speed(at: number): number | null {
    while (this.#readings.length > 2 && (this.#readings[1]?.at ?? at) < at - span) this.#readings.shift();
    const first = this.#readings[0];
    const last = this.#readings.at(-1);
    if (first === undefined || last === undefined || first === last) return null;
    if (last.at < at - span) return 0;
    const seconds = (at - first.at) / 1000;
    return seconds <= 0 ? null : (last.bytes - first.bytes) / seconds;
  }
}
