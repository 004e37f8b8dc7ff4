import type { VersionCoordinates } from '../../../shared/coordinates.ts';
import type { CommandName } from '../usage.ts';
import type { OptionValues } from './options.ts';
import { UsageError } from './usage-error.ts';

/** What names something on the server or on the disk. */
type TextOption = 'server' | 'owner' | 'package' | 'version' | 'to';

/** The words of one command line, to be read by the module of its command. What is wrong throws `UsageError`. */
export class CommandWords {
  readonly command: CommandName;
  readonly values: OptionValues;
  /** What stands behind the command without being an option. */
  readonly rest: readonly string[];

  constructor(command: CommandName, values: OptionValues, rest: readonly string[]) {
    this.command = command;
    this.values = values;
    this.rest = rest;
  }

  refuse(message: string): never {
    throw new UsageError(this.command, message);
  }

  /** The value of an option that must be there; `what` says what it names. */
  text(option: TextOption, what: string): string {
    const value = this.values[option];
    if (value === undefined || value === '') this.refuse(`--${option} is missing: it names ${what}.`);
    return value.length > 1024 ? this.refuse(`--${option} is too long.`) : value;
  }

  owner(): string {
    return this.text('owner', 'the user or organization');
  }

  version(): VersionCoordinates {
    return {
      owner: this.owner(),
      packageName: this.text('package', 'the package'),
      version: this.text('version', 'the version'),
    };
  }

  /** The values of `--file`; empty where it is not given. */
  fileNames(): readonly string[] {
    const fileNames = this.values.file ?? [];
    if (fileNames.some((fileName) => fileName === '' || fileName.length > 1024)) {
      this.refuse('--file is the name of a file.');
    }
    return fileNames;
  }

  nothingMore(): void {
    if (this.rest.length > 0) this.refuse(`${this.command} takes no ${this.rest[0]} here.`);
  }
}
