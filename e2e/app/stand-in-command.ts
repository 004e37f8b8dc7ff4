import { standInArguments, standInVariables } from '../../build/stand-in.ts';
import type { LaunchOptions } from './launched-app.ts';

/** How the app is started on the stand-in: the arguments of Node, and the environment. */
export function standInCommand(options: LaunchOptions): {
  readonly args: string[];
  readonly env: NodeJS.ProcessEnv;
} {
  const { userDataDir, args = [], env, colorScheme = 'light', secrets = 'strong', mainScript } = options;
  // Test runners tell Node things that are not meant for the app.
  const { NODE_OPTIONS: _ours, ...inherited } = process.env;
  return {
    args: standInArguments([`--user-data-dir=${userDataDir}`, ...args], mainScript),
    env: {
      ...inherited,
      [standInVariables.colorScheme]: colorScheme,
      [standInVariables.secrets]: secrets,
      ...env,
    },
  };
}
