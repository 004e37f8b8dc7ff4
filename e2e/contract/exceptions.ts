/** A recorded scenario that the built-in registry does not take part in, and why. */
export interface Exception {
  readonly scenario: string;
  readonly reason: string;
}

/** The only list of what is left out of the replay. Everything that was recorded is answered, so it is empty. */
export const exceptions: readonly Exception[] = [];
