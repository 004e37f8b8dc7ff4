import { readFileSync } from 'node:fs';
import { extname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { app, BrowserWindow, ipcMain, protocol } from 'electron';

/** A small app, made as Tea Chest is, for the stand-in's own tests. */
const types: Readonly<Record<string, string>> = { '.html': 'text/html', '.js': 'text/javascript' };
const seen: string[] = [];
Reflect.set(globalThis, 'seen', seen);

app.enableSandbox();
app.on('web-contents-created', (_event, contents) => {
  contents.on('will-navigate', (event) => {
    seen.push(`will-navigate ${event.url}`);
    event.preventDefault();
  });
  contents.setWindowOpenHandler(({ url }) => {
    seen.push(`window-open ${url}`);
    return { action: 'deny' };
  });
  contents.on('render-process-gone', () => contents.reload());
});
protocol.registerSchemesAsPrivileged([{ scheme: 'app', privileges: { standard: true, secure: true } }]);

async function start(): Promise<void> {
  await app.whenReady();
  protocol.handle('app', ({ url }) => {
    const { pathname } = new URL(url);
    const name = pathname === '/' ? 'index.html' : pathname.slice(1);
    return new Response(readFileSync(new URL(name, import.meta.url), 'utf8'), {
      headers: {
        'content-type': types[extname(name)] ?? 'text/plain',
        'content-security-policy':
          "default-src 'none'; script-src 'self'; require-trusted-types-for 'script'",
      },
    });
  });
  ipcMain.handle('echo', (event, value: unknown) => {
    seen.push(`echo from ${event.senderFrame?.origin} ${event.senderFrame === event.sender.mainFrame}`);
    return value;
  });
  ipcMain.handle('fail', () => {
    throw new RangeError('on purpose');
  });
  ipcMain.handle('paths', (_event, paths: unknown) => {
    seen.push(`paths ${JSON.stringify(paths)}`);
  });
  app.on('second-instance', (_event, commandLine) => seen.push(`second ${commandLine.at(-1)}`));
  app.on('before-quit', (event) => {
    seen.push('before-quit');
    if (Reflect.get(globalThis, 'stays') === true) event.preventDefault();
  });
  const window = new BrowserWindow({
    width: 900,
    height: 500,
    show: false,
    webPreferences: { preload: fileURLToPath(new URL('preload.cjs', import.meta.url)) },
  });
  window.once('ready-to-show', () => window.show());
  await window.loadURL('app://bundle/');
}

if (app.requestSingleInstanceLock()) await Promise.resolve(void start());
else app.quit();
