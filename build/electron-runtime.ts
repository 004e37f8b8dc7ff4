import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { project } from './project.ts';

/** Electron's own program, or why it cannot be run here: words that go on after "because". */
export type ElectronRuntime =
  | { readonly available: true; readonly executable: string }
  | { readonly available: false; readonly reason: string };

const Manifest = z.object({ version: z.string() });
/** What `build/prepare.mjs` notes when it has tried to fetch the runtime. */
const Attempt = z.object({ version: z.string(), available: z.boolean(), reason: z.string().nullable() });

const executables: Partial<Record<NodeJS.Platform, string>> = {
  darwin: 'Electron.app/Contents/MacOS/Electron',
  win32: 'electron.exe',
};

function lastAttempt(version: string): z.infer<typeof Attempt> | null {
  const file = project('node_modules/.cache/tea-chest/electron-runtime.json');
  if (!existsSync(file)) return null;
  const attempt = Attempt.parse(JSON.parse(readFileSync(file, 'utf8')));
  return attempt.version === version ? attempt : null;
}

function whyNotFetched(version: string): string {
  const reason = lastAttempt(version)?.reason ?? null;
  return reason === null
    ? `Electron ${version} has not been fetched (npm run runtime does it)`
    : `Electron ${version} could not be fetched: ${reason}`;
}

/** True where a window can be shown: a display on Linux, always elsewhere. */
export function hasDisplay(): boolean {
  if (process.platform !== 'linux') return true;
  return [process.env['DISPLAY'], process.env['WAYLAND_DISPLAY']].some((name) => (name ?? '') !== '');
}

/**
 * Looks for the program where Electron's package puts it, or in `ELECTRON_OVERRIDE_DIST_PATH`. Nothing is fetched:
 * importing the package `electron` would do that.
 */
export function electronRuntime(): ElectronRuntime {
  const { version } = Manifest.parse(
    JSON.parse(readFileSync(project('node_modules/electron/package.json'), 'utf8')),
  );
  const override = process.env['ELECTRON_OVERRIDE_DIST_PATH'];
  const folder = override ?? project('node_modules/electron/dist');
  const executable = join(folder, executables[process.platform] ?? 'electron');
  if (!existsSync(executable)) {
    const reason = override === undefined ? whyNotFetched(version) : `there is no Electron in ${override}`;
    return { available: false, reason };
  }
  if (!hasDisplay())
    return { available: false, reason: 'there is no display for Electron to open its window on' };
  return { available: true, executable };
}
