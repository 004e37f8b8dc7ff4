import type { CommandName } from '../usage.ts';

/** A command line that cannot be understood; the message says what is wrong, in a sentence. */
export class UsageError extends Error {
  /** Null when not even the command is known. */
  readonly command: CommandName | null;

  constructor(command: CommandName | null, message: string, options?: ErrorOptions) {
    super(message, options);
    this.command = command;
  }
}
