import type { Bridge, InputOf, RequestName, ValueOf } from '../shared/api.ts';
import type { Failure } from '../shared/failure.ts';

declare global {
  interface Window {
    /** Put there by the preload before the page runs. */
    readonly teaChest: Bridge<File>;
  }
}

/** The way to main. Nothing else reads `window.teaChest`. */
export const bridge: Bridge<File> = window.teaChest;

/** A failure on its way to whoever shows it; thrown because queries and mutations tell errors by throwing. */
export class RequestFailed extends Error {
  readonly failure: Failure;

  constructor(failure: Failure) {
    super(failure.reason);
    this.failure = failure;
  }
}

/** Asks main and answers the value; throws `RequestFailed` when main says no. */
export async function ask<Name extends RequestName>(
  name: Name,
  input: InputOf<Name>,
): Promise<ValueOf<Name>> {
  const outcome = await bridge.request(name, input);
  if (!outcome.ok) throw new RequestFailed(outcome.failure);
  return outcome.value;
}

/** The failure behind what a query or mutation threw; what was not expected counts as `internal`. */
export function failureOf(error: unknown): Failure {
  if (error instanceof RequestFailed) return error.failure;
  console.error(error);
  return { reason: 'internal', subject: String(error).slice(0, 300) };
}
