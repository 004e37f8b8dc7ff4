import { spawnSync } from 'node:child_process';
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { SampleApp } from './testing/sample-app.ts';

async function makeFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'stand-in-files-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  await writeFile(join(folder, 'one.txt'), 'one');
  return folder;
}

/** Processes whose command line names a profile. */
function processesOf(profile: string): string[] {
  const { stdout } = spawnSync('ps', ['-eo', 'args'], { encoding: 'utf8' });
  return stdout.split('\n').filter((line) => line.includes(profile));
}

/** Chromium's profile, which its command line names. */
async function profileOf({ app }: SampleApp): Promise<string> {
  const pid = await app.evaluate(() => process.pid);
  const { stdout } = spawnSync('ps', ['--ppid', String(pid), '-o', 'args='], { encoding: 'utf8' });
  const profile = /--user-data-dir=(\S+)/.exec(stdout)?.[1];
  if (profile === undefined) throw new Error(`No Chromium among: ${stdout}`);
  return profile;
}

describe('the window', () => {
  test('shows the page in the size that was asked for, without the preload’s names', async () => {
    const { app } = await SampleApp.start();
    expect(await app.page.textContent('h1')).toBe('Sample');
    const page = await app.page.evaluate(() => ({
      width: innerWidth,
      height: innerHeight,
      names: ['require', 'process', 'secretOfThePreload', '__standInBinding'].filter(
        (name) => name in globalThis,
      ),
      isSecure: isSecureContext,
    }));
    expect(page).toEqual({ width: 900, height: 500, names: [], isSecure: true });
    expect(await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.isVisible())).toBe(
      true,
    );
  });

  test('obeys the content security policy of the answer', async () => {
    const { app } = await SampleApp.start();
    expect(await app.page.title()).toBe('Sample');
    const fetched = await app.page.evaluate(() =>
      fetch('/page.js').then(
        () => 'fetched',
        () => 'refused',
      ),
    );
    expect(fetched).toBe('refused');
  });

  test('follows the system’s colours, and the app’s', async () => {
    const { app } = await SampleApp.start({ colorScheme: 'dark' });
    const isDark = (): Promise<boolean> =>
      app.page.evaluate(() => matchMedia('(prefers-color-scheme: dark)').matches);
    expect(await isDark()).toBe(true);
    await app.evaluate(({ nativeTheme }) => {
      nativeTheme.themeSource = 'light';
    });
    await expect.poll(isDark).toBe(false);
  });

  test('stays when the page wants to go elsewhere, and opens no second one', async () => {
    const sample = await SampleApp.start();
    const { page } = sample.app;
    await page.click('#away');
    await expect.poll(() => sample.seen()).toContain('will-navigate https://example.org/');
    expect(await page.evaluate(() => window.open('https://example.org/opened'))).toBe(null);
    await page.click('#beside');
    await expect.poll(() => sample.seen()).toContain('window-open https://example.org/beside');
    expect(await sample.seen()).toContain('window-open https://example.org/opened');
    expect(await page.textContent('h1')).toBe('Sample');
    expect(page.context().pages()).toHaveLength(1);
  });

  test('that its user closes takes the app with it, or comes back if the app wants that', async () => {
    const sample = await SampleApp.start();
    await sample.app.evaluate(({ BrowserWindow }) => {
      BrowserWindow.getAllWindows()[0]?.once('close', (event) => event.preventDefault());
    });
    const context = sample.app.page.context();
    const [next] = await Promise.all([context.waitForEvent('page'), sample.app.page.close()]);
    await expect.poll(() => next.textContent('h1').catch(() => null)).toBe('Sample');
    await next.close();
    expect(await sample.app.exited).toBe(0);
  });

  test('works again after a reload and after a crash of the page', async () => {
    const sample = await SampleApp.start();
    const { page } = sample.app;
    await page.reload();
    expect(await sample.invoke('echo', 'after a reload')).toBe('after a reload');
    await sample.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.webContents.reload());
    await expect.poll(() => sample.invoke('echo', 'again').catch(() => null)).toBe('again');
    await sample.app.evaluate(({ BrowserWindow }) => {
      const contents = BrowserWindow.getAllWindows()[0]?.webContents;
      contents?.forcefullyCrashRenderer();
      return new Promise<void>((resolve) => contents?.once('did-finish-load', () => resolve()));
    });
    const title = await sample.app.evaluate(({ BrowserWindow }) =>
      BrowserWindow.getAllWindows()[0]?.webContents.executeJavaScript('document.title'),
    );
    expect(title).toBe('Sample');
  });
});

