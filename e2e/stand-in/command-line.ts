import { Guarded } from './missing-api.ts';

/** Electron's `app.commandLine`: kept for the app to read again; Chromium is started with the stand-in's own. */
export class CommandLine extends Guarded {
  readonly #switches = new Map<string, string>();

  constructor() {
    super('app.commandLine');
  }

  appendSwitch(name: string, value = ''): void {
    this.#switches.set(name, value);
  }

  removeSwitch(name: string): void {
    this.#switches.delete(name);
  }

  hasSwitch(name: string): boolean {
    return (
      this.#switches.has(name) || process.argv.some((argument) => argument.split('=')[0] === `--${name}`)
    );
  }

  getSwitchValue(name: string): string {
    const given = process.argv.find((argument) => argument.startsWith(`--${name}=`));
    return this.#switches.get(name) ?? given?.slice(name.length + 3) ?? '';
  }
}
