import { once } from 'node:events';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Clone, ended } from './testing/clone.ts';

describe('preparing a clone', () => {
  let clone: Clone;
  beforeEach(() => {
    clone = new Clone();
  });
  afterEach(() => clone.remove());

  it('does everything once, and then nothing without a word', async () => {
    const first = await clone.prepare();
    expect(first).toMatchObject({ code: 0, stdout: '' });
    expect(first.stderr.trim().split('\n')).toEqual([
      'Installing the packages …',
      'Fetching Electron 45.0.0 …',
      'Building the app …',
    ]);
    expect(clone.calls()).toEqual(['npm ci', 'electron', 'build']);

    expect(await clone.prepare()).toEqual({ code: 0, stdout: '', stderr: '' });
    expect(clone.calls()).toEqual([]);
    expect(clone.has('.prepare.lock')).toBe(false);
  });

  it('builds again when a source has changed, but not for a test', async () => {
    await clone.prepare();
    clone.calls();
    clone.write('electron/code.test.ts', 'export {};');
    await clone.prepare();
    expect(clone.calls()).toEqual([]);
    clone.write('electron/code.ts', 'export const changed = true;');
    await clone.prepare();
    expect(clone.calls()).toEqual(['build']);
  });

  it('installs again when the lock file asks for something else, and keeps what it knows of the runtime', async () => {
    await clone.prepare([], { ELECTRON_FAILS: '1' });
    clone.calls();
    const lock = JSON.parse(clone.read('package-lock.json'));
    lock.packages['node_modules/node'].integrity = 'newer';
    clone.write('package-lock.json', JSON.stringify(lock));
    expect((await clone.prepare()).code).toBe(0);
    expect(clone.calls()).toEqual(['npm ci', 'build']);
  });

  it('stops after the packages when nothing more is needed', async () => {
    await clone.prepare(['--packages']);
    expect(clone.calls()).toEqual(['npm ci']);
  });

  it('goes on without the runtime, tells why, and tries again only when asked or for another version', async () => {
    const { code, stderr } = await clone.prepare([], { ELECTRON_FAILS: '1' });
    expect(code).toBe(0);
    expect(stderr).toContain('Electron 45.0.0 could not be fetched: the disk is full.');
    expect(JSON.parse(clone.read('node_modules/.cache/tea-chest/electron-runtime.json'))).toEqual({
      version: '45.0.0',
      available: false,
      reason: 'the disk is full',
    });
    clone.calls();
    expect((await clone.prepare()).stderr).toBe('');
    expect((await clone.prepare(['--runtime'], { ELECTRON_FAILS: '1' })).code).toBe(1);
    expect((await clone.prepare(['--runtime'])).code).toBe(0);
    expect(clone.calls()).toEqual(['electron', 'electron']);
    clone.lockPackages('46.0.0');
    await clone.prepare();
    expect(clone.calls()).toEqual(['npm ci', 'electron', 'build']);
  });

  it('says what failed and what to do, and starts afresh the next time', async () => {
    const noPackages = await clone.prepare(['script.mjs'], { NPM_FAILS: '1' });
    expect(noPackages).toMatchObject({ code: 1, stdout: '' });
    expect(noPackages.stderr).toContain('registry down');
    expect(noPackages.stderr).toContain('The packages could not be installed.');
    expect(noPackages.stderr).toContain('run the same command again');

    const noApp = await clone.prepare(['script.mjs'], { BUILD_FAILS: '1' });
    expect(noApp).toMatchObject({ code: 1, stdout: '' });
    expect(noApp.stderr).toContain('The app could not be built.');
    clone.calls();

    expect((await clone.prepare(['script.mjs'])).code).toBe(0);
    expect(clone.calls()).toEqual(['build']);
  });

  it('runs the script with its arguments, and ends as it ends', async () => {
    const { code, stdout } = await clone.prepare(['script.mjs', '3', '--port', '0 1']);
    expect(code).toBe(3);
    expect(stdout).toBe('["3","--port","0 1"]\n');
  });

  it.skipIf(process.platform === 'win32')('passes the request to end on to the script', async () => {
    const child = clone.start(['--packages', 'script.mjs', 'wait']);
    if (child.stdout === null) throw new Error('its output must be piped');
    await once(child.stdout, 'data');
    const end = ended(child);
    child.kill('SIGTERM');
    expect((await end).code).toBe(7);
  });

  it('lets a second one wait for the first', async () => {
    const both = await Promise.all([clone.prepare(['script.mjs']), clone.prepare(['script.mjs'])]);
    expect(both.map(({ code }) => code)).toEqual([0, 0]);
    expect(clone.calls()).toEqual(['npm ci', 'electron', 'build']);
  });

  it('takes over from one that was killed', async () => {
    const killed = clone.start(['--packages', 'script.mjs', '0']);
    await ended(killed);
    clone.write('.prepare.lock', String(killed.pid));
    expect((await clone.prepare()).code).toBe(0);
    expect(clone.has('.prepare.lock')).toBe(false);
  });
});
