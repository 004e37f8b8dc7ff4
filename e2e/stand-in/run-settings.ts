import { resolve } from 'node:path';
import { standInVariables } from '../../build/stand-in.ts';

/** How well the pretended system keeps secrets; the words are those that the app tells its user. */
export type SecretStrength = 'strong' | 'weak' | 'none';
export type ColorScheme = 'light' | 'dark';

/** What whoever starts the stand-in decides. */
export interface RunSettings {
  /** From `--user-data-dir=`, as Electron takes it. */
  readonly userDataFolder: string | null;
  /** A test drives the app: functions are run for it, and it may attach to the window. */
  readonly isDriven: boolean;
  /** The window is shown on the display; otherwise Chromium has no window. */
  readonly isVisible: boolean;
  /** What the pretended system is set to. */
  readonly systemColorScheme: ColorScheme;
  readonly secrets: SecretStrength;
}

const userDataArgument = '--user-data-dir=';

function secretsFrom(value: string | undefined): SecretStrength {
  return value === 'weak' || value === 'none' ? value : 'strong';
}

/** Reads this run's settings from its command line and its environment. */
export function readRunSettings(
  commandLine: readonly string[],
  environment: Readonly<Record<string, string | undefined>>,
): RunSettings {
  const folder = commandLine
    .findLast((argument) => argument.startsWith(userDataArgument))
    ?.slice(userDataArgument.length);
  return {
    userDataFolder: folder === undefined || folder === '' ? null : resolve(folder),
    isDriven: environment[standInVariables.driven] === '1',
    isVisible: environment[standInVariables.visible] === '1',
    systemColorScheme: environment[standInVariables.colorScheme] === 'dark' ? 'dark' : 'light',
    secrets: secretsFrom(environment[standInVariables.secrets]),
  };
}
