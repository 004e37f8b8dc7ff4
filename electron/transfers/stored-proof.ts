import type { FileCoordinates } from '../../shared/coordinates.ts';
import { type Failure, type FailureReason, isPassing } from '../../shared/failure.ts';
import { failed, type Outcome, succeeded } from '../../shared/outcome.ts';
import { type Clock, pause } from '../clock.ts';
import type { TransferClient } from './transfer-client.ts';

/** A listed file that cannot be given back is not there, whatever words the server has for it. */
const missing: ReadonlySet<FailureReason> = new Set<FailureReason>([
  'server-error',
  'not-found',
  'unexpected-answer',
  'damaged-on-server',
]);

/** Milliseconds before asking again for what proves that a stored file is there. */
const proofDelays = [0, 1000, 4000];

/** A file that should be on the server by now. */
export interface StoredFile {
  readonly client: TransferClient;
  readonly clock: Clock;
  readonly coordinates: FileCoordinates;
  /** Bytes. */
  readonly size: number;
}

/**
 * Proves that the server gives back the last byte, which is null for an empty file, and knows the length. What it
 * lists and cannot give is `damaged-on-server`.
 */
export async function proveLastByte(
  file: StoredFile,
  lastByte: number | null,
  signal: AbortSignal,
): Promise<Outcome<undefined>> {
  if (lastByte === null) return succeeded(undefined);
  const last = await patiently(file.clock, signal, () => lastByteAt(file, lastByte, signal));
  if (last.ok && last.value === lastByte) return succeeded(undefined);
  if (!last.ok && !missing.has(last.failure.reason)) return last;
  return { ok: false, failure: aboutFile('damaged-on-server', file.coordinates) };
}

/** The last byte as the server gives it back; null when it gives none, or a file of another length. */
async function lastByteAt(
  { client, coordinates, size }: StoredFile,
  expected: number,
  signal: AbortSignal,
): Promise<Outcome<number | null>> {
  const start = size - 1;
  const opened = await client.openDownload({ coordinates, start, signal });
  if (!opened.ok) return opened;
  const { body } = opened.value;
  // What a body still has to say after it was left must not end the app.
  body.on('error', () => undefined);
  if (opened.value.start !== start) {
    // A server without ranges: the length that it announces has to do, the whole file is not fetched for one byte.
    body.destroy();
    return succeeded(opened.value.size === size ? expected : null);
  }
  try {
    const bytes = Buffer.concat(await body.take(2).toArray());
    return succeeded(bytes.length === 1 ? (bytes[0] ?? null) : null);
  } catch {
    return failed('interrupted');
  }
}

/** Asks a few times while the answer is one that may pass. */
export async function patiently<T>(
  clock: Clock,
  signal: AbortSignal,
  ask: () => Promise<Outcome<T>>,
): Promise<Outcome<T>> {
  let outcome: Outcome<T> = failed('cancelled');
  for (const delay of proofDelays) {
    await pause(clock, delay, signal);
    if (signal.aborted) return failed('cancelled');
    outcome = await ask();
    if (outcome.ok || !isPassing(outcome.failure)) return outcome;
  }
  return outcome;
}

/** A failure that names the file. */
export function aboutFile(reason: FailureReason, { fileName }: FileCoordinates): Failure {
  return { reason, subject: fileName.slice(0, 300) };
}