describe('messages between page and main', () => {
  test('pass by structured clone, from the one frame that main trusts', async () => {
    const sample = await SampleApp.start();
    const isSame = await sample.app.page.evaluate(async () => {
      const cycle: Record<string, unknown> = {
        date: new Date(5),
        map: new Map([[1, new Set(['a'])]]),
        big: 3n,
      };
      cycle['bytes'] = new Uint8Array([1, 2, 255]);
      cycle['nothing'] = undefined;
      cycle['self'] = cycle;
      const back = await Reflect.get(globalThis, 'sample').invoke('echo', cycle);
      return (
        back.self === back &&
        back.date.getTime() === 5 &&
        back.map.get(1).has('a') &&
        back.big === 3n &&
        back.bytes[2] === 255 &&
        'nothing' in back
      );
    });
    expect(isSame).toBe(true);
    expect(await sample.seen()).toEqual(['echo from app://bundle true']);
  });

  test('refuse what Electron refuses, on both sides', async () => {
    const sample = await SampleApp.start();
    const refusals = await sample.app.page.evaluate(async () => {
      const { invoke } = Reflect.get(globalThis, 'sample');
      const refused = (value: unknown) =>
        invoke('echo', value).then(
          () => null,
          (error: Error) => error.message,
        );
      return [await refused(document.body), await refused({ file: new File(['x'], 'x') })];
    });
    expect(refusals).toEqual(['An object could not be cloned.', 'An object could not be cloned.']);
    await expect(
      sample.app.evaluate(({ BrowserWindow }) =>
        BrowserWindow.getAllWindows()[0]?.webContents.send('news', () => undefined),
      ),
    ).rejects.toThrow('Failed to serialize arguments');
  });

  test('bring only the words of an error', async () => {
    const sample = await SampleApp.start();
    await expect(sample.invoke('fail', null)).rejects.toThrow(
      "Error invoking remote method 'fail': RangeError: on purpose",
    );
    await expect(sample.invoke('nobody', null)).rejects.toThrow("No handler registered for 'nobody'");
  });

  test('reach the page in the order they were sent', async () => {
    const { app } = await SampleApp.start();
    await app.evaluate(({ BrowserWindow }) => {
      for (let count = 1; count <= 100; count += 1) {
        BrowserWindow.getAllWindows()[0]?.webContents.send('news', { count });
      }
    });
    await expect.poll(() => app.page.textContent('#news')).toBe('{"count":100}');
  });
});

describe('files', () => {
  test('dropped from the desktop have their paths, folders too', async () => {
    const sample = await SampleApp.start();
    const folder = await makeFolder();
    await sample.app.dropFiles([join(folder, 'one.txt'), folder]);
    await expect.poll(() => sample.app.page.textContent('#dropped')).toBe('[false,true]');
    expect(await sample.seen()).toEqual([`paths ${JSON.stringify([join(folder, 'one.txt'), folder])}`]);
  });

  test('picked in the page have their paths; those made by script have none', async () => {
    const sample = await SampleApp.start();
    const file = join(await makeFolder(), 'one.txt');
    await sample.app.page.setInputFiles('#pick', file);
    await expect.poll(() => sample.app.page.textContent('#dropped')).toBe('picked');
    await sample.app.page.evaluate(() =>
      Reflect.get(globalThis, 'sample').acceptFiles([new File(['x'], 'made.txt')]),
    );
    expect(await sample.seen()).toEqual([`paths ${JSON.stringify([file])}`, 'paths [""]']);
  });
});

describe('the process', () => {
  test('names the part of Electron that it has not got', async () => {
    const { app } = await SampleApp.start();
    await expect(app.evaluate(({ utilityProcess }) => utilityProcess.fork('x'))).rejects.toThrow(
      'The stand-in for Electron has no electron.utilityProcess',
    );
    await expect(app.evaluate(({ app: electronApp }) => electronApp.getGPUInfo('basic'))).rejects.toThrow(
      'app.getGPUInfo',
    );
  });

  test('tells a second start to the first one and ends it', async () => {
    const sample = await SampleApp.start();
    expect(await sample.startSecond(['--from-the-second'])).toBe(0);
    await expect.poll(() => sample.seen()).toContain('second --from-the-second');
  });

  test('takes over from one that was killed', async () => {
    const folder = await makeFolder();
    const first = await SampleApp.start({ userDataDir: folder });
    await first.app.kill();
    const second = await SampleApp.start({ userDataDir: folder });
    expect(await second.app.page.textContent('h1')).toBe('Sample');
  });

  test('quits when the app lets it, and leaves nothing behind', async () => {
    const sample = await SampleApp.start();
    const profile = await profileOf(sample);
    await sample.setGlobal('stays', true);
    await sample.app.evaluate(({ app }) => {
      app.quit();
    });
    expect(await sample.seen()).toContain('before-quit');
    expect(await sample.invoke('echo', 'still here')).toBe('still here');
    await sample.setGlobal('stays', false);
    await sample.app.evaluate(({ app }) => {
      app.quit();
    });
    expect(await sample.app.exited).toBe(0);
    expect(processesOf(profile)).toEqual([]);
    await expect(readdir(profile)).rejects.toThrow('ENOENT');
  });

  test.each(['SIGKILL', 'SIGTERM'] as const)('leaves no Chromium behind when it gets %s', async (signal) => {
    const sample = await SampleApp.start();
    const profile = await profileOf(sample);
    await sample.app.kill(signal);
    await vi.waitFor(() => expect(processesOf(profile)).toEqual([]), 5_000);
    await expect.poll(() => readdir(profile).catch(() => null)).toBe(null);
  });

  test('seals secrets so that another profile cannot open them', async () => {
    const first = await SampleApp.start();
    const sealed = await first.app.evaluate(async ({ safeStorage }) =>
      (await safeStorage.encryptStringAsync('a token')).toString('base64'),
    );
    const open = (sample: SampleApp): Promise<string> =>
      sample.app.evaluate(
        async ({ safeStorage }, text) =>
          (await safeStorage.decryptStringAsync(Buffer.from(text, 'base64'))).result,
        sealed,
      );
    expect(await open(first)).toBe('a token');
    await expect(open(await SampleApp.start())).rejects.toThrow(
      'Unsupported state or unable to authenticate data',
    );
    const without = await SampleApp.start({ secrets: 'none' });
    expect(await without.app.evaluate(({ safeStorage }) => safeStorage.isAsyncEncryptionAvailable())).toBe(
      false,
    );
  });
});
