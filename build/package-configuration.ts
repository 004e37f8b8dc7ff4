import { getConfig, validateConfiguration } from 'app-builder-lib/out/util/config/config.js';
import { DebugLogger } from 'builder-util';
import type { Configuration } from 'electron-builder';
import { project } from './project.ts';

/** Reads the configuration of the installers, or another file, and throws on what electron-builder does not know. */
export async function readPackageConfiguration(file = 'build/electron-builder.yml'): Promise<Configuration> {
  const configuration = await getConfig(project('.'), file, null);
  await validateConfiguration(configuration, new DebugLogger(false));
  return configuration;
}
