import { expect, test } from '../fixtures.ts';
import { signIn } from '../steps/accounts.ts';

test('the page runs under the strict policy, without Node or Electron', async ({ app }) => {
  const seen = await app.page.evaluate(async () => {
    const answer = await fetch(location.href).then(
      () => 'fetched',
      () => 'refused',
    );
    return {
      origin: location.origin,
      fetch: answer,
      hasNode: 'process' in globalThis || 'require' in globalThis,
      bridge: Object.keys(Reflect.get(globalThis, 'teaChest')).sort(),
    };
  });
  expect(seen).toMatchObject({
    fetch: 'refused',
    hasNode: false,
    bridge: ['acceptFiles', 'onPush', 'request'],
  });
});

test('scripts that were written into the page do not run', async ({ app }) => {
  const ran = await app.page.evaluate(() => {
    const script = document.createElement('script');
    try {
      script.text = 'globalThis.intruder = true';
      document.body.append(script);
    } catch {
      return false;
    }
    return 'intruder' in globalThis;
  });
  expect(ran).toBe(false);
});

test('the window goes nowhere and opens nothing', async ({ app }) => {
  const before = app.page.url();
  await app.page.evaluate(() => {
    location.href = 'https://example.org/';
  });
  const opened = await app.page.evaluate(() => window.open('https://example.org/') !== null);
  expect(opened).toBe(false);
  await expect(app.page.getByRole('heading', { name: 'Tea Chest' })).toBeVisible();
  expect(app.page.url()).toBe(before);
});

test('a request that is not in the contract, or not well formed, is refused', async ({ app }) => {
  const answers = await app.page.evaluate(async () => {
    const bridge = Reflect.get(globalThis, 'teaChest');
    return {
      unknown: await bridge.request('shell:run', {}).then(
        () => 'answered',
        () => 'refused',
      ),
      paths: await bridge.request('local-files:accept-paths', { paths: ['/etc/passwd'] }).then(
        () => 'answered',
        () => 'refused',
      ),
      malformed: await bridge.request('local-files:hash', { tickets: ['../../etc/passwd'] }),
    };
  });
  expect(answers).toEqual({
    unknown: 'refused',
    paths: 'refused',
    malformed: { ok: false, failure: expect.objectContaining({ reason: 'invalid-request' }) },
  });
});

test('permissions are denied', async ({ app }) => {
  const state = await app.page.evaluate(() =>
    navigator.permissions.query({ name: 'notifications' }).then((permission) => permission.state),
  );
  expect(state).not.toBe('granted');
});

test('the menu has the main actions with their shortcuts', async ({ app }) => {
  const entries = await app.evaluate(({ Menu }) =>
    (Menu.getApplicationMenu()?.items ?? []).flatMap((menu) =>
      (menu.submenu?.items ?? []).map((item) => [item.label, item.accelerator ?? null]),
    ),
  );
  expect(entries).toEqual(
    expect.arrayContaining([
      ['Publish Files…', 'CmdOrCtrl+O'],
      ['Add Account…', 'CmdOrCtrl+N'],
      ['Go To…', 'CmdOrCtrl+K'],
      ['Refresh', 'CmdOrCtrl+R'],
    ]),
  );
});

test('a second start shows the window that is there', async ({ app }) => {
  expect(await app.startSecond()).toBe(0);
  await expect(app.page.getByRole('heading', { name: 'Tea Chest' })).toBeVisible();
});

test('no credential is kept in the clear, logged or told to the page', async ({ app, server }) => {
  await signIn(app.page, { address: server.url, token: server.token });
  await expect(app.page.getByRole('row', { name: server.owner, exact: true })).toBeVisible();
  expect(await app.page.evaluate(() => document.documentElement.outerHTML)).not.toContain(server.token);
  await app.stop();
  expect(await app.filesHolding(server.token)).toEqual([]);
  expect(app.logs()).not.toContain(server.token);
});
