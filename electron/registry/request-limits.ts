/** How long things may take, in milliseconds, and how large answers may be, in bytes. */
export interface RequestLimits {
  readonly lookup: number;
  readonly connect: number;
  readonly secureConnect: number;
  /** A JSON request from start to end. */
  readonly json: number;
  /** Before each new attempt of a JSON request whose connection failed. */
  readonly retryDelays: readonly number[];
  /** From headers to "continue"; some proxies never say it, and then the body is sent all the same. */
  readonly untilContinue: number;
  /** A body that stands still, in either direction. */
  readonly uploadStall: number;
  readonly downloadStall: number;
  /** A download slower than so many bytes a second for so long is tried again on a new connection. */
  readonly trickleRate: number;
  readonly trickle: number;
  /** From the end of a download's request to the head of its answer; storage may have to be woken up. */
  readonly downloadAnswer: number;
  /** For a deletion, and after a body: the server hashes and copies it, at least at `storingRate` bytes a second. */
  readonly storing: number;
  readonly storingRate: number;
  readonly jsonBytes: number;
}

/** The limits that fit servers on the internet; tests shorten them. */
export const defaultLimits: RequestLimits = {
  lookup: 5000,
  connect: 10_000,
  secureConnect: 10_000,
  json: 30_000,
  retryDelays: [200, 800],
  untilContinue: 1500,
  uploadStall: 60_000,
  downloadStall: 30_000,
  trickleRate: 1024,
  trickle: 120_000,
  downloadAnswer: 60_000,
  storing: 120_000,
  storingRate: 20_000_000,
  jsonBytes: 64 * 1024 * 1024,
};
