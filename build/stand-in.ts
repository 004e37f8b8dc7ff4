import { pathToFileURL } from 'node:url';
import { project } from './project.ts';

/** What the stand-in for Electron is told by its environment, so that the app's arguments stay the app's own. */
export const standInVariables = {
  /** `1` when a test drives the app: it runs functions in main, and attaches to the window. */
  driven: 'TEA_CHEST_STAND_IN_DRIVEN',
  /** `1` when the window is to be seen on the display. */
  visible: 'TEA_CHEST_STAND_IN_VISIBLE',
  /** What the pretended system is set to: `light` or `dark`. */
  colorScheme: 'TEA_CHEST_STAND_IN_COLOR_SCHEME',
  /** How well the pretended system keeps secrets: `strong`, `weak` or `none`. */
  secrets: 'TEA_CHEST_STAND_IN_SECRETS',
} as const;

/** The arguments that make Node run a main script on the stand-in for Electron. */
export function standInArguments(
  args: readonly string[],
  mainScript = project('dist/main/main.js'),
): string[] {
  return ['--import', pathToFileURL(project('e2e/stand-in/register.ts')).href, mainScript, ...args];
}
