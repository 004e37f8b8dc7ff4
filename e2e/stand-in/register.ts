/**
 * `node --import …/e2e/stand-in/register.ts dist/main/main.js [--user-data-dir=DIR] [arguments]` runs the built app
 * without Electron: `electron` is the module in this folder, and windows are pages of a Chromium.
 */
import { createRequire, registerHooks } from 'node:module';
import { pathToFileURL } from 'node:url';
import { isMainThread } from 'node:worker_threads';

async function run(): Promise<void> {
  registerHooks({
    resolve: (specifier, context, next) =>
      specifier === 'electron'
        ? { url: new URL('./electron.ts', import.meta.url).href, shortCircuit: true }
        : next(specifier, context),
  });
  const { version } = createRequire(import.meta.url)('../../node_modules/electron/package.json');
  Object.defineProperties(process.versions, {
    electron: { value: version, enumerable: true },
    chrome: { value: '150.0.0.0', enumerable: true },
  });
  Object.assign(process, { type: 'browser', defaultApp: true });

  const { default: electron } = await import('./electron.ts');
  const { app, browser, mainScript, settings, startFailed } = await import('./world.ts');
  const { serveControl, tellStarted } = await import('./control.ts');
  for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) process.on(signal, () => app.quit());
  if (settings.isDriven) serveControl(electron, () => app.exit(1));

  // Electron is ready when the main script has run to its end. Node runs it after this one, and only once.
  await import(pathToFileURL(mainScript).href);
  app.becomeReady();
  if (!app.isReady()) return;
  try {
    await browser.start();
    if (settings.isDriven) tellStarted(await browser.address());
  } catch (error) {
    startFailed(error);
  }
}

// Workers inherit `--import`; Electron's main process API is not for them.
if (isMainThread) await run();
