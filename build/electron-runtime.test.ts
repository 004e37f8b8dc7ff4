import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, onTestFinished, test, vi } from 'vitest';
import { electronRuntime } from './electron-runtime.ts';

afterEach(() => vi.unstubAllEnvs());

async function folderWith(program: string | null): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'electron-runtime-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  if (program !== null) await writeFile(join(folder, program), '');
  return folder;
}

test('a folder without Electron in it is named', async () => {
  const folder = await folderWith(null);
  vi.stubEnv('ELECTRON_OVERRIDE_DIST_PATH', folder);
  expect(electronRuntime()).toEqual({ available: false, reason: `there is no Electron in ${folder}` });
});

test.runIf(process.platform === 'linux')('Electron is there to be run where there is a display', async () => {
  const folder = await folderWith('electron');
  vi.stubEnv('ELECTRON_OVERRIDE_DIST_PATH', folder);
  vi.stubEnv('WAYLAND_DISPLAY', '');
  vi.stubEnv('DISPLAY', ':5');
  expect(electronRuntime()).toEqual({ available: true, executable: join(folder, 'electron') });
  vi.stubEnv('DISPLAY', '');
  expect(electronRuntime()).toEqual({
    available: false,
    reason: 'there is no display for Electron to open its window on',
  });
});
